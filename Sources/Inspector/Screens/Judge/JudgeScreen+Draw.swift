import Relevance
import Reranking
import Sessions
import Terminal

extension JudgeScreen {
    /// Until this judge's grade is given, nothing here depends on the model, the rankings or other judges, unless judging is
    /// unblinded.
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let layout = layout(board, frame.size)
        let header = JudgeHeader(screen: self, board: board, size: frame.size)
        let place = grid.drawUnsaved(layout.header, frame)
        header.draw(&grid, place, theme: theme)
        let panels = JudgePanels(screen: self, board: board, frame: frame)
        if layout.isBeside {
            panels.drawAsked(&grid, layout.need)
        } else {
            let width = layout.need.width - 2
            let need = need(board, isQueryInHeader: header.hasQuery)
            grid.write(
                lines: need.lines(width: width, rows: layout.need.height, key: frame.keys(.need), theme: theme),
                in: Rect(x: 1, y: layout.need.y, width: width, height: layout.need.height), theme: theme)
        }
        drawDocument(&grid, layout, frame)
        panels.drawMeasures(&grid, layout.measures)
        panels.drawLegend(&grid, layout)
        panels.drawFacts(&grid, layout)
        guard layout.isBeside else { return }
        grid.fill(layout.divider, with: theme.dividerGlyph, style: theme.style(.rule))
        grid.write(String(theme.teeDown), at: layout.divider.origin, style: theme.style(.rule))
        for row in [layout.measures.y, layout.legend.y, layout.facts.y] where row > layout.divider.y {
            grid.write(String(theme.teeRight), at: Point(x: layout.divider.x, y: row), style: theme.style(.rule))
        }
    }

    // MARK: The document

    private func drawDocument(_ grid: inout Grid, _ layout: JudgeLayout, _ frame: DrawContext) {
        guard let found = candidate?.document else {
            grid.rule(layout.heading, theme: frame.theme)
            return drawNothingToJudge(&grid, layout.document, frame)
        }
        let count = document.lineCount
        let note =
            count > layout.document.height
            ? "line \(top + 1)-\(min(count, top + layout.document.height)) of \(count)" : ""
        Heading(found.id, .activeHeading, note: layout.heading.width > note.count + 12 ? note : "", .kept)
            .draw(&grid, layout.heading, theme: frame.theme)
        if found.content.isEmpty {
            return grid.write(wrapped: [Span("This document has no text.", .quiet)], in: layout.document, theme: frame.theme)
        }
        document.draw(&grid, layout.document, top: top, theme: frame.theme)
    }

    private func drawNothingToJudge(_ grid: inout Grid, _ rect: Rect, _ frame: DrawContext) {
        let lines = [
            [Span("Nothing to judge yet: this query has no documents.", .strong)],
            [
                Span(frame.keys(.candidates), .key),
                Span(" opens candidates: a BEIR folder, a TREC run, JSON lines, TSV, text files"),
            ],
            [Span(frame.keys(.back), .key), Span(" goes back")],
        ]
        grid.write(
            lines: lines, in: Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height), theme: frame.theme)
    }
}
