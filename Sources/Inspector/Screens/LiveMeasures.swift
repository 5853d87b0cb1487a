import Relevance
import Terminal

extension InspectorState {
    /// Two figures of this query by the grades so far.
    func drawLiveMeasures(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard !rect.isEmpty else { return }
        sideHeading(&grid, rect.slice(0, 1), "What the grades say", theme: theme, note: [Span(key(.measures), .key)])
        for (row, measure) in [Measure.ndcg(at: 10), .judged(at: 10)].enumerated() {
            guard let index = Standings.measures.firstIndex(of: measure) else { continue }
            func span(_ figures: Standings.Figures?) -> Span {
                figures.map { Span(Figures.fixed($0.values[index], 3), .strong) } ?? Span("-", .quiet)
            }
            var spans = [Span(TerminalText.padded(measure.name, to: 13)), Span("first ", .quiet), span(figures(0))]
            if measuring.shown > 0 { spans += [Span("  ranked ", .quiet), span(figures(measuring.shown))] }
            if let open = figures(measuring.shown)?.bounds?[index], open.upperBound > open.lowerBound {
                spans.append(
                    Span("  open \(Figures.fixed(open.lowerBound, 3))-\(Figures.fixed(open.upperBound, 3))", .quiet))
            }
            grid.write(spans, at: Point(x: rect.x + 1, y: rect.y + 1 + row), maxWidth: rect.width - 2, theme: theme)
        }
    }
}
