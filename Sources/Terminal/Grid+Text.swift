extension Grid {
    /// Writes `text` on one line from `point`, over at most `maxWidth` columns. What lies left of the grid or above,
    /// below or right of it is cut; so is a wide character with room for only one half.
    ///
    /// - Returns: the columns used, counted from `point`.
    /// - Complexity: O(columns), however long the text is.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol, at point: Point, style: Style = .plain, maxWidth: Int = .max
    ) -> Int {
        write(TerminalText.Glyphs(text), at: point, maxWidth: maxWidth) { _ in style }
    }

    /// As `write`, ending in an ellipsis where the text does not fit.
    @discardableResult
    public mutating func write(
        truncating text: some StringProtocol, at point: Point, style: Style = .plain, maxWidth: Int
    ) -> Int {
        write(TerminalText.truncated(text, to: maxWidth), at: point, style: style, maxWidth: maxWidth)
    }

    /// Writes a part of a styled text (a line of its wrapping), or all of it.
    @discardableResult
    public mutating func write(
        _ styled: StyledText, range: Range<String.Index>? = nil, at point: Point, maxWidth: Int = .max
    ) -> Int {
        let part = range.map { $0.clamped(to: styled.text.startIndex..<styled.text.endIndex) }
        let text = part.map { styled.text[$0] } ?? styled.text[...]
        var run = styled.firstRun(endingAfter: styled.offset(text.startIndex))
        return write(TerminalText.Glyphs(text), at: point, maxWidth: maxWidth) { glyph in
            let offset = styled.offset(glyph.range.lowerBound)
            while run < styled.runs.count, styled.runs[run].end <= offset { run += 1 }
            return run < styled.runs.count ? styled.runs[run].style : .plain
        }
    }

    private mutating func write(
        _ glyphs: TerminalText.Glyphs, at point: Point, maxWidth: Int, style: (TerminalText.Glyph) -> Style
    ) -> Int {
        guard point.y >= 0, point.y < size.height, point.x < size.width, maxWidth > 0 else { return 0 }
        let end = point.x + min(maxWidth, size.width - point.x)
        var x = point.x
        for glyph in glyphs {
            if glyph.isTab {
                let stop = min(x + glyph.width, end)
                let style = style(glyph)
                while x < stop {
                    if x >= 0 { put(" ", width: 1, x: x, y: point.y, style: style) }
                    x += 1
                }
            } else {
                guard x + glyph.width <= end else { break }
                if x >= 0 {
                    put(glyph.character, width: glyph.width, x: x, y: point.y, style: style(glyph))
                } else if x + glyph.width > 0 {
                    put(" ", width: 1, x: 0, y: point.y, style: style(glyph))
                }
                x += glyph.width
            }
            if x >= end { break }
        }
        return x - point.x
    }
}
