import Inference
import Tokenizer

extension LocalEngine {
    /// The longest beginning of `text` that is at most `limit` tokens, cut between characters. The count is exact.
    ///
    /// - Complexity: that of tokenizing `limit` times the bytes of the longest token, however long the text is.
    public func prefix(of text: String, tokens limit: Int) -> TextPrefix { core.tokenizing { cut(text, limit) } }

    private func cut(_ text: String, _ limit: Int) -> TextPrefix {
        let limit = min(max(0, limit), Int(Int32.max))
        // The prefix has at most this many bytes: `limit` times the longest token. So the rest of a huge text is not tokenized.
        let reach = (limit + 1) * max(1, core.texts.longest)
        var prefix = text[...]
        if let end = text.utf8.index(text.startIndex, offsetBy: reach, limitedBy: text.endIndex) {
            prefix = text[..<text.characterEdge(atOrBefore: end)]
        }
        var tokens = core.tokenizer.encode(String(prefix))
        if prefix.endIndex == text.endIndex, tokens.count <= limit {
            return TextPrefix(text: text, tokens: tokens.count, isCut: false)
        }
        // A text that is cut at the end of a token may be split into different, and more, tokens. Then it is cut again.
        repeat {
            let bytes = tokens.prefix(limit).reduce(0) { $0 + core.texts[$1].count }
            let end = text.utf8.index(text.startIndex, offsetBy: bytes, limitedBy: prefix.endIndex) ?? prefix.endIndex
            prefix = text[..<text.characterEdge(atOrBefore: end)]
            tokens = core.tokenizer.encode(String(prefix))
        } while tokens.count > limit
        return TextPrefix(text: String(prefix), tokens: tokens.count, isCut: true)
    }
}

extension String {
    /// The last index at or before `index` that does not lie inside a character.
    func characterEdge(atOrBefore index: Index) -> Index {
        var index = index
        while index > startIndex, Index(index, within: self) == nil { index = utf8.index(before: index) }
        return index
    }
}
