extension Tokenizer {
    /// A prefix of `text` that has at most `limit` tokens, cut between characters. It is the text of the first `limit` tokens,
    /// or a shorter one if that text by itself would be split into more tokens.
    ///
    /// - Returns: the prefix and its number of tokens.
    /// - Complexity: that of tokenizing `limit` times the bytes of the longest token, however long the text is and whatever it
    ///   consists of.
    public func prefix(of text: String, tokens limit: Int) -> (text: Substring, tokens: Int) {
        let limit = max(limit, 0)
        // The prefix has at most this many bytes, so the rest of a huge text is not tokenized.
        let (reach, overflow) = limit.multipliedReportingOverflow(by: vocabulary.longestByteCount)
        let head = text.beginning(byteCount: overflow || reach == .max ? .max : reach + 1)
        let tokens = encode(String(head))
        if head.endIndex == text.endIndex, tokens.count <= limit { return (head, tokens.count) }
        var kept = limit
        // A text that is cut at the end of a token may be split into other, and more, tokens. Then it is cut again, further each
        // time, so that there are few rounds.
        var step = 1
        while kept > 0 {
            let byteCount = tokens.prefix(kept).reduce(0) { $0 + vocabulary.range(of: $1).count }
            let beginning = text.beginning(byteCount: byteCount)
            let count = encode(String(beginning)).count
            if count <= limit { return (beginning, count) }
            kept -= max(count - limit, step)
            step *= 2
        }
        return (text[..<text.startIndex], 0)
    }
}

extension String {
    /// Bytes in which the edge of a character is looked for. Longer characters (a letter with many combining marks) are cut
    /// between Unicode scalars: to find their beginning takes as long as they are.
    private static let longestCharacter = 64

    /// The characters that lie wholly in the first `byteCount` bytes. O(1).
    func beginning(byteCount: Int) -> Substring {
        guard byteCount < utf8.count else { return self[...] }
        let end = scalarEdge(utf8.index(startIndex, offsetBy: max(0, byteCount)))
        let before = utf8.index(end, offsetBy: -Self.longestCharacter, limitedBy: startIndex) ?? startIndex
        let behind = utf8.index(end, offsetBy: Self.longestCharacter, limitedBy: endIndex) ?? endIndex
        let start = scalarEdge(before)
        let target = utf8.distance(from: start, to: end)
        var (edge, last) = (0, start == startIndex ? 0 : nil as Int?)
        for character in String(unicodeScalars[start..<scalarEdge(behind)]) {
            edge += character.utf8.count
            if edge > target { break }
            last = edge
        }
        return self[..<(last.map { utf8.index(start, offsetBy: $0) } ?? end)]
    }

    /// The beginning of the Unicode scalar that the index lies in.
    private func scalarEdge(_ index: Index) -> Index {
        var index = index
        while index > startIndex, index < endIndex, utf8[index] & 0xC0 == 0x80 { index = utf8.index(before: index) }
        return index
    }
}
