extension Tokenizer {
    /// A prefix of `text` that has at most `limit` tokens, cut between Unicode scalars. It is the text of the first `limit`
    /// tokens, or a shorter one if that text by itself would be split into more tokens.
    ///
    /// - Returns: the prefix and its number of tokens.
    /// - Complexity: that of tokenizing `limit` times the bytes of the longest token, however long the text is.
    public func prefix(of text: String, tokens limit: Int) -> (text: Substring, tokens: Int) {
        let limit = max(limit, 0)
        // The prefix has at most this many bytes, so the rest of a huge text is not tokenized.
        let (reach, overflow) = limit.multipliedReportingOverflow(by: vocabulary.longestByteCount)
        let head = Self.beginning(of: text[...], byteCount: overflow ? .max : reach + 1)
        let tokens = encode(String(head))
        if head.endIndex == text.endIndex, tokens.count <= limit { return (head, tokens.count) }
        var kept = limit
        while kept > 0 {
            let byteCount = tokens.prefix(kept).reduce(0) { $0 + vocabulary.range(of: $1).count }
            let beginning = Self.beginning(of: head, byteCount: byteCount)
            let count = encode(String(beginning)).count
            if count <= limit { return (beginning, count) }
            kept -= count - limit
        }
        return (text[..<text.startIndex], 0)
    }

    /// The Unicode scalars that lie wholly in the first `byteCount` bytes.
    private static func beginning(of text: Substring, byteCount: Int) -> Substring {
        guard byteCount < text.utf8.count else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: byteCount)
        while text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        return text[..<end]
    }
}
