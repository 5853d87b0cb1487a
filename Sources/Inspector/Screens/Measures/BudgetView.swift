import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

extension BudgetCurve {
    /// That of the job in view, by the grades that the figures of the screen go by; nil where no thought of it was stopped.
    init?(of board: Board, measure: Measure) {
        guard let job = board.run.flatMap({ board.session.job($0.request.job) }) else { return nil }
        let (session, runs) = (board.session, board.session.runs(of: job))
        guard runs.contains(where: { $0.documents.contains(where: \.hasStops) }) else { return nil }
        let judge = board.evaluation.measuredJudge(session)
        self.init(
            runs, rankBy: session.rankBy(of: job.id), grades: { session.book.grades(query: $0.id, judge: judge) },
            measure: measure, options: session.scale.evaluation(highest: session.book.highestGrade(judge: judge)))
    }
}

extension MeasuresScreen {
    /// How long must it think? The rankings of the job in view, had no thought been longer: a row a budget, the measure as a bar.
    func drawBudgets(_ grid: inout Grid, _ layout: MeasuresLayout, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        guard let budgets else {
            let lines = [
                [Span("No thought of this job was stopped: there is nothing to tell how long it must think.", .strong)],
                [Span("A job run here stops its thoughts at every sentence; 'erank stops' reads recorded ones.", .quiet)],
            ]
            return grid.write(lines: lines, in: layout.rows.slice(1, max(0, layout.rows.height - 1)), theme: theme)
        }
        let rows = Rect(
            x: layout.rows.x, y: layout.rows.y, width: layout.rows.width, height: layout.rows.height + layout.definition.height)
        let bar = max(0, min(60, rows.width - 48))
        typealias Column = Table<BudgetCurve.Point>.Column
        var columns = [
            Column("tokens", .fixed(7), .trailing) { [Span("\($0.budget)")] },
            Column("of all", .fixed(8), .trailing) { [Span("\(Figures.fixed($0.tokenShare * 100, 0)) %", .quiet)] },
        ]
        if let measure = budgets.measure {
            columns.append(
                Column(measure.name, .fixed(13), .trailing) {
                    [$0.value.map { Span(Figures.fixed($0, 3), .strong) } ?? Span("-", .quiet)]
                })
        }
        columns += [
            Column("tau_b", .fixed(7), .trailing) { [.figure($0.kendallTauB, .text)] },
            Column("tau_AP", .fixed(7), .trailing) { [.figure($0.tauAPB, .quiet)] },
            // Without judgments the picture is of the agreement with the whole thoughts.
            Column(budgets.measure.map { "\($0.name) from 0 to 1" } ?? "tau_b from 0 to 1", .fixed(bar), gap: 2) { point in
                let share = (budgets.measure == nil ? point.kendallTauB : point.value) ?? 0
                let isEnough = point.budget == budgets.enough?.budget
                return [Span(theme.bar(max(0, share).unit, width: bar), isEnough ? .chosenBar : .bar)]
            },
        ]
        let table = Table(columns: columns, indent: 2)
        let shown = budgets.points.prefix(max(0, rows.height))
        table.draw(&grid, titles: layout.titles, in: rows, shown, selected: nil, theme: theme)
        let words = [
            [Span(budgets.sentence.prefix(1).uppercased() + budgets.sentence.dropFirst() + ".")],
            [Span(BudgetCurve.note.prefix(1).uppercased() + BudgetCurve.note.dropFirst() + ".", .quiet)],
        ].flatMap { $0.wrapped(width: rows.width - 4) }
        let rest = rows.slice(shown.count + 1, max(0, rows.height - shown.count - 1))
        grid.write(lines: words, in: Rect(x: rest.x + 2, y: rest.y, width: rest.width - 3, height: rest.height), theme: theme)
    }
}
