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
        let qrels = session.exportedQrels(ofCollectionsOf: runs.map(\.query), judge: judge)
        self.init(
            runs, rankBy: session.rankBy(of: job.id), qrels: qrels.grades.isEmpty ? nil : qrels, measure: measure,
            options: session.scale.evaluation(highest: session.book.highestGrade(judge: judge)))
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
        let best = max(budgets.points.compactMap(\.value).max() ?? 1, 1e-9)
        let bar = max(0, min(60, layout.rows.width - 48))
        typealias Column = Table<BudgetCurve.Point>.Column
        let table = Table(
            columns: [
                Column("tokens", .fixed(7), .trailing) { [Span("\($0.budget)")] },
                Column("of all", .fixed(8), .trailing) { [Span("\(Figures.fixed($0.tokenShare * 100, 0)) %", .quiet)] },
                Column(budgets.measure?.name ?? "measure", .fixed(13), .trailing) {
                    [$0.value.map { Span(Figures.fixed($0, 3), .strong) } ?? Span("-", .quiet)]
                },
                Column("tau_b", .fixed(7), .trailing) { [.figure($0.kendallTauB, .text)] },
                Column("tau_AP", .fixed(7), .trailing) { [.figure($0.tauAPB, .quiet)] },
                Column("", .fixed(bar), gap: 2) { point in
                    // Without judgments the picture is of the agreement with the whole thoughts.
                    let share = budgets.measure == nil ? max(0, point.kendallTauB ?? 0) : (point.value ?? 0) / best
                    let isEnough = point.budget == budgets.enough?.budget
                    return [Span(theme.bar(share.unit, width: bar), isEnough ? .chosenBar : .bar)]
                },
            ], indent: 2)
        let shown = budgets.points.prefix(max(0, layout.rows.height))
        table.draw(&grid, titles: layout.titles, in: layout.rows, shown, selected: nil, theme: theme)
        let words = [
            [Span(budgets.sentence.prefix(1).uppercased() + budgets.sentence.dropFirst() + ".")],
            [
                Span(
                    "tau is with the ranking of the whole thoughts. A thought that is stopped is forced to answer, and might have "
                        + "found more.", .quiet)
            ],
        ].flatMap { $0.wrapped(width: layout.rows.width - 4) }
        let rest = layout.rows.slice(shown.count + 1, max(0, layout.rows.height - shown.count - 1))
        grid.write(lines: words, in: Rect(x: rest.x + 2, y: rest.y, width: rest.width - 3, height: rest.height), theme: theme)
    }
}
