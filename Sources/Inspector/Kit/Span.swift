import Terminal

/// A stretch of text and what it means.
struct Span: Sendable, Hashable {
    var text: String
    var role: Theme.Role

    init(_ text: String, _ role: Theme.Role = .text) {
        self.text = text
        self.role = role
    }
}

extension [Span] {
    var width: Int { reduce(0) { $0 + TerminalText.width(of: $1.text) } }
}

extension Grid {
    /// Writes spans one after the other, and cuts them with an ellipsis where they do not fit. Returns the columns used.
    @discardableResult
    mutating func write(_ spans: [Span], at point: Point, maxWidth: Int, theme: Theme, isSelected: Bool = false) -> Int {
        var x = 0
        for span in spans where x < maxWidth {
            let style = theme.style(span.role)
            x += write(
                TerminalText.truncated(span.text, to: maxWidth - x, ellipsis: theme.ellipsis),
                at: Point(x: point.x + x, y: point.y), style: isSelected ? theme.selected(style) : style, maxWidth: maxWidth - x)
        }
        return x
    }

    /// A horizontal line.
    mutating func rule(_ rect: Rect, theme: Theme) {
        fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), with: theme.ruleGlyph, style: theme.style(.rule))
    }
}

extension Rect {
    /// Some of its rows.
    func slice(_ first: Int, _ count: Int) -> Rect { Rect(x: x, y: y + first, width: width, height: count) }
}
