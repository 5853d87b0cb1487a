import GGUF

/// A byte-level BPE tokenizer, as a GGUF file describes it: converts text to tokens and back.
///
/// The tokens equal those of llama.cpp. Control tokens such as `<|im_end|>` are never parsed in a text; only a ``ChatTemplate``
/// inserts them. Added tokens such as Qwen3's `<think>` are recognised anywhere in a text.
public final class Tokenizer: Sendable {
    let vocabulary: Vocabulary
    let merges: MergeTable
    let preTokenizer: PreTokenizer
    let addedTokens: AddedTokens
    let byteTokens: [Int32]
    /// The tokens with a special meaning, such as the end of a turn.
    public let specialTokens: SpecialTokens

    /// Reads the tokenizer from a file's metadata.
    ///
    /// - Throws: `TokenizerError` for a tokenizer that is incomplete or of an unsupported kind.
    /// - Complexity: O(vocabulary + merges).
    public init(file: GGUFFile) throws(TokenizerError) {
        let model = try file.reading { file throws(GGUFError) in try file.requiredString("tokenizer.ggml.model") }
        guard model == "gpt2" else { throw TokenizerError(file: file.path, problem: .unknownModel(model)) }
        let pre = try file.reading { file throws(GGUFError) in try file.string("tokenizer.ggml.pre") }
        guard let preTokenizer = pre.flatMap(PreTokenizer.init) else {
            throw TokenizerError(file: file.path, problem: .unknownPreTokenizer(pre))
        }
        self.preTokenizer = preTokenizer
        vocabulary = try Vocabulary(file)
        merges = try MergeTable(file, vocabulary)
        byteTokens = (0...255).map { [vocabulary] in vocabulary.id(of: 0..<1, in: [UInt8($0)]) }
        specialTokens = try SpecialTokens(file, vocabulary, addsBeginOfText: preTokenizer == .llama3)
        addedTokens = AddedTokens(vocabulary)
    }

    /// The number of tokens. Ids are 0 ..< vocabularySize.
    public var vocabularySize: Int { vocabulary.count }

    /// The tokens of a text, without a beginning-of-text token.
    ///
    /// - Complexity: O(n) for natural text of n bytes, O(n log n) for one long word.
    public func encode(_ text: String) -> [Int32] {
        let bytes = Array(text.utf8)
        var tokens: [Int32] = []
        tokens.reserveCapacity(bytes.count / 3)
        var encoder = BytePairEncoder(
            vocabulary: vocabulary, merges: merges, byteTokens: byteTokens, keepsWholeTokens: preTokenizer.keepsWholeTokens)
        for fragment in addedTokens.fragments(of: bytes, vocabulary) {
            if fragment.token >= 0 {
                tokens.append(fragment.token)
            } else {
                preTokenizer.forEachWord(of: bytes, in: fragment.range) { encoder.encode($0, of: bytes, into: &tokens) }
            }
        }
        return tokens
    }

    /// The bytes of a token, which may be only a part of a character. The name for a control token, empty for an invalid id.
    public func bytes(of id: Int32) -> [UInt8] { Array(vocabulary.bytes(of: id)) }

    /// The text of a single token. Bytes that do not form a whole character become U+FFFD. Use ``Detokenizer`` for a stream of
    /// tokens.
    public func text(of id: Int32) -> String { String(decoding: vocabulary.bytes(of: id), as: UTF8.self) }

    /// The text of consecutive tokens, without control tokens.
    public func decode(_ tokens: some Sequence<Int32>) -> String {
        String(decoding: tokens.lazy.filter { !self.isControl($0) }.flatMap { self.vocabulary.bytes(of: $0) }, as: UTF8.self)
    }

    /// True for control tokens and the unknown token, which do not belong to the text; also for invalid ids.
    public func isControl(_ id: Int32) -> Bool { vocabulary.kind(of: id) == .control || vocabulary.kind(of: id) == .unknown }

    /// True for the tokens that end an answer: end of text, end of turn, end of message.
    public func isEndOfGeneration(_ id: Int32) -> Bool { specialTokens.endOfGeneration.contains(id) }
}

extension GGUFFile {
    /// Reads metadata, and converts a `GGUFError` to a `TokenizerError`.
    func reading<T>(_ read: (GGUFFile) throws(GGUFError) -> T) throws(TokenizerError) -> T {
        do throws(GGUFError) {
            return try read(self)
        } catch {
            throw TokenizerError(file: path, problem: .metadata(error.problem))
        }
    }
}
