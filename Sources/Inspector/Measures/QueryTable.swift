import Relevance
import Terminal

extension InspectorState {
    /// The queries of the session with the measure selected, in the order asked for.
    func drawQueryTable(_ grid: inout Grid, _ layout: MeasuresLayout, theme: Theme) {
        let rect = layout.rows
        let rows = measuring.standings.rows
        let isAlone = measuring.shown == 0
        let shown = measuring.order.dropFirst(measuring.top).prefix(rect.height)
        let id = min(12, max(4, shown.map { TerminalText.width(of: rows[$0].query.id) }.max() ?? 0))
        let picture = rect.width >= 110 ? 40 : rect.width >= 90 ? 20 : 0
        let numbers = 10 + 7 + (isAlone ? 0 : 15) + picture + 2
        let text = max(4, rect.width - 3 - id - 2 - numbers)
        var titles = TerminalText.padded("query", to: id + 2 + text) + TerminalText.padded("judged", to: 10, alignment: .trailing)
        titles += TerminalText.padded("first", to: 7, alignment: .trailing)
        if !isAlone {
            titles +=
                TerminalText.padded("ranked", to: 7, alignment: .trailing)
                + TerminalText.padded("change", to: 8, alignment: .trailing)
        }
        grid.write(titles, at: Point(x: 2, y: layout.titles.y), style: theme.style(.quiet), maxWidth: rect.width - 3)
        for (line, place) in shown.enumerated() {
            let row = rows[place]
            let y = rect.y + line
            let isSelected = measuring.top + line == measuring.queryRow
            if isSelected {
                grid.fill(Rect(x: 0, y: y, width: rect.width, height: 1), style: theme.selected(.plain))
                grid.write(String(theme.marker), at: Point(x: 0, y: y), style: theme.selected(theme.style(.active)))
            }
            let base = (row.figures.first ?? nil)?.values[measuring.measure]
            let own = row.figures.indices.contains(measuring.shown) ? row.figures[measuring.shown] : nil
            let value = own?.values[measuring.measure]
            var spans = [
                Span(TerminalText.padded(TerminalText.truncated(row.query.id, to: id, ellipsis: theme.ellipsis), to: id), .quiet),
                Span("  "),
                Span(TerminalText.padded(TerminalText.truncated(row.query.text, to: text, ellipsis: theme.ellipsis), to: text)),
                Span(
                    TerminalText.padded("\(row.judgedCount)/\(row.documentCount)", to: 10, alignment: .trailing),
                    row.judgedCount == 0 ? .attention : .text),
                number(base, isAlone ? .strong : .text),
            ]
            if !isAlone { spans += [number(value, .strong), change(from: base, to: value)] }
            grid.write(spans, at: Point(x: 2, y: y), maxWidth: rect.width - 3, theme: theme, isSelected: isSelected)
            if let value, picture > 0 {
                RangePicture(value: value, open: own?.bounds?[measuring.measure], base: isAlone ? nil : base).draw(
                    &grid, Rect(x: rect.endX - picture - 1, y: y, width: picture, height: 1), theme: theme, isSelected: isSelected
                )
            }
        }
    }
}
