import Comparing
import Relevance
import Terminal

/// All measures of both sides: by how much each differs, how sure that is, and what the measure selected means.
struct CompareMeasures {
    /// Both sides of all queries.
    let comparison: Comparison
    /// The measures in the order of the table.
    let measures: [Measure]
    let cursor: ListCursor

    private typealias Column = Table<MeasureComparison>.Column

    private var rows: [MeasureComparison] {
        measures.compactMap { measure in comparison.measures.first { $0.measure == measure } }
    }

    /// Draws them, and returns how many of the rows were used.
    func draw(_ grid: inout Grid, _ layout: CompareLayout, theme: Theme) -> Int {
        let count = Figures.count(comparison.countedQueries, "query", "queries")
        Heading("Measures, over \(count)", .activeHeading).draw(&grid, layout.heading, theme: theme)
        let visible = Array(rows.dropFirst(cursor.top).prefix(max(0, layout.rows.height)))
        guard !layout.rows.isEmpty else { return 0 }
        guard !rows.isEmpty else {
            grid.write(
                [Span("not judged: the rankings alone are compared", .quiet)],
                at: Point(x: layout.rows.x + 2, y: layout.rows.y), maxWidth: layout.rows.width - 3, theme: theme)
            return 1
        }
        Table(columns: columns, indent: 2).draw(
            &grid, titles: layout.titles, in: layout.rows, visible, selected: cursor.row - cursor.top, theme: theme)
        guard rows.indices.contains(cursor.row), layout.rows.height > visible.count + 2 else {
            return visible.count
        }
        let words = [
            [Span(rows[cursor.row].measure.name + "  ", .strong), Span(rows[cursor.row].measure.definition, .quiet)],
            [],
            [
                Span(
                    "p t: paired t test; Holm: the same, corrected over these measures; flip: sign-flip randomisation; Wilcoxon: "
                        + "signed ranks, contested for measures of retrieval.", .quiet)
            ],
        ].flatMap { $0.wrapped(width: layout.rows.width - 4) }
        grid.write(
            lines: words,
            in: Rect(
                x: layout.rows.x + 2, y: layout.rows.y + visible.count + 1, width: layout.rows.width - 3,
                height: layout.rows.height - visible.count - 1), theme: theme)
        return visible.count + 1 + words.count
    }

    /// From the left what matters most: a column without room is left out.
    private var columns: [Column] {
        func number(_ title: String, _ width: Int, _ value: @escaping (MeasureComparison) -> String?) -> Column {
            Column(title, .fixed(width), .trailing) { [value($0).map { Span($0) } ?? Span("-", .quiet)] }
        }
        func range(_ bounds: ClosedRange<Double>) -> String {
            "\(Figures.signed(bounds.lowerBound, 3)) \(Figures.signed(bounds.upperBound, 3))"
        }
        func outcomes(_ row: MeasureComparison) -> String { "\(row.outcomes.wins) \(row.outcomes.ties) \(row.outcomes.losses)" }
        let widest = rows.map { outcomes($0).count }.max() ?? 0
        return [
            Column("measure", .fitting(8...16)) { [Span($0.measure.name)] },
            number("A", 6) { $0.a.map { Figures.fixed($0, 3) } },
            number("B", 6) { $0.b.map { Figures.fixed($0, 3) } },
            Column("B - A", .fixed(8), .trailing) { [.change(from: $0.a, to: $0.b)] },
            number("\(Figures.fixed((1 - comparison.options.alpha) * 100, 0)) %", 15) { $0.interval.map(range) },
            number("p t", 6) { $0.differences.tTest.map { Figures.p($0.p) } },
            number("Holm", 6) { $0.holmP.map(Figures.p) },
            number("flip", 6) { $0.randomisationP.map(Figures.p) },
            number("Wilcoxon", 10) { $0.wilcoxon.map { Figures.p($0.p) } },
            number("d_z", 7) { $0.differences.effectSize.map { Figures.fixed($0) } },
            number("up = down", max(13, widest + 2), outcomes),
            number("if all judged", 17) { $0.bounds.map(range) },
        ]
    }
}
