import Relevance
import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// One document to grade, with what is asked and the grades always in view. Until this judge's grade is given nothing here
    /// depends on the model, the rankings or other judges, unless judging is unblinded.
    func drawJudge(_ grid: inout Grid, theme: Theme) {
        let layout = JudgeLayout(self)
        let header = drawUnsaved(&grid, layout.header, theme: theme)
        drawJudgeHeader(&grid, header, theme: theme)
        if layout.isBeside {
            drawAsked(&grid, layout.need, theme: theme)
        } else {
            for (row, line) in need(width: layout.need.width - 2, rows: layout.need.height, theme: theme).enumerated() {
                grid.write(line, at: Point(x: 1, y: layout.need.y + row), maxWidth: layout.need.width - 2, theme: theme)
            }
        }
        drawJudged(&grid, layout, theme: theme)
        drawLiveMeasures(&grid, layout.measures, theme: theme)
        drawLegend(&grid, layout, theme: theme)
        drawFacts(&grid, layout, theme: theme)
        if layout.isBeside {
            grid.fill(layout.divider, with: theme.dividerGlyph, style: theme.style(.rule))
            grid.write(String(theme.teeDown), at: layout.divider.origin, style: theme.style(.rule))
            for row in [layout.measures.y, layout.legend.y, layout.facts.y] where row > layout.divider.y {
                grid.write(String(theme.teeRight), at: Point(x: layout.divider.x, y: row), style: theme.style(.rule))
            }
        }
    }

    // MARK: The header

    /// Who judges, on what scale, blind or not.
    var judgeStatus: [Span] {
        let sight =
            judging.isAdjudicating
            ? Span("ADJUDICATING", .failure) : session.plan.isBlind ? Span("blind", .active) : Span("UNBLINDED", .failure)
        let seen =
            session.plan.isBlind && !judging.isAdjudicating && judging.seenCount > 0
            ? [Span(", \(judging.seenCount) seen before", .attention)] : []
        return [Span(session.judge), Span("  scale ", .quiet), Span(session.scale.name), Span("  "), sight] + seen
    }

    private var judgeTitle: [Span] {
        var title = [Span("judge  ", .activeHeading)]
        if session.topics.count > 1, let place = topicPlace, size.width >= 60 {
            title.append(Span("\(place + 1)/\(session.topics.count)  ", .quiet))
        }
        return title
    }

    /// Whether the header has room for all of the query; it shows none of it otherwise.
    var judgeHeaderHasQuery: Bool {
        TerminalText.width(of: query.text) <= size.width - judgeTitle.width - judgeStatus.width - 4
    }

    private func drawJudgeHeader(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let right = judgeStatus
        var left = judgeTitle
        let rightWidth = min(right.width, max(0, rect.width - left.width - 2))
        grid.write(right, at: Point(x: rect.endX - 1 - rightWidth, y: rect.y), maxWidth: rightWidth, theme: theme)
        if query.text.isEmpty {
            left.append(Span("no query", .quiet))
        } else if judgeHeaderHasQuery {
            left.append(Span(query.text, .strong))
        }
        grid.write(left, at: Point(x: rect.x + 1, y: rect.y), maxWidth: max(0, rect.width - rightWidth - 3), theme: theme)
        if rect.height > 1 { drawJudgeProgress(&grid, rect.slice(1, 1), theme: theme) }
    }

    /// How far the judge is: a bar of all documents, and in numbers.
    private func drawJudgeProgress(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard let progress = judging.progress, progress.total > 0 else { return }
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
        if let pace = judging.pace {
            let each = Span("  \(Figures.duration(pace)) each", .quiet)
            let left = Span("  ETA \(Figures.duration(pace * Double(progress.left)))", .quiet)
            for span in progress.left > 0 ? [left, each] : [each] where spans.width + [span].width <= rect.width - 2 {
                spans.append(span)
            }
        }
        let used = grid.write(spans, at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
        let order = judging.isAdjudicating ? "where judges disagree" : session.plan.order.rawValue
        let room = rect.width - used - 6
        if TerminalText.width(of: order) + 6 <= room {
            let orderSpans = [Span("order ", .quiet), Span(order, session.plan.order.hint == nil ? .quiet : .attention)]
            grid.write(
                orderSpans, at: Point(x: rect.endX - 1 - orderSpans.width, y: rect.y), maxWidth: orderSpans.width, theme: theme)
        }
    }

    // MARK: The document

    private func drawJudged(_ grid: inout Grid, _ layout: JudgeLayout, theme: Theme) {
        grid.rule(layout.heading, theme: theme)
        guard let document = judging.candidate?.document else { return drawNothingToJudge(&grid, layout, theme: theme) }
        let count = flows.document.lines.count
        let note =
            count > layout.document.height
            ? "line \(judging.top + 1)-\(min(count, judging.top + layout.document.height)) of \(count)" : ""
        let room = layout.heading.width - note.count - 8
        grid.write(
            " \(TerminalText.truncated(document.id, to: max(4, room), ellipsis: theme.ellipsis)) ",
            at: Point(x: layout.heading.x + 1, y: layout.heading.y), style: theme.style(.activeHeading),
            maxWidth: layout.heading.width - 2)
        if !note.isEmpty, layout.heading.width > note.count + 12 {
            grid.write(
                " \(note) ", at: Point(x: layout.heading.endX - note.count - 3, y: layout.heading.y), style: theme.style(.quiet))
        }
        if document.content.isEmpty {
            return write(&grid, [Span("This document has no text.", .quiet)], layout.document, theme)
        }
        for (row, line) in flows.document.lines.dropFirst(judging.top).prefix(layout.document.height).enumerated() {
            grid.write(
                line, at: Point(x: layout.document.x + 1, y: layout.document.y + row), maxWidth: layout.document.width - 2
            ) { tag in
                switch Highlighter.Kind(rawValue: tag % Highlighter.kinds) {
                case .term: theme.style(.term)
                case .match: theme.style(.match)
                default: flows.isTitle(tag) ? theme.style(.strong) : .plain
                }
            }
        }
    }

    private func drawNothingToJudge(_ grid: inout Grid, _ layout: JudgeLayout, theme: Theme) {
        let lines = [
            [Span("Nothing to judge yet: this query has no documents.", .strong)],
            [Span(key(.candidates), .key), Span(" opens candidates: a BEIR folder, a TREC run, JSON lines, TSV, text files")],
            [Span(key(.back), .key), Span(" goes back")],
        ]
        for (row, line) in lines.enumerated() where row < layout.document.height {
            grid.write(
                line, at: Point(x: layout.document.x + 1, y: layout.document.y + row), maxWidth: layout.document.width - 2,
                theme: theme)
        }
    }
}
