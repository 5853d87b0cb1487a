import Comparing
import Relevance
import Terminal

extension CompareScreen {
    /// The queries of both sides: the measure, its difference, the agreement; over them the mean.
    func drawQueries(_ grid: inout Grid, _ layout: CompareLayout, _ frame: DrawContext) {
        let theme = frame.theme
        let title =
            queries.filter == .all
            ? (frame.size.width < 100 ? "Queries" : "Queries, \(queries.sort.name)")
            : "\(queries.order.count) of \(queries.comparison?.queries.count ?? 0): \(queries.filterWords)"
                + (frame.size.width < 150 ? "" : ", \(queries.sort.name)")
        Heading(title, .activeHeading, note: meanSpans(width: frame.size.width), .kept).draw(&grid, layout.heading, theme: theme)
        guard let whole = queries.comparison, !whole.queries.isEmpty else {
            grid.write(
                [Span("no query that both sides have ranked", .quiet)], at: Point(x: layout.rows.x + 2, y: layout.rows.y),
                maxWidth: layout.rows.width - 3, theme: theme)
            return
        }
        let visible = queries.order.dropFirst(queries.cursor.top).prefix(max(0, layout.rows.height)).map { whole.queries[$0] }
        let most = whole.queries.compactMap { $0.values.first.map { abs($0.difference) } }.max() ?? 0
        typealias Column = Table<ComparedQuery>.Column
        func figure(_ value: Double?, _ decimals: Int) -> [Span] {
            [value.map { Span(Figures.fixed($0, decimals)) } ?? Span("-", .quiet)]
        }
        var columns = [
            Column("query", .fitting(5...12)) { [Span($0.id, .quiet)] },
            Column("A", .fixed(6), .trailing) { figure($0.values.first?.a, 3) },
            Column("B", .fixed(6), .trailing) { figure($0.values.first?.b, 3) },
            Column("B - A", .fixed(8), .trailing) { [.change(from: $0.values.first?.a, to: $0.values.first?.b)] },
        ]
        if layout.rows.width >= 96 {
            columns.append(
                Column("worse        better", .fixed(21), gap: 1) { grid, rect, query, isSelected in
                    DifferencePicture(difference: query.values.first?.difference ?? 0, most: most).draw(
                        &grid, rect, theme: theme, isSelected: isSelected)
                })
        }
        columns += [
            Column("tau_AP", .fixed(7), .trailing) { figure($0.correlation.tauAPB, 2) },
            Column("RBO", .fixed(5), .trailing) { figure($0.overlap?.extrapolated, 2) },
            Column("judged@10", .fixed(11), .trailing) { query in
                query.judged10.map { [Span("\(Figures.fixed($0.a)) \(Figures.fixed($0.b))", .quiet)] } ?? []
            },
            Column("", .rest(atLeast: 6), gap: 2) { [Span($0.text)] },
        ]
        Table(columns: columns, indent: 2).draw(
            &grid, titles: layout.titles, in: layout.rows, visible, selected: queries.cursor.row - queries.cursor.top,
            theme: theme)
        let above = drawCautions(&grid, layout.rows, used: visible.count, theme: theme)
        drawPictures(&grid, under: above, used: visible.count, theme: theme)
    }

    /// What to know before believing the figures, at the end of a place that leaves room for it.
    ///
    /// - Returns: what is left of the place.
    func drawCautions(_ grid: inout Grid, _ rect: Rect, used: Int, theme: Theme) -> Rect {
        let lines = queries.facts.cautions.flatMap { [Span($0, .attention)].wrapped(width: rect.width - 4) }
        let height = min(lines.count, max(0, rect.height - used - 1))
        grid.write(
            lines: lines, in: Rect(x: rect.x + 2, y: rect.endY - height, width: rect.width - 3, height: height), theme: theme)
        return rect.slice(0, rect.height - height)
    }

    /// The mean difference with its interval, p, and wins, ties and losses; on a narrow screen, the words for a filter have the
    /// room of the interval.
    private func meanSpans(width: Int) -> [Span] {
        guard let first = queries.comparison?.measures.first, let mean = first.differences.mean else { return [] }
        func signed(_ value: Double) -> String { Figures.signed(value, 3) }
        var spans = [Span("\(first.measure.name) B - A ", .quiet), Span(signed(mean), mean > 0 ? .up : mean < 0 ? .down : .text)]
        let isShort = width < 100 && queries.filter != .all
        if !isShort, let interval = first.interval {
            spans.append(Span(" [\(signed(interval.lowerBound)) \(signed(interval.upperBound))]"))
        }
        if let p = first.randomisationP { spans.append(Span("  p \(Figures.p(p))")) }
        guard !isShort else { return spans }
        let outcomes = first.outcomes
        spans.append(Span("  \(outcomes.wins) up \(outcomes.ties) = \(outcomes.losses) down", .quiet))
        return spans
    }
}

/// A difference as a bar to the left or to the right of the middle.
struct DifferencePicture {
    let difference: Double
    /// The greatest difference of all, which fills a half.
    let most: Double

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme, isSelected: Bool) {
        guard rect.width >= 3 else { return }
        func style(_ role: Theme.Role) -> Style { isSelected ? theme.selected(theme.style(role)) : theme.style(role) }
        let half = rect.width / 2
        let length = most > 0 ? Int((abs(difference) / most * Double(half)).rounded()) : 0
        grid.write(String(theme.dividerGlyph), at: Point(x: rect.x + half, y: rect.y), style: style(.quiet))
        guard length > 0 else { return }
        let x = difference > 0 ? rect.x + half + 1 : rect.x + half - length
        grid.write(
            String(repeating: theme.progressDone, count: length), at: Point(x: x, y: rect.y),
            style: style(difference > 0 ? .up : .down))
    }
}
