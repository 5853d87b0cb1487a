import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

extension CompareScreen {
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let layout = layout(frame.size)
        CompareHeader(screen: self, board: board, frame: frame).draw(&grid, layout.header)
        if !isZoomed {
            switch view {
            case .documents, .moves: drawDocuments(&grid, layout, board, frame)
            case .queries: drawQueries(&grid, layout, frame)
            case .measures:
                if let whole = queries.comparison {
                    let used = CompareMeasures(comparison: whole, measures: options.measures, cursor: queries.measure).draw(
                        &grid, layout, theme: theme)
                    let above = drawCautions(&grid, layout.rows, used: used, theme: theme)
                    drawPictures(&grid, under: above, used: used, theme: theme)
                }
            case .pictures: drawPictures(&grid, layout, frame)
            }
        }
        drawDistributions(&grid, layout.distributions, board, theme: theme)
        if !layout.curves.isEmpty, let curves {
            Heading("If stopped here: the expected score of A and B", note: "forced so early, no belief; by tokens").draw(
                &grid, layout.curves.slice(0, 1), theme: theme)
            let place = layout.curves.slice(1, layout.curves.height - 1)
            curves.draw(&grid, Rect(x: 1, y: place.y, width: place.width - 2, height: place.height), theme: theme)
        }
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

    /// Whether a side still ranks the query in view.
    private func isUnderWay(_ board: Board) -> Bool {
        [a, b].contains { $0.run(of: board.query.id, in: board.session)?.isUnderWay ?? false }
    }

    private func drawDistributions(_ grid: inout Grid, _ rect: Rect, _ board: Board, theme: Theme) {
        guard !rect.isEmpty, let paired, let a = paired.a.answered, let b = paired.b.answered else { return }
        let apart = selected?.wasserstein.map { "Wasserstein \(Figures.fixed($0)) answers" } ?? ""
        let document = selected.flatMap { board.rows.documents[$0.id] }.flatMap(board.candidate)?.document
        let title = [document?.id ?? "", document?.title ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
        Heading("Both distributions  \(title)", note: apart, .kept).draw(&grid, rect.slice(0, 1), theme: theme)
        let mode = self.a.run(of: board.query.id, in: board.session)?.settings.mode ?? .reasoned
        PairedDistributions(a: a, b: b, labels: mode.choices, answers: (paired.a.answer, paired.b.answer)).draw(
            &grid, Rect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1), theme: theme)
    }

    // MARK: Pictures

    private func drawPictures(_ grid: inout Grid, _ layout: CompareLayout, _ frame: DrawContext) {
        guard let whole = queries.comparison, !whole.queries.isEmpty else { return }
        let rect = Rect(
            x: layout.heading.x, y: layout.heading.y, width: layout.heading.width, height: layout.rows.endY - layout.heading.y)
        let above = drawCautions(&grid, rect, used: rect.height * 3 / 4, theme: frame.theme)
        ComparePictures(comparison: whole, facts: queries.facts, bins: queries.bins, bin: queries.bin.row, theme: frame.theme)
            .draw(
                &grid, above, page: queries.page)
    }

    /// The first pictures, where a table of few rows leaves them room.
    func drawPictures(_ grid: inout Grid, under rows: Rect, used: Int, theme: Theme) {
        let free = rows.height - used - 1
        guard let whole = queries.comparison, !whole.queries.isEmpty, free >= ComparePictures.height.lowerBound else { return }
        ComparePictures(comparison: whole, facts: queries.facts, bins: queries.bins, bin: nil, theme: theme).draw(
            &grid, rows.slice(used + 1, free), page: 0)
    }

    // MARK: Documents

    private func drawDocuments(_ grid: inout Grid, _ layout: CompareLayout, _ board: Board, _ frame: DrawContext) {
        let visible = rows.dropFirst(cursor.top).prefix(max(0, layout.rows.height))
        let range = rows.isEmpty ? "" : "\(cursor.top + 1)-\(cursor.top + visible.count) of \(rows.count)"
        let name =
            view == .moves
            ? "Where each document moved"
            : rows.isEmpty || (query?.documents ?? rows).contains { order.key($0) != nil }
                ? "Documents by \(order.name)"
                : "Documents by \(rows.contains { $0.b != nil } ? "B" : "A"): these sides have no \(order.name)"
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
        let ranks = (query?.documents ?? []).lazy.flatMap { [$0.a?.rank ?? 0, $0.b?.rank ?? 0] }
        let table = CompareTable(
            a: a, b: b, board: board, theme: frame.theme, width: layout.rows.width, isUnderWay: isUnderWay(board),
            deepest: ranks.max() ?? 0)
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
