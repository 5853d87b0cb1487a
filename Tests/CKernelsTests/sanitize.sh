#!/usr/bin/env bash
# Runs the kernels' tests with the address sanitizer and then with the undefined-behaviour sanitizer, on all levels that this
# processor supports. The first finding ends the script and prints its source location. Takes some minutes, mostly for the two
# builds.
# Usage: Tests/CKernelsTests/sanitize.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
swift test --disable-xctest --sanitize=address --filter CKernelsTests --scratch-path .build-address
if [ "$(uname)" = Darwin ]; then
    swift test --disable-xctest --sanitize=undefined --filter CKernelsTests --scratch-path .build-undefined
else
    # On Linux the Swift compiler has no option for this sanitizer. Its clang has, and also provides the runtime library.
    clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang
    runtime=$("$clang" -print-resource-dir)/lib/linux/libclang_rt.ubsan_standalone-$(uname -m).a
    swift test --disable-xctest -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined \
        -Xlinker "$runtime" -Xlinker -ldl -Xlinker -lm --filter CKernelsTests --scratch-path .build-undefined
fi
