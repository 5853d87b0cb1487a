import Relevance
import Reranking
import Sessions
import Terminal

/// Going about the measures screen, and keeping its figures those of the grades so far.
extension InspectorState {
    mutating func openMeasures() {
        if screen != .measures { measuring.origin = screen == .start ? .rank : screen }
        screen = .measures
        if measuring.view == .documents { measuring.view = .query }
        refreshMeasures()
    }

    /// Works out what has changed since it was looked at last.
    mutating func refreshMeasures() {
        if case .judge(let judge) = measuring.whose, !session.book.judges.contains(judge) { measuring.whose = nil }
        let canConflict = measuredJudge == nil && session.book.judges.count > 1
        measuring.conflictCount = canConflict ? session.book.conflicts.count { $0.adjudication == nil } : 0
        workOnMeasures()
    }

    /// A share of what is to be worked out, small enough for one frame; the rest follows with the next ones.
    mutating func workOnMeasures() {
        let showsAll = screen == .measures && (measuring.view == .mean || measuring.view == .queries)
        let limit = showsAll ? MeasuresState.queriesAtOnce : nil
        let hasFigures = measuring.standings.refresh(
            session, book: session.book, whose: measuredJudge, shown: query.id, limit: limit)
        let hasBounds = measuring.standings.findBounds(
            measuring.shown, shown: query.id, limit: hasFigures ? limit : limit.map { _ in 0 }, scale: session.scale.range)
        measuring.isWorking = !hasFigures || !hasBounds
        guard limit != nil else { return }
        if hasFigures, measuring.means.isEmpty || !measuring.isWorking {
            measuring.means = measuring.standings.means(measuring.shown)
        }
        sortQueries()
    }

    mutating func sortQueries() {
        let (rows, system, measure) = (measuring.standings.rows, measuring.shown, measuring.measure)
        /// What has no figure stands last, whichever way.
        func sorted(_ value: (Standings.Row) -> Double?, falling: Bool = false) -> [Int] {
            let values = rows.map(value)
            return rows.indices.sorted { a, b in
                switch (values[a], values[b]) {
                case (let x?, let y?): x != y ? (falling ? x > y : x < y) : a < b
                case (nil, nil): a < b
                case (let x, _): x != nil
                }
            }
        }
        func change(_ row: Standings.Row) -> Double? {
            guard let base = row.figures.first ?? nil, row.figures.indices.contains(system), let own = row.figures[system] else {
                return nil
            }
            return own.values[measure] - base.values[measure]
        }
        measuring.order =
            switch measuring.sort {
            case .session: Array(rows.indices)
            case .changeFalling: sorted(change, falling: true)
            case .changeRising: sorted(change)
            case .unjudged: sorted({ $0.unjudgedShare }, falling: true)
            case .measure(let measure):
                sorted { row in row.figures.indices.contains(system) ? row.figures[system]?.values[measure] : nil }
            }
    }

    // MARK: Keys

    mutating func performMeasures(_ command: Command) -> [Effect] {
        switch command {
        case .measures: openMeasures()
        case .changeView:
            let views: [MeasuresState.View] = session.topics.count > 1 ? [.query, .mean, .queries] : [.query]
            let place = views.firstIndex(of: measuring.view) ?? -1
            if views.count == 1, place == 0 { say(.information, "this session has one query: nothing to take a mean of") }
            show(view: views[(place + 1) % views.count])
        case .sortBy: overlay = .picker(Picker(sorts: measuring.sort))
        case .system:
            let count = measuring.standings.systems.count
            if count < 2 {
                say(.information, "there is the first stage alone: \(keymap.label(.run, in: .rank)) on the ranking runs a model")
            }
            measuring.system = (measuring.shown + 1) % max(1, count)
            measuring.means = []
            refreshMeasures()
        case .whose: overlay = .picker(Picker(whose: measuredJudge, judges: session.book.judges))
        default: break
        }
        return []
    }

    mutating func show(view: MeasuresState.View) {
        measuring.view = view
        measuring.top = 0
        measuring.means = []
        refreshMeasures()
    }

    mutating func moveMeasures(_ rows: Int) {
        switch measuring.view {
        case .query, .mean: measuring.measure = max(0, min(measuring.measure + rows, Standings.measures.count - 1))
        case .queries: measuring.queryRow = max(0, min(measuring.queryRow + rows, measuring.order.count - 1))
        case .documents: measuring.documentRow = max(0, min(measuring.documentRow + rows, measuring.documents.count - 1))
        }
    }

    /// Enter: the documents of a figure, the query of a row, the document on its ranking.
    mutating func openMeasured() {
        switch measuring.view {
        case .query: openDocuments()
        case .mean: show(view: .queries)
        case .queries:
            guard measuring.order.indices.contains(measuring.queryRow) else { return }
            let row = measuring.standings.rows[measuring.order[measuring.queryRow]]
            show(topic: row.query.id)
            tableTop = 0
            select(ranking.first?.document ?? 0)
            screen = .rank
        case .documents:
            let documents = measuring.documents
            guard documents.indices.contains(measuring.documentRow) else { return }
            if documents[measuring.documentRow].isHidden {
                return say(.information, "hidden while judging is blind: \(key(.judge)) judges")
            }
            select(documentID: documents[measuring.documentRow].id)
            screen = .rank
        }
    }

    private mutating func openDocuments() {
        guard !measuring.documents.isEmpty else {
            return say(.information, "nothing is judged yet: \(key(.judge)) judges")
        }
        measuring.view = .documents
        (measuring.documentRow, measuring.top) = (0, 0)
    }

    /// Esc: from the documents to their measure, else to where the screen was opened.
    mutating func leaveMeasures() {
        if measuring.view == .documents {
            show(view: .query)
        } else {
            screen = measuring.origin == .measures ? .rank : measuring.origin
        }
    }

    // MARK: What is shown

    /// The judge whose grades alone count; nil for what all agree on. While judging is blind, others' grades count only when asked for.
    var measuredJudge: String? {
        switch measuring.whose {
        case .counting: nil
        case .judge(let judge): judge
        case nil: session.plan.isBlind ? session.judge : nil
        }
    }

    /// The figures of the query shown; nil for a ranking there is not, or without a grade.
    func figures(_ system: Int) -> Standings.Figures? {
        guard let row = measuring.standings.row(query.id), row.figures.indices.contains(system) else { return nil }
        return row.figures[system]
    }

    /// The documents the measure selected looks at, by rank, with what each added; those judged and not ranked are not among them.
    private var measuredDocuments: [MeasuredDocument] {
        guard let figures = figures(measuring.shown) else { return [] }
        let measure = Standings.measures[measuring.measure]
        let shares = Dictionary(
            figures.evaluation.contributions(measure).map { ($0.document.id, $0.share) }, uniquingKeysWith: { first, _ in first })
        return figures.evaluation.documents.prefix(measure.cutoff ?? .max).map {
            // What others' grades add would say what they are.
            isHidden(JudgeState.DocumentName(queryID: query.id, documentID: $0.id))
                ? MeasuredDocument(id: $0.id, rank: $0.rank, share: 0, isHidden: true)
                : MeasuredDocument(id: $0.id, rank: $0.rank, grade: $0.grade, share: shares[$0.id] ?? 0)
        }
    }

    /// Whether the documents are in view: in place of the table, or beside it.
    var showsMeasuredDocuments: Bool { measuring.view == .documents || !MeasuresLayout(self).side.isEmpty }

    mutating func settleMeasures() {
        // The tables of all queries show none.
        measuring.documents = measuring.view == .mean || measuring.view == .queries ? [] : measuredDocuments
        measuring.documentRow = max(0, min(measuring.documentRow, measuring.documents.count - 1))
        let height = max(1, MeasuresLayout(self).rows.height)
        let row =
            switch measuring.view {
            case .query, .mean: measuring.measure
            case .queries: measuring.queryRow
            case .documents: measuring.documentRow
            }
        measuring.top = max(0, min(max(measuring.top, row - height + 1), row))
    }
}

extension InspectorState {
    mutating func clickMeasures(_ point: Point, isDouble: Bool) {
        let layout = MeasuresLayout(self)
        if point.y == layout.heading.y, let view = measureTab(at: point.x) { return show(view: view) }
        guard layout.rows.contains(point) else { return }
        let row = measuring.top + point.y - layout.rows.y
        switch measuring.view {
        case .query, .mean: measuring.measure = min(row, Standings.measures.count - 1)
        case .queries: measuring.queryRow = max(0, min(row, measuring.order.count - 1))
        case .documents: measuring.documentRow = min(row, max(0, measuring.documents.count - 1))
        }
        if isDouble { openMeasured() }
    }
}
