import Relevance
import Terminal

extension MeasuresScreen {
    /// The queries of the session with the selected measure, in the order asked for.
    func drawQueries(
        _ grid: inout Grid, titles: Rect, _ rect: Rect, isTable: Bool, _ board: Board, theme: Theme
    ) {
        let (measure, system) = (measure, board.evaluation.shown)
        let rows = board.evaluation.cache.rows
        let isAlone = system == 0
        let top = isTable ? cursor.top : 0
        let shown = order.dropFirst(top).prefix(max(0, rect.height)).map { rows[$0] }
        let picture = rect.width >= 110 ? 40 : rect.width >= 90 ? 20 : 0
        typealias Row = EvaluationCache.Row
        typealias Column = Table<Row>.Column
        let cache = board.evaluation.cache
        func base(_ row: Row) -> Double? { (row.figures.first ?? nil)?.values[measure] }
        func own(_ row: Row) -> EvaluationCache.Figures? { cache.finishedFigures(row, system) }
        func value(_ row: Row) -> Double? { own(row)?.values[measure] }
        var columns = [
            Column("query", .fitting(4...12)) { [Span($0.query.id, .quiet)] },
            Column("", .rest(atLeast: 4), gap: 2) { [Span($0.query.text)] },
            Column("judged", .fixed(10), .trailing) {
                [Span("\($0.judgedCount)/\($0.documentCount)", $0.judgedCount == 0 ? .attention : .text)]
            },
            Column(board.evaluation.columnTitle(0), .fixed(7), .trailing) {
                [Span.figure(base($0), isAlone ? .strong : .text)]
            },
        ]
        if !isAlone {
            columns += [
                Column(board.evaluation.columnTitle(system), .fixed(7), .trailing) { [.figure(value($0), .strong)] },
                Column("change", .fixed(8), .trailing) { [.change(from: base($0), to: value($0))] },
            ]
        }
        if picture > 0 {
            columns.append(
                Column("", .fixed(picture), gap: 2) { grid, rect, row, isSelected in
                    guard let value = value(row) else { return }
                    RangePicture(value: value, open: own(row)?.bounds?[measure], base: isAlone ? nil : base(row)).draw(
                        &grid, rect, theme: theme, isSelected: isSelected)
                })
        }
        Table(columns: columns, indent: 2).draw(
            &grid, titles: titles, in: rect, shown, selected: isTable ? cursor.row - top : nil, theme: theme)
    }
}
