import Foundation

/// The files of the tests.
public enum Fixtures {
    /// The path of a file in `Tests/Fixtures`.
    public static func path(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
    }

    /// The contents of a file in `Tests/Fixtures`.
    public static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }
}

/// The real models that some tests run. Those tests are skipped if the files are missing.
public enum RealModel: String, CaseIterable, Sendable {
    case smollm2 = "smollm2-135m"
    case qwen = "qwen2.5-1.5b"

    /// The path of the file in the folder `ERANK_TEST_MODELS` or in the catalogue's cache; nil if neither has it.
    public var path: String? {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        let folders = [environment["ERANK_TEST_MODELS"], "\(cache)/erank/models"].compactMap(\.self)
        return folders.flatMap { folder in names.map { "\(folder)/\($0)" } }.first(where: FileManager.default.fileExists)
    }

    private var names: [String] {
        switch self {
        case .smollm2: ["smollm2-135m.gguf", "SmolLM2-135M-Instruct.Q4_1.gguf", "smollm2.gguf"]
        case .qwen: ["qwen2.5-1.5b.gguf", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", "qwen.gguf"]
        }
    }

    /// The reason why a test is skipped.
    public var absence: String { "\(rawValue) is absent: set ERANK_TEST_MODELS to a folder with \(names[0])" }
}
