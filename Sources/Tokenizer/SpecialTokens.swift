import GGUF

/// The special tokens of a model. A member is nil if the model does not have that token.
public struct SpecialTokens: Sendable, Hashable {
    /// Begins a text.
    public let beginOfText: Int32?
    /// Ends an answer.
    public let endOfText: Int32?
    /// Ends a turn of a conversation.
    public let endOfTurn: Int32?
    /// Fills up shorter texts of a batch in training. The engine does not use it.
    public let padding: Int32?
    /// True if ``beginOfText`` must be put before a text that is not formatted by a chat template.
    public let addsBeginOfText: Bool
    /// All tokens that end an answer.
    public let endOfGeneration: Set<Int32>

    private let byName: [String: Int32]

    /// The id of a control or added token by its name, such as `<|im_start|>`; nil if there is none.
    public subscript(name: String) -> Int32? { byName[name] }

    /// - Parameter addsBeginOfText: the value if the file does not have the key.
    init(_ file: GGUFFile, _ vocabulary: Vocabulary, addsBeginOfText: Bool) throws(TokenizerError) {
        var byName: [String: Int32] = [:]
        for id in 0..<Int32(vocabulary.count) {
            switch vocabulary.kind(of: id) {
            case .control, .userDefined: byName[String(decoding: vocabulary.bytes(of: id), as: UTF8.self)] = id
            default: break
            }
        }
        beginOfText = try Self.id("bos", file, vocabulary)
        endOfText = try Self.id("eos", file, vocabulary)
        endOfTurn = try Self.id("eot", file, vocabulary)
        padding = try Self.id("padding", file, vocabulary)
        let named = Self.endNames.compactMap { byName[$0] }
        endOfGeneration = Set([endOfText, endOfTurn, try Self.id("eom", file, vocabulary)].compactMap(\.self) + named)
        let adds = try file.reading { file throws(GGUFError) in try file.bool("tokenizer.ggml.add_bos_token") }
        self.addsBeginOfText = (adds ?? addsBeginOfText) && beginOfText != nil
        self.byName = byName
    }

    private static func id(_ name: String, _ file: GGUFFile, _ vocabulary: Vocabulary) throws(TokenizerError) -> Int32? {
        let key = "tokenizer.ggml.\(name)_token_id"
        guard let id = try file.reading({ file throws(GGUFError) in try file.integer(key) }) else { return nil }
        guard (0..<vocabulary.count).contains(id) else {
            throw TokenizerError(file: file.path, problem: .idOutOfRange(key: key, id: id, count: vocabulary.count))
        }
        return Int32(id)
    }

    /// The names of tokens that end an answer even if the metadata does not say so. They count as control tokens even if the
    /// file marks them as added tokens.
    private static let endNames = [
        "<|endoftext|>", "<|im_end|>", "<|end|>", "<|end_of_text|>", "<|eot_id|>", "<|eom_id|>", "<end_of_turn>", "</s>",
        "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
    ]
    private static let fillNames = ["<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"]

    /// True if the token with this name counts as a control token even if the file marks it as an added token.
    static func isControl(name: some Collection<UInt8>) -> Bool {
        (endNames + fillNames).contains { $0.utf8.elementsEqual(name) }
    }
}
