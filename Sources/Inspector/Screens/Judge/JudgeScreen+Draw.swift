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
        let place = grid.drawSign(layout.header, frame)
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
        drawDocument(&grid, layout, board, frame)
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

    private func drawDocument(_ grid: inout Grid, _ layout: JudgeLayout, _ board: Board, _ frame: DrawContext) {
        guard let found = candidate?.document else {
            grid.rule(layout.heading, theme: frame.theme)
            if isDone { return drawDone(&grid, layout.document, board, frame) }
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

    /// All is judged: what came of it, and where one goes from here.
    private func drawDone(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let keys = frame.keys
        func line(_ command: Command, _ words: String) -> [Span] { [Span(keys(command), .key), Span(" " + words)] }
        let graded = progress.map { $0.graded == $0.total } ?? false
        let topics = board.session.topics.count
        let isAll = topics > 1 && queriesLeft == 0
        var lines = [
            [
                Span(
                    isAll
                        ? "Every document of all \(topics) queries has your verdict."
                        : "Every document of this query \(graded ? "is judged" : "has your verdict").", .strong)
            ], [],
        ]
        if let progress, progress.skipped > 0 {
            lines.append(line(.nextUnjudged, "asks again for \(Figures.count(progress.skipped, "skipped document"))"))
        }
        if queriesLeft > 0 {
            lines.append(
                line(.nextQuery, "goes to the next query: \(queriesLeft) more with documents to judge"))
        } else if topics > 1 {
            lines.append(line(.nextQuery, "goes to the next query"))
        }
        lines += [
            line(.measures, "shows the evaluation measures from the grades"),
            line(.previousDocument, "goes back to the documents, to change a verdict"),
            line(.judgeName, "lets somebody else judge"), line(.back, "leaves"),
        ]
        grid.write(
            lines: lines, in: Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height), theme: frame.theme)
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
