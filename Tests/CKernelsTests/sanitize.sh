#!/usr/bin/env bash
# Runs the tests of the C kernels under the address sanitizer and the undefined-behaviour sanitizer, for every level that this
# processor has. The first finding ends it and names the line of C.
#
# Both sanitizers share one build of the four targets that the tests need: a package of links, made in .build-sanitize.
# Usage: Tests/CKernelsTests/sanitize.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
package=.build-sanitize
mkdir -p "$package/Sources" "$package/Tests"
for folder in Sources/CKernels Sources/GGUF Tests/CKernelsTests Tests/Fixtures Tests/ModelFixtures; do
    ln -sfn "../../$folder" "$package/$folder"
done
cat > "$package/Package.swift" << 'MANIFEST'
// swift-tools-version: 6.1
import PackageDescription

// Made by Tests/CKernelsTests/sanitize.sh.

/// Swift has an option for the undefined-behaviour sanitizer on macOS alone; clang has it everywhere, and the library of the
/// address sanitizer brings what it calls. -O1 compiles faster than -O3 and keeps all checks.
let kernels: [CSetting] = [
    .unsafeFlags([
        "-O1", "-fno-math-errno", "-fno-trapping-math", "-fsanitize=undefined", "-fno-sanitize-recover=undefined",
    ])
]
let swift: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]

let package = Package(
    name: "sanitize",
    targets: [
        .target(name: "GGUF", swiftSettings: swift),
        .target(name: "CKernels", cSettings: kernels),
        .target(name: "ModelFixtures", dependencies: ["GGUF"], path: "Tests/ModelFixtures", swiftSettings: swift),
        .testTarget(
            name: "CKernelsTests", dependencies: ["CKernels", "GGUF", "ModelFixtures"], exclude: ["sanitize.sh"],
            swiftSettings: swift),
    ],
    swiftLanguageModes: [.v6]
)
MANIFEST
swift test --package-path "$package" --disable-xctest --sanitize=address
