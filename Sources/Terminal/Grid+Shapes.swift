extension Grid {
    /// Fills a rectangle, clipped to the grid, with one character. A character that is not one column wide becomes a space.
    public mutating func fill(_ rect: Rect, with character: Character = " ", style: Style = .plain) {
        var glyphs = TerminalText.Glyphs(String(character))
        let glyph = glyphs.next()
        let shown = glyph.map { $0.width == 1 ? $0.character : " " } ?? " "
        let area = rect.intersection(Rect(size))
        guard !area.isEmpty else { return }
        for y in area.y..<area.endY {
            for x in area.x..<area.endX { put(shown, width: 1, x: x, y: y, style: style) }
        }
    }

    /// Draws another grid with its top left corner at `point`, clipped to this grid. A pane that is rendered into its own grid
    /// cannot write beyond its edges. The pane's cursor, if it has one that is visible, becomes this grid's cursor.
    public mutating func draw(_ pane: Grid, at point: Point) {
        let area = Rect(x: point.x, y: point.y, width: pane.size.width, height: pane.size.height).intersection(Rect(size))
        if let cursor = pane.cursor {
            let moved = Point(x: cursor.x + point.x, y: cursor.y + point.y)
            if area.contains(moved) { self.cursor = moved }
        }
        guard !area.isEmpty else { return }
        for y in area.y..<area.endY {
            for x in area.x..<area.endX {
                let index = (y - point.y) * pane.size.width + (x - point.x)
                let cell = pane.cells[index]
                let isWide = x - point.x + 1 < pane.size.width && pane.cells[index + 1].isContinuation
                if cell.isContinuation {
                    // The left half has already drawn both halves, or it was clipped.
                    if x == area.x { put(" ", width: 1, x: x, y: y, style: cell.style) }
                } else if isWide, x + 1 < area.endX {
                    put(cell.character, width: 2, x: x, y: y, style: cell.style)
                } else {
                    put(isWide ? " " : cell.character, width: 1, x: x, y: y, style: cell.style)
                }
            }
        }
    }

    /// The line characters of a frame.
    public struct Border: Sendable, Hashable {
        let topLeft, top, topRight, side, bottomLeft, bottomRight: Character

        /// Thin lines: ┌─┐.
        public static let light = Border(
            topLeft: "┌", top: "─", topRight: "┐", side: "│", bottomLeft: "└", bottomRight: "┘")
        /// Thin lines with round corners: ╭─╮.
        public static let rounded = Border(
            topLeft: "╭", top: "─", topRight: "╮", side: "│", bottomLeft: "╰", bottomRight: "╯")
        /// Thick lines: ┏━┓.
        public static let heavy = Border(
            topLeft: "┏", top: "━", topRight: "┓", side: "┃", bottomLeft: "┗", bottomRight: "┛")
        /// Lines in ASCII: +-+.
        public static let ascii = Border(
            topLeft: "+", top: "-", topRight: "+", side: "|", bottomLeft: "+", bottomRight: "+")
    }

    /// Draws a frame along the inner edge of `rect`, with a title in its top line. The cells inside the frame do not change. In
    /// a rectangle of one row or one column it draws a plain line.
    ///
    /// - Returns: the rectangle inside the frame.
    @discardableResult
    public mutating func frame(
        _ rect: Rect, border: Border = .rounded, style: Style = .plain, title: String = "", titleStyle: Style? = nil
    ) -> Rect {
        guard !rect.isEmpty else { return rect }
        let right = rect.endX - 1
        let bottom = rect.endY - 1
        fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), with: border.top, style: style)
        fill(Rect(x: rect.x, y: bottom, width: rect.width, height: 1), with: border.top, style: style)
        fill(Rect(x: rect.x, y: rect.y, width: 1, height: rect.height), with: border.side, style: style)
        fill(Rect(x: right, y: rect.y, width: 1, height: rect.height), with: border.side, style: style)
        if rect.width > 1, rect.height > 1 {
            fill(Rect(x: rect.x, y: rect.y, width: 1, height: 1), with: border.topLeft, style: style)
            fill(Rect(x: right, y: rect.y, width: 1, height: 1), with: border.topRight, style: style)
            fill(Rect(x: rect.x, y: bottom, width: 1, height: 1), with: border.bottomLeft, style: style)
            fill(Rect(x: right, y: bottom, width: 1, height: 1), with: border.bottomRight, style: style)
        }
        if !title.isEmpty, rect.width > 6 {
            let shown = " " + TerminalText.truncated(title, to: rect.width - 6) + " "
            write(shown, at: Point(x: rect.x + 2, y: rect.y), style: titleStyle ?? style, maxWidth: rect.width - 4)
        }
        return rect.inset()
    }
}
