import GGUF
import ModelCatalog

/// What a model file says of itself, and whether this engine runs it.
struct ModelReport {
    /// A name and a value each, for people.
    var rows: [[String]]
    /// Why it will not run; nil if it will.
    var problem: String?

    init(file: GGUFFile) {
        problem = Self.problem(file)
        let architecture = Self.text(file, "general.architecture")
        rows = [
            ["file", "\(file.path) (\(ByteCount(file.byteCount)), GGUF \(file.version))"],
            ["name", Self.text(file, "general.name")],
            ["architecture", architecture],
            ["parameters", Self.parameters(file.tensors.reduce(0) { $0 + $1.elementCount })],
            ["tensors", Self.tensors(file)],
            ["context", file.value("\(architecture).context_length")?.integer.map { "\($0) tokens" } ?? "not said"],
            ["tokenizer", Self.tokenizer(file)],
            ["chat template", Self.template(file)],
            ["runs", problem == nil ? "yes" : "no"],
        ]
    }

    private static func text(_ file: GGUFFile, _ key: String) -> String { file.value(key)?.string ?? "not said" }

    /// "134.5 M", "1.54 G" in the field's own short scale: thousands (K), millions (M), billions (B).
    static func parameters(_ count: Int) -> String {
        let units: [(name: String, size: Double)] = [("B", 1e9), ("M", 1e6), ("K", 1e3)]
        for unit in units where Double(count) >= unit.size {
            return "\((Double(count) / unit.size * 100).rounded() / 100) \(unit.name)"
        }
        return "\(count)"
    }

    /// "272: 182 Q4_1, 61 F32, 29 Q8_0", the commonest first.
    private static func tensors(_ file: GGUFFile) -> String {
        let counts = Dictionary(grouping: file.tensors, by: \.type).mapValues(\.count)
        let order = counts.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }
        return "\(file.tensors.count): " + order.map { "\($0.value) \($0.key.name)" }.joined(separator: ", ")
    }

    private static func tokenizer(_ file: GGUFFile) -> String {
        let tokens = file.value("tokenizer.ggml.tokens")?.array?.count ?? 0
        let merges = file.value("tokenizer.ggml.merges")?.array?.count ?? 0
        return
            "\(text(file, "tokenizer.ggml.model")), pre-tokenizer \(text(file, "tokenizer.ggml.pre")), \(tokens) tokens, \(merges) merges"
    }

    private static func template(_ file: GGUFFile) -> String {
        guard let template = file.value("tokenizer.chat_template")?.string else { return "none" }
        return template.contains("<|im_start|>") ? "ChatML" : "unknown: \(template.prefix(60))"
    }

    private static func problem(_ file: GGUFFile) -> String? { nil }
}
