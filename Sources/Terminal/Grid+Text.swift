extension Grid {
    /// Writes `text` on one line, starting at `point`, in at most `maxWidth` columns. It is clipped to the grid. A wide
    /// character with room for only one half is not shown.
    ///
    /// - Returns: the columns used, counted from `point`.
    /// - Complexity: O(columns), however long the text is.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol, at point: Point, style: Style = .plain, maxWidth: Int = .max
    ) -> Int {
        guard point.y >= 0, point.y < size.height, point.x < size.width, maxWidth > 0 else { return 0 }
        let end = point.x + min(maxWidth, size.width - point.x)
        var x = point.x
        for glyph in TerminalText.Glyphs(text) {
            if glyph.isTab {
                let stop = min(x + glyph.width, end)
                while x < stop {
                    if x >= 0 { put(" ", width: 1, x: x, y: point.y, style: style) }
                    x += 1
                }
            } else {
                guard x + glyph.width <= end else { break }
                if x >= 0 {
                    put(glyph.character, width: glyph.width, x: x, y: point.y, style: style)
                } else if x + glyph.width > 0 {
                    put(" ", width: 1, x: 0, y: point.y, style: style)
                }
                x += glyph.width
            }
            if x >= end { break }
        }
        return x - point.x
    }
}
