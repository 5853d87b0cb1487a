import GGUF
import LocalEngine
import ModelCatalog
import Tokenizer
import Transformer

/// What a model file says of itself, and whether this engine runs it.
struct ModelReport {
    /// A name and a value each, for people.
    var rows: [[String]]
    /// Why it will not run; nil if it will.
    var problem: Failure?

    /// Reads the file's description, then loads it whole: only what was loaded is said to run.
    ///
    /// - Throws: `GGUFError` for a file that cannot be read at all.
    init(path: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        let file = try GGUFFile(path: path)
        func text(_ key: String) -> String { file.value(key)?.string ?? "not said" }
        let architecture = text("general.architecture")
        rows = [
            ["file", "\(path) (\(ByteCount(file.byteCount)), GGUF \(file.version))"],
            ["name", text("general.name")],
            ["architecture", architecture],
            ["parameters", Self.parameters(file.tensors.reduce(0) { $0 + $1.elementCount })],
            ["tensors", Self.tensors(file)],
            ["context", file.value("\(architecture).context_length")?.integer.map { "\($0) tokens" } ?? "not said"],
            [
                "tokenizer",
                "\(text("tokenizer.ggml.model")), pre-tokenizer \(text("tokenizer.ggml.pre")), \(Self.vocabulary(file))",
            ],
        ]
        do {
            let loaded = try await LoadedModel.load(path: path, progress: progress)
            let template = try ChatTemplate(file: file, tokenizer: loaded.tokenizer)
            rows.append(["chat template", template.family.rawValue])
        } catch let error as CancellationError {
            throw error
        } catch {
            problem = Failure(error)
            if case let error as TokenizerError = error, error.isAboutTemplate {
                rows.append(["chat template", "not known; name one with --template"])
            }
        }
        rows.append(["runs", problem == nil ? "yes" : "no"])
    }

    /// "134.52 M": thousands (K), millions (M), billions (B), as the field counts.
    static func parameters(_ count: Int) -> String {
        let units: [(name: String, size: Double)] = [("B", 1e9), ("M", 1e6), ("K", 1e3)]
        for unit in units where Double(count) >= unit.size {
            return "\((Double(count) / unit.size * 100).rounded() / 100) \(unit.name)"
        }
        return "\(count)"
    }

    /// "272: 210 Q4_1, 61 F32, 1 Q8_0", the commonest first.
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
