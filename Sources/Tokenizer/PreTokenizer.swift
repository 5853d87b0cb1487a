/// Splits a text into words. Byte-pair encoding never merges across the boundary of a word.
///
/// In the models' tokenizer files each kind is the regular expression given below. Here each is a hand-written scanner with the
/// same result. It takes linear time and uses ``CharacterClass``.
enum PreTokenizer: Sendable {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    case gpt2
    /// First every `\p{N}` becomes a word, then the text between them is split as in `gpt2`.
    case smollm
    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
    case llama3
    /// As `llama3`, with `\p{N}` in place of `\p{N}{1,3}`.
    case qwen2

    /// The pre-tokenizer with this name; nil for an unknown name.
    ///
    /// - Parameter name: the value of the key `tokenizer.ggml.pre`.
    init?(name: String) {
        switch name {
        case "gpt-2", "gpt2", "phi-2": self = .gpt2
        case "smollm": self = .smollm
        case "llama-bpe", "llama3", "llama-v3": self = .llama3
        case "qwen2", "deepseek-r1-qwen": self = .qwen2
        default: return nil
        }
    }

    static let names = ["smollm", "qwen2", "gpt-2", "llama-bpe"]

    /// True if a word that is itself a token is not split, whatever the merges say.
    var keepsWholeTokens: Bool { self == .llama3 }

    /// Calls `body` with each word of `range`, in order. The words cover the range without gaps.
    func forEachWord(of bytes: [UInt8], in range: Range<Int>, _ body: (Range<Int>) -> Void) {
        switch self {
        case .gpt2: Self.forEachGPT2Word(TextScanner(bytes: bytes, end: range.upperBound), from: range.lowerBound, body)
        case .smollm: Self.forEachSmolLMWord(TextScanner(bytes: bytes, end: range.upperBound), from: range.lowerBound, body)
        case .llama3:
            Self.forEachLlama3Word(TextScanner(bytes: bytes, end: range.upperBound), from: range.lowerBound, digits: 3, body)
        case .qwen2:
            Self.forEachLlama3Word(TextScanner(bytes: bytes, end: range.upperBound), from: range.lowerBound, digits: 1, body)
        }
    }

    private static func forEachGPT2Word(_ text: TextScanner, from start: Int, _ body: (Range<Int>) -> Void) {
        var start = start
        while start < text.end {
            let end = text.gpt2WordEnd(start)
            body(start..<end)
            start = end
        }
    }

    private static func forEachLlama3Word(_ text: TextScanner, from start: Int, digits: Int, _ body: (Range<Int>) -> Void) {
        var start = start
        while start < text.end {
            let end = text.llama3WordEnd(start, digits: digits)
            body(start..<end)
            start = end
        }
    }

    private static func forEachSmolLMWord(_ text: TextScanner, from start: Int, _ body: (Range<Int>) -> Void) {
        var start = start
        var index = start
        while index < text.end {
            let (found, length) = text.character(index)
            if found == .number {
                forEachGPT2Word(TextScanner(bytes: text.bytes, end: index), from: start, body)
                body(index..<index + length)
                start = index + length
            }
            index += length
        }
        forEachGPT2Word(text, from: start, body)
    }
}
