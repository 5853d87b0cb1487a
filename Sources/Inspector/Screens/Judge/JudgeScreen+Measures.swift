import Relevance
import Terminal

extension JudgeScreen {
    /// Two figures of this query by the grades so far; while judging is blind there is no room for them.
    func drawMeasures(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        guard !rect.isEmpty else { return }
        Heading("Measures from your grades", note: [Span(frame.keys(.measures), .key)], .after)
            .draw(&grid, rect.slice(0, 1), theme: frame.theme)
        for (row, measure) in [Measure.ndcg(at: 10), .judged(at: 10)].enumerated() {
            guard let index = EvaluationCache.measures.firstIndex(of: measure) else { continue }
            func span(_ figures: EvaluationCache.Figures?) -> Span {
                figures.map { Span(Figures.fixed($0.values[index], 3), .strong) } ?? Span("-", .quiet)
            }
            let shown = board.evaluation.shown
            var spans = [
                Span(TerminalText.padded(measure.name, to: 13)), Span("first ", .quiet), span(board.figures(0)),
            ]
            if shown > 0 { spans += [Span("  ranked ", .quiet), span(board.figures(shown))] }
            if let open = board.figures(shown)?.bounds?[index], open.upperBound > open.lowerBound {
                spans.append(
                    Span("  open \(Figures.fixed(open.lowerBound, 3))-\(Figures.fixed(open.upperBound, 3))", .quiet))
            }
            grid.write(
                spans, at: Point(x: rect.x + 1, y: rect.y + 1 + row), maxWidth: rect.width - 2, theme: frame.theme)
        }
    }
}
