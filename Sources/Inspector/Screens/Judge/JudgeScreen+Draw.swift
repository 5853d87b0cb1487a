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
        let header = grid.drawUnsaved(layout.header, frame)
        drawHeader(&grid, header, board, frame)
        if layout.isBeside {
            drawAsked(&grid, layout.need, board, frame)
        } else {
            let width = layout.need.width - 2
            let need = need(board, isQueryInHeader: headerHasQuery(board, frame.size))
            grid.write(
                lines: need.lines(width: width, rows: layout.need.height, key: frame.keys(.need), theme: theme),
                in: Rect(x: 1, y: layout.need.y, width: width, height: layout.need.height), theme: theme)
        }
        drawDocument(&grid, layout, frame)
        drawMeasures(&grid, layout.measures, board, frame)
        drawLegend(&grid, layout, board, frame)
        drawFacts(&grid, layout, board, theme: theme)
        guard layout.isBeside else { return }
        grid.fill(layout.divider, with: theme.dividerGlyph, style: theme.style(.rule))
        grid.write(String(theme.teeDown), at: layout.divider.origin, style: theme.style(.rule))
        for row in [layout.measures.y, layout.legend.y, layout.facts.y] where row > layout.divider.y {
            grid.write(String(theme.teeRight), at: Point(x: layout.divider.x, y: row), style: theme.style(.rule))
        }
    }

    // MARK: The header

    /// Who judges, on what scale, blind or not.
    private func status(_ board: Board) -> [Span] {
        let session = board.session
        let sight =
            isAdjudicating
            ? Span("ADJUDICATING", .failure) : session.plan.isBlind ? Span("blind", .active) : Span("UNBLINDED", .failure)
        let seen =
            session.plan.isBlind && !isAdjudicating && seenCount > 0
            ? [Span(", \(seenCount) seen before", .attention)] : []
        return [Span(session.judge), Span("  scale ", .quiet), Span(session.scale.name), Span("  "), sight] + seen
    }

    private func title(_ board: Board, _ size: Size) -> [Span] {
        var title = [Span("judge  ", .activeHeading)]
        if board.session.topics.count > 1, let index = board.topicIndex, size.width >= 60 {
            title.append(Span("\(index + 1)/\(board.session.topics.count)  ", .quiet))
        }
        return title
    }

    /// Whether the header has room for all of the query; it shows none of it otherwise.
    func headerHasQuery(_ board: Board, _ size: Size) -> Bool {
        TerminalText.width(of: board.query.text) <= size.width - title(board, size).width - status(board).width - 4
    }

    private func drawHeader(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let right = status(board)
        var left = title(board, frame.size)
        let rightWidth = min(right.width, max(0, rect.width - left.width - 2))
        grid.write(right, at: Point(x: rect.endX - 1 - rightWidth, y: rect.y), maxWidth: rightWidth, theme: theme)
        if board.query.text.isEmpty {
            left.append(Span("no query", .quiet))
        } else if headerHasQuery(board, frame.size) {
            left.append(Span(board.query.text, .strong))
        }
        grid.write(left, at: Point(x: rect.x + 1, y: rect.y), maxWidth: max(0, rect.width - rightWidth - 3), theme: theme)
        if rect.height > 1 { drawProgress(&grid, rect.slice(1, 1), board.session.plan, theme: theme) }
    }

    /// How far the judge is: a bar of all documents, and in numbers.
    private func drawProgress(_ grid: inout Grid, _ rect: Rect, _ plan: JudgingPlan, theme: Theme) {
        guard let progress, progress.total > 0 else { return }
        let width = rect.width >= 150 ? 40 : rect.width >= 100 ? 24 : rect.width >= 70 ? 12 : 0
        var spans: [Span] = []
        var cells = 0
        var counted = 0
        for (count, glyph, role) in [
            (progress.graded, theme.progressDone, Theme.Role.grade), (progress.cannotTell, theme.cannotTellGlyph, .attention),
            (progress.skipped, theme.skippedGlyph, .attention), (progress.left, theme.progressLeft, .rule),
        ] {
            counted += count
            let end = counted * width / progress.total
            spans.append(Span(String(repeating: glyph, count: end - cells), role))
            cells = end
        }
        spans += [Span(width > 0 ? "  " : ""), Span("\(progress.graded) judged", .strong), Span(" of \(progress.total)")]
        if progress.skipped > 0 { spans.append(Span("  \(progress.skipped) skipped", .attention)) }
        if progress.cannotTell > 0 { spans.append(Span("  \(progress.cannotTell) can't tell", .attention)) }
        spans.append(Span("  \(progress.left) left", .quiet))
        if let pace {
            let each = Span("  \(Figures.duration(pace)) each", .quiet)
            let left = Span("  ETA \(Figures.duration(pace * Double(progress.left)))", .quiet)
            for span in progress.left > 0 ? [left, each] : [each] where spans.width + [span].width <= rect.width - 2 {
                spans.append(span)
            }
        }
        let used = grid.write(spans, at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
        let order = isAdjudicating ? "where judges disagree" : plan.order.rawValue
        let room = rect.width - used - 6
        if TerminalText.width(of: order) + 6 <= room {
            let orderSpans = [Span("order ", .quiet), Span(order, plan.order.hint == nil ? .quiet : .attention)]
            grid.write(
                orderSpans, at: Point(x: rect.endX - 1 - orderSpans.width, y: rect.y), maxWidth: orderSpans.width, theme: theme)
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
