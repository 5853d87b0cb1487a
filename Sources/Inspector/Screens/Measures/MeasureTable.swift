import Relevance
import Sessions
import Terminal

/// One measure in the table: its figures, or their means.
struct MeasureRow {
    var name: String
    /// The first stage's.
    var base: Double?
    var value: Double?
    var open: ClosedRange<Double>?
    var interval: ClosedRange<Double>?
    var changeInterval: ClosedRange<Double>?
}

/// Each measure of the query shown, or its mean: the first stage's, the shown ranking's, the change, and what is open as a
/// picture.
struct MeasureTable {
    let screen: MeasuresScreen
    let board: Board
    let frame: DrawContext
    private var theme: Theme { frame.theme }
    private var isOfMeans: Bool { screen.view == .mean }

    private var rows: [MeasureRow] {
        let shown = board.evaluation.shown
        let (base, own) = (board.figures(0), board.figures(screen.isFirstAlone(board) ? 0 : shown))
        return MeasuresScreen.measures.enumerated().map { index, measure in
            guard isOfMeans else {
                return MeasureRow(
                    name: measure.name, base: base?.values[index], value: own?.values[index], open: own?.bounds?[index])
            }
            let mean = screen.means.indices.contains(index) ? screen.means[index] : nil
            return MeasureRow(
                name: measure.name, base: mean?.base, value: mean?.value, open: mean?.bounds, interval: mean?.interval,
                changeInterval: mean?.changeInterval)
        }
    }

    func draw(_ grid: inout Grid, _ layout: MeasuresLayout) {
        let rect = layout.rows
        let rows = rows
        guard rows.contains(where: { $0.base != nil || $0.value != nil }) else {
            return drawNoFigures(&grid, rect)
        }
        let isAlone = screen.isFirstAlone(board)
        let hasIntervals = isOfMeans && rect.width >= 76
        typealias Column = Table<MeasureRow>.Column
        var columns = [
            Column("measure", .fixed(min(15, max(12, rect.width / 5)))) { [Span($0.name)] },
            Column(board.evaluation.columnTitle(0), .fixed(7), .trailing) { [.figure($0.base, isAlone ? .strong : .text)] },
        ]
        if !isAlone {
            columns += [
                Column(board.evaluation.columnTitle(board.evaluation.shown), .fixed(7), .trailing) {
                    [.figure($0.value, .strong)]
                },
                Column("change", .fixed(8), .trailing) { [.change(from: $0.base, to: $0.value)] },
            ]
        }
        if hasIntervals {
            columns.append(
                Column("95 % of means", .fixed(14), .trailing) { row in
                    let text = row.interval.map { "\(Figures.fixed($0.lowerBound, 3))-\(Figures.fixed($0.upperBound, 3))" }
                    // They are worked out one after the other.
                    return [Span(text ?? (screen.isMoving ? String(theme.ellipsis) : "-"), .quiet)]
                })
        }
        if isOfMeans, !isAlone, rect.width >= 76 {
            columns.append(
                Column("95 % of change", .fixed(16), .trailing) { row in
                    func signed(_ value: Double) -> String { Figures.signed(value, 3) }
                    let range = row.changeInterval
                    let role: Theme.Role = range.map { $0.lowerBound > 0 ? .up : $0.upperBound < 0 ? .down : .quiet } ?? .quiet
                    return [Span(range.map { signed($0.lowerBound) + " " + signed($0.upperBound) } ?? "-", role)]
                })
        }
        let used = columns.reduce(2) { sum, column in
            if case .fixed(let width) = column.width { sum + width } else { sum }
        }
        let gap = hasIntervals ? 1 : 2
        let picture = min(80, max(0, rect.width - used - gap - 1))
        if picture >= 10 {
            columns.append(
                Column("", .fixed(picture), gap: gap) { grid, rect, row, isSelected in
                    guard let value = row.value else { return }
                    RangePicture(value: value, open: row.open, interval: row.interval, base: isAlone ? nil : row.base).draw(
                        &grid, rect, theme: theme, isSelected: isSelected)
                })
        }
        let shown = rows.dropFirst(screen.cursor.top)
        Table(columns: columns, indent: 2).draw(
            &grid, titles: layout.titles, in: rect, shown, selected: screen.cursor.row - screen.cursor.top, theme: theme)
        drawScale(
            &grid, Rect(x: rect.x + used + gap, y: layout.titles.y, width: picture, height: 1), isAlone: isAlone)
    }

    /// What the picture's signs are, over its 0 and 1.
    private func drawScale(_ grid: inout Grid, _ rect: Rect, isAlone: Bool) {
        guard rect.width >= 10 else { return }
        grid.write("0", at: rect.origin, style: theme.style(.quiet))
        grid.write("1", at: Point(x: rect.endX - 1, y: rect.y), style: theme.style(.quiet))
        var signs = [Span(String(theme.valueGlyph), .chosenBar), Span(" now", .quiet)]
        if !isAlone {
            signs += [Span("  " + String(theme.dividerGlyph), .attention), Span(" \(board.evaluation.columnTitle(0))", .quiet)]
        }
        if isOfMeans { signs += [Span("  " + String(theme.progressDone), .bar), Span(" 95 %", .quiet)] }
        signs += [Span("  " + String(theme.ruleGlyph), .quiet), Span(" open", .quiet)]
        let room = rect.width - 4
        guard signs.width <= room else { return }
        grid.write(signs, at: Point(x: rect.x + (rect.width - signs.width) / 2, y: rect.y), maxWidth: room, theme: theme)
    }

    private func drawNoFigures(_ grid: inout Grid, _ rect: Rect) {
        let keys = frame.keys
        var lines = [[Span("No figures yet: nothing is judged for this query.", .strong)]]
        if board.evaluation.isWorking {
            lines = [[Span("Computing the measures of all queries.", .active)]]
        } else if isOfMeans {
            lines = [[Span("No figures yet: no query has grades and this ranking, finished.", .strong)]]
        }
        let hasGrades = board.evaluation.cache.rows.contains { $0.judgedCount > 0 }
        if let judge = board.evaluation.measuredJudge(board.session), !board.evaluation.isWorking, !(isOfMeans && hasGrades),
            board.session.book.judges.contains(where: { $0 != judge })
        {
            lines[0] = [Span("No figures yet: \(judge) has graded no document of this query.", .strong)]
            lines.append([
                Span(keys(.graders), .key), Span(" counts others' grades; what they gave stays hidden while blind"),
            ])
        }
        if board.candidates.isEmpty {
            lines.append([Span(keys(.candidates), .key), Span(" opens candidates")])
        } else {
            lines.append([
                Span(keys(.judge), .key),
                Span(" judges: after the first grade the measures stand here"),
            ])
        }
        if board.session.runs.isEmpty {
            lines.append([
                Span(keys(.run), .key), Span(" on the ranking scores with a model, to stand beside the first stage"),
            ])
        }
        grid.write(
            lines: lines, in: Rect(x: rect.x + 2, y: rect.y, width: rect.width - 3, height: rect.height), theme: frame.theme)
    }
}
