extension TerminalText {
    /// The sanitized `text` if it fits into `width` columns; otherwise `ellipsis` followed by its end: the end of a path says
    /// most. O(n).
    public static func tail(of text: some StringProtocol, to width: Int, _ ellipsis: Character = "…") -> String {
        let whole = sanitized(text)
        var room = width - Self.width(of: whole)
        if room >= 0 { return whole }
        guard width > 1 else { return truncated(whole, to: width, ellipsis: ellipsis) }
        room = width - 1
        var start = whole.endIndex
        while start > whole.startIndex {
            let before = whole.index(before: start)
            let columns = Self.width(of: whole[before..<start])
            guard columns <= room else { break }
            (start, room) = (before, room - columns)
        }
        return String(ellipsis) + whole[start...]
    }
}
