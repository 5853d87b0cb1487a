import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

extension CompareScreen {
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let layout = layout(frame.size)
        drawHeader(&grid, layout.header, board, frame)
        if !isZoomed {
            switch view {
            case .documents, .moves: drawDocuments(&grid, layout, board, frame)
            case .queries: drawQueries(&grid, layout, frame)
            case .pictures: drawPictures(&grid, layout, frame)
            }
        }
        drawDistributions(&grid, layout.distributions, board, theme: theme)
        guard !layout.sides.isEmpty else { return }
        for (isB, system) in [(false, a), (true, b)] {
            CompareSidePane(
                isB: isB, system: system, document: selected, board: board,
                thought: isB ? thoughts.b : thoughts.a, parting: thoughts.parting,
                top: thoughtTop, isPaired: !layout.distributions.isEmpty, frame: frame
            ).draw(&grid, layout.side(b: isB))
        }
        if !layout.document.isEmpty {
            Heading("Document", note: selected?.id ?? "").draw(&grid, layout.document.slice(0, 1), theme: theme)
            document.draw(&grid, layout.document.slice(1, layout.document.height - 1), top: 0, theme: theme)
        }
        let first = layout.side(b: false)
        if layout.sides.x > 0 || first.width < layout.sides.width {
            let x = layout.sides.x > 0 ? layout.sides.x - 1 : first.endX
            let height = layout.sides.x > 0 ? layout.sides.height + layout.document.height : first.height
            grid.fill(
                Rect(x: x, y: layout.sides.y, width: 1, height: height), with: theme.dividerGlyph, style: theme.style(.rule))
        }
    }

    private func drawDistributions(_ grid: inout Grid, _ rect: Rect, _ board: Board, theme: Theme) {
        guard !rect.isEmpty, let paired, let a = paired.a.answered, let b = paired.b.answered else { return }
        let apart = selected?.wasserstein.map { "Wasserstein \(Figures.fixed($0)) answers" } ?? ""
        let document = selected.flatMap { board.rows.documents[$0.id] }.flatMap(board.candidate)?.document
        let title = [document?.id ?? "", document?.title ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
        Heading("Both distributions  \(title)", note: apart).draw(&grid, rect.slice(0, 1), theme: theme)
        let mode = self.a.run(of: board.query.id, in: board.session)?.settings.mode ?? .reasoned
        PairedDistributions(a: a, b: b, labels: mode.choices, answers: (paired.a.answer, paired.b.answer)).draw(
            &grid, Rect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1), theme: theme)
    }

    // MARK: The header

    private func drawHeader(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let place = grid.drawSign(rect.slice(0, min(1, rect.height)), frame)
        let topics = board.session.topics.count
        let count = topics > 1 ? "query \((board.topicIndex ?? 0) + 1)/\(topics)" : ""
        let room = max(0, place.width - count.count - 3)
        grid.write(
            [Span("compare  ", .activeHeading), Span(board.query.text, .strong)], at: Point(x: 1, y: rect.y), maxWidth: room - 1,
            theme: theme)
        grid.write(count, at: Point(x: max(0, place.endX - 1 - count.count), y: rect.y), style: theme.style(.quiet))
        let lines =
            [sideSpans(board, width: rect.width)]
            + (view.isOfDocuments
                ? [measureSpans(board, width: rect.width - 2), agreementSpans(board, width: rect.width - 2)]
                : wholeLines(width: rect.width - 2))
        let shown = rect.height >= 4 ? lines : Array(lines.prefix(1))
        grid.write(lines: shown, in: Rect(x: 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1), theme: theme)
    }

    /// Who A and B are.
    private func sideSpans(_ board: Board, width: Int) -> [Span] {
        func spans(_ letter: String, _ system: ComparedSystem) -> [Span] {
            let name = TerminalText.truncated(system.name(in: board.session), to: max(8, width / 2 - 8))
            let run = system.run(of: board.query.id, in: board.session).flatMap { $0.isUnderWay ? $0 : nil }
            let progress = run.map { run in
                let rate = RunProgress(run: run, isLive: true, clock: board.time.clock).documentsPerSecond
                return "  \(run.counts.all - run.counts.unscored)/\(run.counts.all)"
                    + (rate.map { ", \(Figures.rate($0)) docs/s" } ?? "")
            }
            return [Span(letter + " ", .key), Span(name), Span(progress ?? "", .active)]
        }
        let both = !board.isReplay && [a, b].allSatisfy { $0.run(of: board.query.id, in: board.session)?.isUnderWay ?? false }
        return spans("A", a) + [Span("   ")] + spans("B", b)
            + (both ? [Span("   both at once, sharing this machine", .quiet)] : [])
    }

    /// Both values of the measure for the query shown.
    private func measureSpans(_ board: Board, width: Int) -> [Span] {
        guard let one, let measure = one.measures.first, let pair = query?.values.first else {
            if let query, !query.isFinished, one?.measures.isEmpty == false {
                let left = Figures.count(query.unscored, "document")
                return [
                    Span(
                        board.isRunning
                            ? "measured when both sides are done: \(left) left" : "not measured: \(left) not scored", .quiet)
                ]
            }
            let isJudged = one?.measures.isEmpty == false
            return [
                Span(isJudged ? "no grade for this query" : "not judged: the rankings alone are compared", .quiet)
            ]
        }
        var spans = [
            Span(measure.measure.name + "  ", .quiet), Span("A "), Span(Figures.fixed(pair.a, 3), .strong), Span("  B "),
            Span(Figures.fixed(pair.b, 3), .strong), Span("  "), .change(from: pair.a, to: pair.b),
        ]
        if let judged = query?.judged10 {
            spans.append(Span("   judged@10 \(Figures.fixed(judged.a)) \(Figures.fixed(judged.b))", .quiet))
        }
        guard let bounds = measure.bounds, bounds.lowerBound < bounds.upperBound else { return spans }
        let ends = [bounds.lowerBound, bounds.upperBound].map { Figures.signed($0, 3) }
        let open =
            measure.isDecided
            ? Span("  no missing grade can change this", .active)
            : Span("  if all judged \(ends[0]) to \(ends[1])", .quiet)
        if spans.width + [open].width <= width { spans.append(open) }
        return spans
    }

    /// Of all queries: how sure the difference is, what the unjudged leave open, and what to know before believing it.
    private func wholeLines(width: Int) -> [[Span]] {
        guard let whole = queries.comparison else { return [] }
        var spans: [Span] = []
        func add(_ more: [Span]) { if spans.width + more.width <= width { spans += more } }
        if let first = whole.measures.first, first.differences.mean != nil {
            func figure(_ name: String, _ value: String?) {
                if let value { add([Span(name + " ", .quiet), Span(value), Span("   ")]) }
            }
            figure("d_z", first.differences.effectSize.map { Figures.fixed($0) })
            figure("p t", first.differences.tTest.map { Figures.p($0.p) })
            figure("p flip", first.randomisationP.map(Figures.p))
            if let bounds = first.bounds, bounds.lowerBound < bounds.upperBound {
                figure(
                    "if all judged",
                    "\(Figures.signed(bounds.lowerBound, 3)) to \(Figures.signed(bounds.upperBound, 3))"
                        + (first.isDecided ? ": no missing grade can change which side is better" : ""))
            }
        } else {
            spans = [
                Span(
                    whole.measures.isEmpty
                        ? "not judged: the rankings alone are compared"
                        : whole.queries.isEmpty ? "the sides have no judged query in common" : "no query is finished yet", .quiet)
            ]
        }
        let cautions = whole.cautions
        let differs = whole.inputDifferences
        let words = differs.isEmpty ? [] : ["differs: " + differs.joined(separator: "; ")]
        return [spans, [Span((words + cautions).joined(separator: "   "), .attention)]]
    }

    /// How alike the rankings are, and what else differs between the sides.
    private func agreementSpans(_ board: Board, width: Int) -> [Span] {
        guard let facts, let query else { return [Span("the sides have no ranking of this query in common", .attention)] }
        let ties = [("A", facts.tied.a), ("B", facts.tied.b)].filter { $0.1.isMost }.map { name, tied in
            Span("\(tied.count) of \(tied.documents) tied in \(name)  ", .attention)
        }
        // Of one model with and without its thought, what it changed says more, once both are done.
        let isUnderWay = [a, b].contains { $0.run(of: board.query.id, in: board.session)?.isUnderWay ?? false }
        if !isUnderWay, let finding = facts.finding {
            let isShort = ties.width + TerminalText.width(of: finding.sentence) > width
            return ties + [Span(isShort ? finding.words : finding.sentence, .active)]
        }
        var spans = ties
        func add(_ name: String, _ value: Double?) {
            spans += [Span(name + " ", .quiet), Span(value.map { Figures.fixed($0) } ?? "-"), Span("  ")]
        }
        add("tau_AP,b", query.correlation.tauAPB)
        add("RBO", query.overlap?.extrapolated)
        if let common = query.overlap10 {
            spans.append(Span("first ten in common \(Figures.fixed(common * 100, 0)) %  ", .quiet))
        }
        if let pairs = query.pairs, pairs.count > 0, width >= 100 {
            spans.append(Span("judged pairs right A \(pairs.rightA) B \(pairs.rightB) of \(pairs.count)  ", .quiet))
        }
        spans.append(Span(facts.differs.isEmpty ? "" : "differs: " + facts.differs.joined(separator: "; "), .attention))
        return spans
    }

    // MARK: Pictures

    private func drawPictures(_ grid: inout Grid, _ layout: CompareLayout, _ frame: DrawContext) {
        guard let whole = queries.comparison, !whole.queries.isEmpty else { return }
        let rect = Rect(
            x: layout.heading.x, y: layout.heading.y, width: layout.heading.width, height: layout.rows.endY - layout.heading.y)
        ComparePictures(comparison: whole, bins: queries.bins, bin: queries.bin.row, theme: frame.theme).draw(
            &grid, rect, page: queries.page)
    }

    // MARK: Documents

    private func drawDocuments(_ grid: inout Grid, _ layout: CompareLayout, _ board: Board, _ frame: DrawContext) {
        let visible = rows.dropFirst(cursor.top).prefix(max(0, layout.rows.height))
        let range = rows.isEmpty ? "" : "\(cursor.top + 1)-\(cursor.top + visible.count) of \(rows.count)"
        let name = view == .moves ? "Where each document moved" : "Documents by \(order.name)"
        Heading(
            name + least.short, .activeHeading, note: range
        ).draw(&grid, layout.heading, theme: frame.theme)
        guard !rows.isEmpty else {
            let words = showsDiffering ? "no document on which the sides differ" : "no document to compare"
            grid.write(
                [Span(words, .quiet)], at: Point(x: layout.rows.x + 2, y: layout.rows.y), maxWidth: layout.rows.width - 3,
                theme: frame.theme)
            return
        }
        let table = CompareTable(a: a, b: b, board: board, theme: frame.theme, width: layout.rows.width)
        guard view == .moves else {
            return table.table.draw(
                &grid, titles: layout.titles, in: layout.rows, visible, selected: cursor.row - cursor.top, theme: frame.theme)
        }
        let (left, lines, right) = SlopeChart.places(layout.rows)
        let titles = SlopeChart.places(layout.titles)
        table.side(isB: false, width: left.width).draw(
            &grid, titles: titles.a, in: left, visible, selected: cursor.row - cursor.top, theme: frame.theme)
        table.side(isB: true, width: right.width).draw(
            &grid, titles: titles.b, in: right, slopes.b.dropFirst(cursor.top).prefix(max(0, right.height)),
            selected: slopes.placeOnB(selected?.id).map { $0 - cursor.top }, theme: frame.theme)
        slopes.drawLines(&grid, lines, top: cursor.top, selected: selected?.id, theme: frame.theme)
    }
}
