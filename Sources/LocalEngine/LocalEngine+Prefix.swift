import Inference
import Tokenizer

extension LocalEngine {
    /// The longest beginning of `text` that is at most `limit` tokens, cut between characters. The count is exact.
    ///
    /// - Complexity: see `Tokenizer.prefix(of:tokens:)`.
    public func prefix(of text: String, tokens limit: Int) -> TextPrefix {
        core.tokenizing {
            let prefix = core.tokenizer.prefix(of: text, tokens: min(max(0, limit), Int(Int32.max)))
            return TextPrefix(
                text: String(prefix.text), tokens: prefix.tokens, isCut: prefix.text.utf8.count < text.utf8.count)
        }
    }
}
