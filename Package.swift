// swift-tools-version: 6.2
import PackageDescription

// One executable and a handful of libraries: each target has one job, and its dependencies below are all that it may call.
// Sources/erank/erank.docc/Tour.md says what each is for.

/// Upcoming language features that make Swift 6 stricter still.
let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Kernels are measured, not debugged: they are optimised in debug builds too, or the test suite would take hours.
let kernels: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-fno-trapping-math"])]

let package = Package(
    name: "erank",
    products: [
        .executable(name: "erank", targets: ["erank"]),
        .library(name: "Relevance", targets: ["Relevance"]),
        .library(name: "Reranking", targets: ["Reranking", "Inference"]),
        .library(name: "LocalEngine", targets: ["LocalEngine", "Inference"]),
        .library(name: "GGUF", targets: ["GGUF"]),
        .library(name: "Tokenizer", targets: ["Tokenizer"]),
        .library(name: "Sessions", targets: ["Sessions"]),
        .library(name: "Terminal", targets: ["Terminal"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // Only for `swift package generate-documentation`: no target depends on it, so a build does not compile it.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        // The field and the method.
        .target(name: "Relevance", swiftSettings: swift),
        .target(name: "Inference", swiftSettings: swift),
        .target(name: "Reranking", dependencies: ["Relevance", "Inference"], swiftSettings: swift),

        // The local engine, from the file up.
        .target(name: "GGUF", swiftSettings: swift),
        .target(name: "Tokenizer", dependencies: ["GGUF"], swiftSettings: swift),
        .target(name: "CKernels", cSettings: kernels),
        .target(name: "Transformer", dependencies: ["GGUF", "CKernels"], swiftSettings: swift),
        .target(name: "LocalEngine", dependencies: ["Inference", "GGUF", "Tokenizer", "Transformer"], swiftSettings: swift),
        .target(name: "ModelCatalog", swiftSettings: swift),

        // The journal and the screens.
        .target(name: "Sessions", dependencies: ["Relevance", "Inference", "Reranking"], swiftSettings: swift),
        // Two sides on the same candidates.
        .target(
            name: "Comparing", dependencies: ["Relevance", "Inference", "Reranking", "Sessions"], swiftSettings: swift),
        .systemLibrary(name: "CNcurses"),
        .target(name: "CTerminal"),
        .target(name: "Terminal", dependencies: ["CNcurses", "CTerminal"], swiftSettings: swift),
        .target(
            name: "Inspector",
            dependencies: ["Relevance", "Inference", "Reranking", "Sessions", "Comparing", "Terminal"],
            swiftSettings: swift),

        // The command line: parse, wire, run.
        .executableTarget(
            name: "erank",
            dependencies: [
                "Relevance", "Inference", "Reranking", "GGUF", "Tokenizer", "Transformer", "LocalEngine", "ModelCatalog",
                "Sessions", "Comparing", "Terminal", "Inspector",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [
                // The demo travels inside the binary.
                .embedInCode("Demo/queries.jsonl"), .embedInCode("Demo/qrels.trec"),
                .embedInCode("Demo/goldfish.jsonl"), .embedInCode("Demo/jaguar.jsonl"),
            ], swiftSettings: swift),

        // Files written in memory, random numbers with a seed, and where the real models are.
        .target(name: "ModelFixtures", dependencies: ["GGUF"], path: "Tests/ModelFixtures", swiftSettings: swift),
        .testTarget(name: "GGUFTests", dependencies: ["GGUF", "ModelFixtures"], swiftSettings: swift),
        .testTarget(name: "TokenizerTests", dependencies: ["GGUF", "Tokenizer", "ModelFixtures"], swiftSettings: swift),
        .testTarget(
            name: "CKernelsTests", dependencies: ["CKernels", "GGUF", "ModelFixtures"], exclude: ["sanitize.sh"],
            swiftSettings: swift),
        .testTarget(
            name: "TransformerTests", dependencies: ["CKernels", "GGUF", "Transformer", "ModelFixtures"], swiftSettings: swift),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "CNcurses", "ModelFixtures"], swiftSettings: swift),
        // Damaged bytes from a seed, folders that go away, and an engine that does what a script says.
        .target(
            name: "TestSupport", dependencies: ["Relevance", "Inference", "Reranking", "Sessions"], path: "Tests/TestSupport",
            swiftSettings: swift),
        .testTarget(name: "RelevanceTests", dependencies: ["Relevance", "TestSupport"], swiftSettings: swift),
        .testTarget(
            name: "SessionsTests",
            dependencies: ["Sessions", "Relevance", "Inference", "Reranking", "JournalWriter", "TestSupport"],
            swiftSettings: swift),
        // A program for SessionsTests to kill.
        .executableTarget(
            name: "JournalWriter", dependencies: ["Sessions", "Relevance", "Inference", "Reranking"], path: "Tests/JournalWriter",
            swiftSettings: swift),
        .testTarget(
            name: "ComparingTests",
            dependencies: ["Comparing", "Inference", "Relevance", "Reranking", "Sessions", "TestSupport"], swiftSettings: swift),
        .testTarget(
            name: "LocalEngineTests",
            dependencies: [
                "LocalEngine", "Reranking", "Relevance", "Inference", "GGUF", "Tokenizer", "Transformer", "ModelFixtures",
            ],
            swiftSettings: swift),
        .testTarget(
            name: "InspectorTests",
            dependencies: [
                "Inspector", "Sessions", "Comparing", "Reranking", "Relevance", "Inference", "Terminal", "ModelFixtures",
                "TestSupport",
            ],
            exclude: ["Snapshots"], swiftSettings: swift),
        // The program itself, in a terminal.
        .testTarget(
            name: "EndToEndTests", dependencies: ["erank", "ModelFixtures", "Relevance", "Sessions"], swiftSettings: swift),
        .testTarget(name: "InferenceTests", dependencies: ["Inference"], swiftSettings: swift),
        .testTarget(
            name: "RerankingTests", dependencies: ["Reranking", "Relevance", "Inference", "TestSupport"], swiftSettings: swift),
        .testTarget(name: "ModelCatalogTests", dependencies: ["ModelCatalog"], swiftSettings: swift),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "erank", "Comparing", "GGUF", "Inference", "Inspector", "ModelCatalog", "ModelFixtures", "Relevance", "Reranking",
                "Sessions", "TestSupport", "Transformer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: swift),
    ],
    swiftLanguageModes: [.v6]
)
