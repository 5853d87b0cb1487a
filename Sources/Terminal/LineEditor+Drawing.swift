extension LineEditor {
    /// The part of the line that is visible in `width` columns, and the cursor's column in it. A longer line is scrolled in
    /// steps of a quarter of the width, so that the cursor stays visible. "…" marks hidden text.
    public func window(width: Int) -> (text: String, cursor: Int) {
        guard width > 0 else { return ("", 0) }
        let before = TerminalText.sanitized(textBeforeCursor)
        let whole = TerminalText.sanitized(text)
        // One column stays free for the cursor after the last character.
        guard TerminalText.width(of: whole) >= width else { return (whole, TerminalText.width(of: before)) }
        var start = 0
        var column = TerminalText.width(of: before)
        if column > width - 1 {
            // Scroll in steps of a quarter of the width, so that not every key moves the whole line.
            let step = max(1, width / 4)
            let hidden = ((column - (width - 1)) + step - 1) / step * step
            start = hidden
            column -= hidden
        }
        var shown = ""
        var x = 0
        for glyph in TerminalText.Glyphs(whole) {
            let place = x - start
            x += glyph.width
            if place < 0 {
                // Half of a wide character at the edge keeps its column.
                if place + glyph.width > 0 { shown += " " }
                continue
            }
            guard place + glyph.width <= width else { break }
            shown.append(glyph.character)
        }
        if start > 0 { shown = Self.marked(shown, atEnd: false) }
        if x - start > width, column < width - 1 { shown = Self.marked(shown, atEnd: true) }
        return (shown, column)
    }

    /// The text with its first or last character replaced by an ellipsis.
    private static func marked(_ text: String, atEnd: Bool) -> String {
        guard let edge = atEnd ? text.last : text.first else { return text }
        let rest = atEnd ? text.dropLast() : text.dropFirst()
        let filler = TerminalText.width(of: String(edge)) == 2 ? " " : ""
        return atEnd ? rest + filler + "…" : "…" + filler + rest
    }
}

extension Grid {
    /// Draws the visible part of a line editor over `width` columns, and places the grid's cursor in it.
    public mutating func write(_ editor: LineEditor, at point: Point, style: Style = .plain, width: Int) {
        let window = editor.window(width: width)
        fill(Rect(x: point.x, y: point.y, width: width, height: 1), style: style)
        write(window.text, at: point, style: style, maxWidth: width)
        cursor = Point(x: point.x + window.cursor, y: point.y)
    }
}
