import GGUF

/// Turns text into a model's tokens and back: byte-level byte-pair encoding, as a GGUF file describes it.
///
/// The tokens are those of llama.cpp for every text. Control tokens such as `<|im_end|>` are never found in a text: only a ``ChatTemplate`` puts
/// them in. Tokens that the model's maker added as ordinary text, such as Qwen3's `<think>`, are found wherever they stand.
public final class Tokenizer: Sendable {
    let vocabulary: Vocabulary
    let merges: MergeTable
    let preTokenizer: PreTokenizer
    let addedTokens: AddedTokens
    let byteTokens: [Int32]
    public let specialTokens: SpecialTokens

    /// - Throws: `TokenizerError` for a file whose tokenizer is incomplete or of a kind that is not known here.
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

    /// Tokens in the vocabulary: ids are 0 up to one less.
    public var vocabularySize: Int { vocabulary.count }

    /// The tokens of a text.
    ///
    /// - Complexity: O(n) for natural text, O(n log n) for a word without end.
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

    /// The bytes a token stands for: part of a character sometimes, a control token's name, none for an id that is no token.
    public func bytes(of id: Int32) -> [UInt8] { Array(vocabulary.bytes(of: id)) }

    /// A token by itself as text; bytes that are no whole character become U+FFFD. Use ``Detokenizer`` for a row of tokens.
    public func text(of id: Int32) -> String { String(decoding: vocabulary.bytes(of: id), as: UTF8.self) }

    /// The text of a row of tokens, control tokens left out.
    public func decode(_ tokens: some Sequence<Int32>) -> String {
        String(decoding: tokens.lazy.filter { !self.isControl($0) }.flatMap { self.vocabulary.bytes(of: $0) }, as: UTF8.self)
    }

    /// True for tokens that steer the model and belong to no text.
    public func isControl(_ id: Int32) -> Bool { vocabulary.kind(of: id) == .control || vocabulary.kind(of: id) == .unknown }

    /// True for the tokens that end an answer: end of text, of turn, of message.
    public func isEndOfGeneration(_ id: Int32) -> Bool { specialTokens.endOfGeneration.contains(id) }
}

extension GGUFFile {
    /// Reads metadata, an error as the tokenizer's.
    func reading<T>(_ read: (GGUFFile) throws(GGUFError) -> T) throws(TokenizerError) -> T {
        do throws(GGUFError) {
            return try read(self)
        } catch {
            throw TokenizerError(file: path, problem: .metadata(error.problem))
        }
    }
}
