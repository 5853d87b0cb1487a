import Terminal

extension [Span] {
    /// Broken into lines of a width.
    func wrapped(width: Int) -> [[Span]] {
        var flow = Flow(width: Swift.max(8, width))
        for (tag, span) in enumerated() { flow.append(span.text, tag: tag) }
        return flow.lines.map { line in
            // A line may end in the space after its last word, one column too far.
            let end = (line.lastIndex { $0.character != " " } ?? -1) + 1
            return line[..<end].reduce(into: [(tag: Int, text: String)]()) { pieces, glyph in
                if pieces.last?.tag == glyph.tag {
                    pieces[pieces.count - 1].text.append(glyph.character)
                } else {
                    pieces.append((glyph.tag, String(glyph.character)))
                }
            }.map { Span($0.text, self[$0.tag].role) }
        }
    }
}

extension Grid {
    /// A sentence, wrapped, at the top of a pane.
    mutating func write(wrapped spans: [Span], in rect: Rect, theme: Theme) {
        var flow = Flow(width: max(1, rect.width - 2))
        for (tag, span) in spans.enumerated() { flow.append(span.text, tag: tag) }
        for (row, line) in flow.lines.prefix(max(0, rect.height)).enumerated() {
            write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2) { theme.style(spans[$0].role) }
        }
    }

    /// Lines one under the other, as many as fit.
    mutating func write(lines: some Sequence<[Span]>, in rect: Rect, theme: Theme) {
        for (row, line) in lines.prefix(max(0, rect.height)).enumerated() {
            write(line, at: Point(x: rect.x, y: rect.y + row), maxWidth: rect.width, theme: theme)
        }
    }
}
