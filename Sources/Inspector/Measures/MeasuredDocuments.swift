import Relevance
import Sessions
import Terminal

extension InspectorState {
    /// The documents the measure selected looks at, and what each added.
    func drawMeasuredDocuments(_ grid: inout Grid, _ titles: Rect, _ rect: Rect, selected: Int?, theme: Theme) {
        let documents = measuring.documents
        guard !documents.isEmpty else {
            return write(&grid, [Span("Nothing is judged yet for this query.", .quiet)], rect, theme)
        }
        let shown = documents.dropFirst(selected == nil ? 0 : measuring.top).prefix(rect.height)
        let id = min(18, max(4, shown.filter { !$0.isHidden }.map { TerminalText.width(of: $0.id) }.max() ?? 0))
        let label = rect.width >= 70 ? 24 : 12
        let bar = max(0, min(24, rect.width - 5 - id - 2 - label - 8 - 12))
        let most = documents.map { abs($0.share) }.max() ?? 0
        let words = "rank  " + TerminalText.padded("id", to: id + 2) + TerminalText.padded("grade", to: label) + "  added"
        grid.write(words, at: Point(x: titles.x + 1, y: titles.y), style: theme.style(.quiet), maxWidth: titles.width - 2)
        for (line, document) in shown.enumerated() {
            let y = rect.y + line
            let isSelected = selected.map { $0 == measuring.top + line } ?? false
            if isSelected {
                grid.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), style: theme.selected(.plain))
                grid.write(String(theme.marker), at: Point(x: rect.x, y: y), style: theme.selected(theme.style(.active)))
            }
            if document.isHidden {
                let spans = [
                    Span(TerminalText.padded(String(document.rank), to: 4, alignment: .trailing)), Span("  "),
                    Span("not judged yet: hidden while blind", .quiet),
                ]
                grid.write(spans, at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme, isSelected: isSelected)
                continue
            }
            let grade = document.grade.map { "\($0) \(session.scale.grade($0)?.label ?? "")".trimmed } ?? "not judged"
            let spans = [
                Span(TerminalText.padded(String(document.rank), to: 4, alignment: .trailing)), Span("  "),
                Span(
                    TerminalText.padded(TerminalText.truncated(document.id, to: id, ellipsis: theme.ellipsis), to: id + 2), .quiet
                ),
                Span(
                    TerminalText.padded(TerminalText.truncated(grade, to: label - 1, ellipsis: theme.ellipsis), to: label),
                    document.grade == nil ? .attention : .grade),
                Span(
                    TerminalText.padded(
                        document.share == 0 ? String(theme.dot) : Figures.fixed(document.share, 3), to: 7, alignment: .trailing),
                    document.share == 0 ? .quiet : .strong),
                Span("  "),
            ]
            let used = grid.write(
                spans, at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme, isSelected: isSelected)
            grid.write(
                [Span(theme.bar(most > 0 ? abs(document.share) / most : 0, width: bar), .bar)],
                at: Point(x: rect.x + 1 + used, y: y),
                maxWidth: max(0, rect.width - used - 2), theme: theme, isSelected: isSelected)
            let titleX = rect.x + 1 + used + bar + 2
            if rect.endX - titleX >= 8, let found = documentPlaces[document.id].flatMap(candidate)?.document {
                grid.write(
                    [Span(found.title.isEmpty ? String(found.text.prefix(200)) : found.title, .quiet)],
                    at: Point(x: titleX, y: y),
                    maxWidth: rect.endX - titleX - 1, theme: theme, isSelected: isSelected)
            }
        }
    }
}
