import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

extension MeasuresScreen {
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let layout = layout(frame.size)
        let header = grid.drawSign(layout.header, frame)
        drawHeader(&grid, header, board, frame)
        heading(board).draw(&grid, layout.heading, theme: theme)
        switch view {
        case .query, .mean: MeasureTable(screen: self, board: board, frame: frame).draw(&grid, layout)
        case .queries: drawQueries(&grid, titles: layout.titles, layout.rows, isTable: true, board, theme: theme)
        case .budgets: drawBudgets(&grid, layout, board, frame)
        case .documents: drawDocuments(&grid, titles: layout.titles, layout.rows, isTable: true, board, theme: theme)
        }
        if !layout.below.isEmpty {
            let (titles, rows) = (layout.below.slice(1, 1), layout.below.slice(2, layout.below.height - 2))
            let name = Self.measures[measure].name
            let title = view == .mean ? "\(name): its queries, \(sort.detail)" : "\(name): its documents"
            Heading(title).draw(&grid, layout.below.slice(0, 1), theme: theme)
            if view == .mean {
                drawQueries(&grid, titles: titles, rows, isTable: false, board, theme: theme)
            } else {
                drawDocuments(&grid, titles: titles, rows, isTable: false, board, theme: theme)
            }
        }
        if view == .budgets { return }
        drawDefinition(&grid, layout.definition, highest: board.session.scale.range.upperBound, theme: theme)
    }

    private func drawHeader(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let (theme, keys, session) = (frame.theme, frame.keys, board.session)
        let evaluation = board.evaluation
        let whose =
            board.evaluation.measuredJudge(board.session).map {
                evaluation.graders != nil
                    ? "grades of \($0)"
                    : session.book.judges.contains { $0 != session.judge } ? "blind: only grades of \($0)" : ""
            } ?? (session.book.judges.count < 2 ? "" : "grades: agreed or adjudicated")
        let width = min(TerminalText.width(of: whose), rect.width / 2)
        grid.write([Span(whose, .quiet)], at: Point(x: rect.endX - 1 - width, y: rect.y), maxWidth: width, theme: theme)
        var left = [Span("measures  ", .activeHeading)]
        if session.topics.count > 1, let index = board.topicIndex {
            left.append(Span("query \(index + 1)/\(session.topics.count)  ", .quiet))
        }
        left.append(board.query.text.isEmpty ? Span("no query", .quiet) : Span(board.query.text, .strong))
        grid.write(left, at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - width - 4, theme: theme)
        guard rect.height > 1 else { return }
        if view == .budgets {
            let words = budgets.map { budgetWords($0, board) } ?? ""
            grid.write([Span(words, .quiet)], at: Point(x: rect.x + 1, y: rect.y + 1), maxWidth: rect.width - 2, theme: theme)
            return
        }
        var spans: [Span] = []
        if let row = evaluation.cache.row(board.query.id), !view.isOfAllQueries {
            spans.append(Span("judged \(row.judgedCount) of \(row.documentCount)   "))
        }
        if evaluation.conflictCount > 0 {
            spans.append(Span("\(evaluation.conflictCount) left out: judges disagree (\(keys(.agreement)))   ", .attention))
        }
        if evaluation.isWorking { spans.append(Span("computing all queries   ", .active)) }
        let place = spans.count
        let systems = evaluation.cache.systems
        let first = systems.first?.name ?? "first stage"
        let row = evaluation.cache.row(board.query.id)
        if isFirstAlone(board) {
            let words =
                systems.count > 1
                ? evaluation.shown == 0
                    ? ": \(keys(.system)) shows another ranking beside it" : ": this query has no other ranking"
                : board.session.runs.isEmpty ? ": no model has run" : ": no run of a model is finished"
            spans.append(Span("\(first) alone" + words, .quiet))
        } else {
            let system = systems[evaluation.shown]
            var by = ""
            if case .model = system {
                let ids = view.isOfAllQueries ? evaluation.cache.rows.compactMap(\.job) : [row?.job].compactMap(\.self)
                let numbers = Set(ids.map(\.rawValue)).sorted().map(String.init)
                let words =
                    numbers.count > 3
                    ? "\(numbers.count) jobs" : (numbers.count > 1 ? "jobs " : "job ") + numbers.joined(separator: ", ")
                let job = session.jobs.count > 1 && !numbers.isEmpty ? ", \(words)" : ""
                by = " by \(measuredRule(board))\(job)"
            }
            spans += [
                Span(system.name + by, .active),
                Span(" beside \(systems.first == .firstStage("first stage") ? "the " : "")\(first)", .quiet),
            ]
            if systems.count > 2 {
                spans.append(Span("  (\(evaluation.shown) of \(systems.count - 1): \(keys(.system)))", .quiet))
            }
            if view.isOfAllQueries {
                let left = evaluation.cache.leftOutCount(evaluation.shown)
                if left > 0 {
                    let queries = Figures.count(left, "query", "queries")
                    spans.insert(Span("\(queries) not scored to the end, left out   ", .attention), at: place)
                }
            } else if case .model = system, let left = row?.unscoredCount, left > 0 {
                let documents = Figures.count(left, "document")
                spans.insert(Span("\(documents) not scored: last, in first-stage order   ", .attention), at: place)
            }
        }
        let relevant = Span("   relevant from grade \(session.scale.lowestRelevant)", .quiet)
        if spans.width + [relevant].width <= rect.width - 2 { spans.append(relevant) }
        grid.write(spans, at: Point(x: rect.x + 1, y: rect.y + 1), maxWidth: rect.width - 2, theme: theme)
    }

    /// Of what the table of budgets is: the job, its queries, what sorts, and what is not in it.
    private func budgetWords(_ budgets: BudgetCurve, _ board: Board) -> String {
        guard let job = board.run.flatMap({ board.session.job($0.request.job) }) else { return "" }
        let all = job.runs.count
        let queries =
            budgets.queries == all
            ? Figures.count(all, "query", "queries") : "\(budgets.queries) of \(all) queries, those with stops"
        let left = budgets.unstopped > 0 ? "; \(Figures.count(budgets.unstopped, "document")) without stops, as they are" : ""
        return "job \(job.id.rawValue), \(queries), by \(budgets.rankBy.summary)\(left)"
    }

    /// Whether there is nothing beside the first stage: no other ranking was chosen or made, or none of the query in view.
    func isFirstAlone(_ board: Board) -> Bool {
        let (evaluation, systems) = (board.evaluation, board.evaluation.cache.systems)
        guard evaluation.shown > 0, systems.indices.contains(evaluation.shown) else { return true }
        guard !view.isOfAllQueries else { return false }
        switch systems[evaluation.shown] {
        case .firstStage: return true
        case .model: return evaluation.cache.row(board.query.id)?.unscoredCount == nil
        case .recorded(let tag): return board.session.rankings[board.query.id]?.contains { $0.tag == tag } != true
        }
    }

    /// What the model's rankings are sorted by: that of the query shown, or of all queries.
    private func measuredRule(_ board: Board) -> String {
        let (evaluation, session) = (board.evaluation, board.session)
        let rows = evaluation.cache.rows
        if !view.isOfAllQueries { return evaluation.cache.row(board.query.id)?.rule?.words ?? session.rankBy.summary }
        let without = rows.count { $0.rule.map { $0.withoutDistribution > 0 } == true }
        guard without > 0 else { return session.rankBy.summary }
        return "\(session.rankBy.summary), \(without) of \(rows.count) with no distribution"
    }

    // MARK: The tables

    /// As the heading names them.
    func tabs(_ board: Board) -> [(view: View, title: String)] {
        let stopped = board.run?.documents.contains(where: \.hasStops) == true
        let budgets: [(view: View, title: String)] = stopped || view == .budgets ? [(.budgets, "Thought length")] : []
        guard board.session.topics.count > 1 else { return [(.query, "This query")] + budgets }
        let count = board.evaluation.cache.count(board.evaluation.shown)
        return [
            (.query, "This query"),
            (.mean, view == .mean ? "Mean of \(count) \(count == 1 ? "query" : "queries")" : "Mean"),
            (.queries, "Queries"),
        ] + budgets
    }

    func heading(_ board: Board) -> Heading {
        let tabs = tabs(board).map { tab in
            let isShown = tab.view == view || tab.view == .query && view == .documents
            return Heading.Tab(title: tab.title, role: isShown ? .activeHeading : .quiet)
        }
        let documents = view == .documents ? [Span("\(Self.measures[measure].name): its documents", .heading)] : []
        return Heading(tabs: tabs, note: documents, .after)
    }

    private func drawDefinition(_ grid: inout Grid, _ rect: Rect, highest: Int, theme: Theme) {
        guard !rect.isEmpty else { return }
        let measure = Self.measures[measure]
        // Elsewhere the highest grade given is the highest there is.
        let scale = measure.kind == .expectedReciprocalRank ? " Here the highest grade is \(highest): --highest-grade." : ""
        Heading(measure.name).draw(&grid, rect.slice(0, 1), theme: theme)
        grid.write(wrapped: [Span(measure.definition + scale, .quiet)], in: rect.slice(1, rect.height - 1), theme: theme)
    }
}
