import Comparing
import Relevance
import Sessions
import Terminal

/// What the rankings are worth by the grades so far: each measure of the query shown, its mean, the queries in a table, and the
/// documents that made a figure.
struct MeasuresScreen: ScreenModel {
    static let context = KeyContext("measures", "Measures")

    private(set) var view = View.query
    /// By measure, of the ranking shown; kept so that a frame works nothing out.
    private(set) var means: [MeanFigure] = []
    /// How many of `means` have their intervals: one is worked out in a frame.
    private var intervals = 0
    /// The queries of the table in the order shown, as indices of the cache's rows.
    private(set) var order: [Int] = []
    private(set) var sort = Sort.session
    /// The documents that the selected measure looks at, in the ranking shown.
    private(set) var documents: [MeasuredDocument] = []
    /// How long it must think, by the selected measure; nil where nothing is known of it, and while it is not in view.
    private(set) var budgets: BudgetCurve?
    private var cursors = Cursors()
    private var isWorking = false
    /// The frame in which the budgets were worked out.
    private var budgetsSince = 0
    /// In frames.
    private static let budgetsPause = 120

    enum View: Sendable, CaseIterable {
        /// Each measure for the query shown; over all queries; and the queries themselves.
        case query, mean, queries
        /// What made the selected measure, for the query shown.
        case documents
        /// The rankings of the job in view, by how long a thought may be.
        case budgets

        /// Whether it needs the figures of all queries.
        var isOfAllQueries: Bool { self == .mean || self == .queries }
    }

    enum Sort: Sendable, Hashable {
        case session, changeFalling, changeRising, unjudged
        /// The lowest first, by the index of the measure.
        case measure(Int)
    }

    private struct Cursors: Sendable {
        var measure = ListCursor()
        var query = ListCursor()
        var document = ListCursor()
    }

    static let measures = EvaluationCache.measures

    /// The index of the selected measure.
    var measure: Int { cursors.measure.row }

    /// That of the table shown.
    var cursor: ListCursor {
        get {
            switch view {
            case .query, .mean, .budgets: cursors.measure
            case .queries: cursors.query
            case .documents: cursors.document
            }
        }
        set {
            switch view {
            case .query, .mean, .budgets: cursors.measure = newValue
            case .queries: cursors.query = newValue
            case .documents: cursors.document = newValue
            }
        }
    }

    /// The rows of the table shown.
    private var rowCount: Int {
        switch view {
        case .query, .mean, .budgets: Self.measures.count
        case .queries: order.count
        case .documents: documents.count
        }
    }

    // MARK: Coming into view

    mutating func open(_ board: inout Board, _ io: inout ScreenIO) {
        if view == .documents { view = .query }
        refresh(&board)
    }

    mutating func appear(after document: DocumentName?, _ board: inout Board, _ io: inout ScreenIO) { refresh(&board) }

    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO) {
        switch change {
        case .topic, .judgments, .rankings, .plan: refresh(&board)
        case .time: if board.evaluation.isWorking { work(&board) } else if view == .mean { addInterval(board) }
        case .judge, .seen, .sessions, .demos, .comparing: break
        }
    }

    var isMoving: Bool { isWorking || view == .mean && intervals < means.count }

    /// The next measure's interval.
    private mutating func addInterval(_ board: Board) {
        guard means.indices.contains(intervals) else { return }
        means[intervals].interval = board.evaluation.cache.interval(board.evaluation.shown, intervals)
        intervals += 1
    }

    /// Works out what has changed since it was looked at last.
    private mutating func refresh(_ board: inout Board) {
        board.evaluation.refreshGraders(board.session)
        work(&board)
    }

    /// A share of what is to be worked out; the rest follows with the next frames.
    private mutating func work(_ board: inout Board) {
        let hasFigures = board.evaluate(allQueries: view.isOfAllQueries)
        isWorking = board.evaluation.isWorking
        if view == .budgets { refreshBudgets(board) }
        guard view.isOfAllQueries else { return }
        if hasFigures, means.isEmpty || !isWorking {
            means = board.evaluation.cache.means(board.evaluation.shown)
            intervals = 0
        }
        sortQueries(board)
    }

    // MARK: Commands

    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .open: openRow(&board, &io)
        case .changeView: changeView(&board, &io)
        case .sortBy: io.show(.list(Picker(sorts: sort)))
        case .graders:
            io.show(.list(Picker(graders: board.evaluation.measuredJudge(board.session), judges: board.session.book.judges)))
        case .system: changeSystem(&board, &io)
        case .back: if view == .documents { show(.query, &board) } else { io.go(.back(from: nil)) }
        default: performShared(command, &board, &io)
        }
    }

    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        switch command {
        case .changeView: tabs(board).count < 2 && view != .documents ? "this session has one query, so there is no mean" : nil
        case .sortBy:
            board.session.topics.count < 2 && view != .documents ? "this session has one query, so there is no mean" : nil
        case .system:
            board.evaluation.cache.systems.count < 2
                ? "there is no other ranking: \(keys(.run)) on the ranking screen runs a model" : nil
        case .open where view == .budgets: "Up and Down choose the measure"
        case .open where view == .query:
            documents.isEmpty ? "no figures of this query yet: \(keys(.judge)) judges" : nil
        case .graders: board.session.book.judges.isEmpty ? "nobody has judged yet: \(keys(.judge)) judges" : nil
        default: board.whyNot(command, keys)
        }
    }

    mutating func choose(_ choice: Picker.Choice, _ board: inout Board, _ io: inout ScreenIO) {
        if choice.list == Picker.sortList, Sort.all.indices.contains(choice.index) {
            sort = Sort.all[choice.index]
            if case .measure(let measure) = sort { cursors.measure.select(measure, of: Self.measures.count) }
            show(.queries, &board)
        } else {
            let judges = board.session.book.judges
            board.evaluation.graders = judges.indices.contains(choice.index - 1) ? .judge(judges[choice.index - 1]) : .all
            means = []
            refresh(&board)
        }
    }

    private mutating func changeView(_ board: inout Board, _ io: inout ScreenIO) {
        let views = tabs(board).map(\.view)
        let index = views.firstIndex(of: view) ?? -1
        show(views[(index + 1) % views.count], &board)
    }

    private mutating func changeSystem(_ board: inout Board, _ io: inout ScreenIO) {
        board.evaluation.system = (board.evaluation.shown + 1) % max(1, board.evaluation.cache.systems.count)
        means = []
        refresh(&board)
    }

    private mutating func show(_ view: View, _ board: inout Board) {
        self.view = view
        budgets = nil
        cursor.top = 0
        means = []
        refresh(&board)
    }

    /// Enter: the documents of a figure, the query of a row, the document on its ranking.
    private mutating func openRow(_ board: inout Board, _ io: inout ScreenIO) {
        switch view {
        case .query:
            view = .documents
            cursors.document = ListCursor()
        case .mean: show(.queries, &board)
        case .budgets: break
        case .queries:
            guard order.indices.contains(cursor.row) else { return }
            board.show(topic: board.evaluation.cache.rows[order[cursor.row]].query.id, &io)
            board.selectTop()
            io.go(.base)
        case .documents:
            guard documents.indices.contains(cursor.row) else { return }
            let document = documents[cursor.row]
            if document.isHidden { return io.say("hidden while judging is blind: \(io.keys(.judge)) judges") }
            board.select(documentID: document.id)
            io.go(.base)
        }
    }

    // MARK: Moving

    func pageHeight(_ board: Board, _ size: Size) -> Int { max(1, layout(size).rows.height - 1) }

    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) {
        cursor.move(by: rows, of: rowCount)
        if view == .mean { sortQueries(board) }
        if view == .budgets { budgets = budgets?.measured(by: Self.measures[measure]) }
    }

    /// Works the rankings by budget out anew; while documents are scored, not more than once in a while.
    private mutating func refreshBudgets(_ board: Board) {
        let frame = board.time.frame
        guard budgets == nil || !board.isRunning || frame - budgetsSince >= Self.budgetsPause else { return }
        budgetsSince = frame
        budgets = BudgetCurve(of: board, measure: Self.measures[measure])
    }

    /// Puts the queries into the order asked for, by the measure selected.
    private mutating func sortQueries(_ board: Board) {
        order = sort.order(in: board.evaluation.cache, system: board.evaluation.shown, measure: measure)
    }

    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        let layout = layout(io.size)
        if layout.heading.contains(point) {
            if let tab = heading(board).tab(at: point.x, in: layout.heading) { show(tabs(board)[tab].view, &board) }
            return
        }
        guard view != .budgets, layout.rows.contains(point), let row = cursor.row(at: point.y, from: layout.rows.y, of: rowCount)
        else { return }
        cursor.select(row, of: rowCount)
        if view == .mean { sortQueries(board) }
        if isDouble { openRow(&board, &io) }
    }

    func layout(_ size: Size) -> MeasuresLayout {
        MeasuresLayout(size, measures: view == .query || view == .mean ? Self.measures.count : nil)
    }

    mutating func settle(_ board: inout Board, _ size: Size) {
        // The tables of all queries show none.
        documents = view.isOfAllQueries ? [] : MeasuredDocument.all(of: Self.measures[measure], board)
        cursor.settle(count: rowCount, height: layout(size).rows.height)
    }

    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName] {
        guard view == .documents || view == .query && !layout(size).below.isEmpty else { return [] }
        return documents.filter { !$0.isHidden }.map { DocumentName(queryID: board.query.id, documentID: $0.id) }
    }
}

// MARK: Keys

extension ScreenName {
    static let measures = ScreenName(MeasuresScreen.self)
}

extension Command {
    static let measures = Command("measures")
    static let changeView = Command("changeView")
    /// Its word in keys files is older than its name.
    static let graders = Command("whose")
}

extension MeasuresScreen {
    static let opener: Binding? = Binding(
        .measures, "#", "measures", "evaluation measures from the grades so far", weight: 8)

    static func bindings(openers: [Binding]) -> [Binding] {
        let own = [
            Binding(.open, [.enter], "open", "open what made the figure, or the query of the row", weight: 0),
            Binding(
                .changeView, [.tab], "table", "one query's measures, those of all queries, or how long a thought must be",
                weight: 6),
            Binding(.sortBy, "s", "sort", "choose what the table of queries is sorted by", weight: 7),
            Binding(.system, "v", "ranking", "the next ranking: first stage, the model's, recorded ones", weight: 6),
            Binding(.graders, "w", "whose grades", "choose whose grades the measures go by"),
        ]
        let candidates = [Binding(.candidates, "o", nil, "open candidates: a file or folder")]
        return .moving() + own + .queries + openers + candidates + .home + .program
    }

    static func numbers(_ keys: KeyNames) -> [Help.Section] {
        let figures: [(String, String)] = [
            (
                "first, ranked",
                "the first stage's ranking of the same documents, and the one beside it: the model's last run, or a recorded one (\(keys(.system)))."
            ),
            ("change", "ranked less first, over the same queries."),
            (
                "open",
                "the line in the picture: the lowest and the highest value that grades of the unjudged documents could still give. No line: nothing is open."
            ),
            (
                "95 % of means",
                "where the mean would lie in 95 of 100 draws of as many queries from these (bootstrap, 10,000 draws). It is that of the ranked run, and the one that `erank evaluate --ci` prints."
            ),
            (
                "95 % of change",
                "where the mean change lies, by a paired t interval over the queries. Where 0 lies outside, the change is unlikely to be chance."
            ),
            ("added", "what a document added to the figure; all of them sum to it."),
            (
                "Thought length",
                "the rankings of the job, had no thought been longer than so many tokens: of all, their share of the tokens written; the measure, and its bar; tau_b and tau_AP, how far the ranking agrees with that of the whole thoughts (1 is the same order; - where all scores tie)."
            ),
        ]
        return [("Measures", figures + measures.map { ($0.name, $0.definition) })]
    }
}
