#!/usr/bin/env bash
# The kernels' tests under the address and the undefined-behaviour sanitizer, every level that this processor runs. The first thing
# found ends it, with its place in the source. Some minutes, most of them for two builds in folders of their own.
# Usage: Tests/CKernelsTests/sanitize.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
swift test --disable-xctest --sanitize=address --filter CKernelsTests --scratch-path .build-address
if [ "$(uname)" = Darwin ]; then
    swift test --disable-xctest --sanitize=undefined --filter CKernelsTests --scratch-path .build-undefined
else
    # Swift's compiler has no such option for Linux; the clang that comes with it has, and its library.
    clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang
    runtime=$("$clang" -print-resource-dir)/lib/linux/libclang_rt.ubsan_standalone-$(uname -m).a
    swift test --disable-xctest -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined -Xlinker "$runtime" -Xlinker -ldl -Xlinker -lm \
        --filter CKernelsTests --scratch-path .build-undefined
fi
