import GGUF
import LocalEngine
import ModelCatalog
import Tokenizer
import Transformer

/// The description in a model file, and whether this engine can run it.
struct ModelReport {
    /// Pairs of a name and a value, for people.
    var rows: [[String]]
    /// Why the model cannot be run; nil if it can.
    var problem: Failure?

    /// Reads the file's description, then loads the whole model: only a model that was loaded is reported as running.
    ///
    /// - Throws: `GGUFError` if the file cannot be read.
    init(path: String, options: EngineOptions, progress: @escaping @Sendable (Double) -> Void) async throws {
        let file = try GGUFFile(path: path)
        func text(_ key: String) -> String { file.value(key)?.string ?? "not given" }
        let architecture = text("general.architecture")
        rows = [
            ["file", "\(path) (\(ByteCount(file.byteCount)), GGUF \(file.version))"],
            ["name", text("general.name")],
            ["architecture", architecture],
            ["parameters", Self.parameters(file.tensors.reduce(0) { $0 + $1.elementCount })],
            ["tensors", Self.tensors(file)],
            ["context", file.value("\(architecture).context_length")?.integer.map { "\($0) tokens" } ?? "not given"],
            [
                "tokenizer",
                "\(text("tokenizer.ggml.model")), pre-tokenizer \(text("tokenizer.ggml.pre")), \(Self.vocabulary(file))",
            ],
        ]
        do {
            let loaded = try await LoadedModel.load(
                path: path, threads: options.threads, memory: options.memory, progress: progress)
            let template = try ChatTemplate(file: file, tokenizer: loaded.tokenizer)
            rows.append(["chat template", template.family.rawValue])
            let engine = try LocalEngine(loaded, sha256: "", options: options)
            defer { engine.stop() }
            rows += MemoryReport.rows(engine.memory)
        } catch let error as CancellationError {
            throw error
        } catch {
            problem = Failure(error)
            if case let error as TokenizerError = error, error.isAboutTemplate {
                rows.append(["chat template", "unknown; choose one with --template"])
            }
        }
        rows.append(["runs", problem == nil ? "yes" : "no"])
    }

    /// "134.52 M": in thousands (K), millions (M) or billions (B).
    static func parameters(_ count: Int) -> String {
        let units: [(name: String, size: Double)] = [("B", 1e9), ("M", 1e6), ("K", 1e3)]
        for unit in units where Double(count) >= unit.size {
            return "\((Double(count) / unit.size * 100).rounded() / 100) \(unit.name)"
        }
        return "\(count)"
    }

    /// "272: 210 Q4_1, 61 F32, 1 Q8_0", most common first.
    private static func tensors(_ file: GGUFFile) -> String {
        let counts = Dictionary(grouping: file.tensors, by: \.type).mapValues(\.count)
        let order = counts.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }
        return "\(file.tensors.count): " + order.map { "\($0.value) \($0.key.name)" }.joined(separator: ", ")
    }

    private static func vocabulary(_ file: GGUFFile) -> String {
        let tokens = file.value("tokenizer.ggml.tokens")?.array?.count ?? 0
        let merges = file.value("tokenizer.ggml.merges")?.array?.count ?? 0
        return "\(tokens) tokens, \(merges) merges"
    }
}

extension TokenizerError {
    fileprivate var isAboutTemplate: Bool {
        switch problem {
        case .noTemplate, .unknownTemplate, .unknownTemplateName, .missingTemplateToken: true
        default: false
        }
    }
}
