import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

/// Two rankings of the session side by side: the documents of a query, the queries of the session, their measures, or pictures of
/// all of them.
struct CompareScreen: ScreenModel {
    static let context = KeyContext("compare", "Compare")

    enum View: Sendable {
        case documents, moves, queries, measures, pictures

        /// Whether the documents of one query are in view.
        var isOfDocuments: Bool { self == .documents || self == .moves }
    }

    private(set) var a = ComparedSystem.firstStage
    private(set) var b = ComparedSystem.firstStage
    /// Whether judging begins as soon as its order is recorded.
    private var waitsToJudge = false
    /// Whether a person chose the sides: then they stay.
    private var areChosen = false
    /// The views that Esc goes back to, the last first: where a row of one opened another.
    private var trail: [View] = []
    /// What the command line asked for: it holds for the session that is opened next.
    private var asked: Asked?
    private(set) var view = View.documents
    /// Both sides of the query shown; nil before the screen was opened.
    private(set) var one: Comparison?
    /// What is said of `one` at every paint.
    private(set) var facts: Facts?
    /// Both sides of all queries, worked out when they are in view.
    private(set) var queries = ComparedQueries()
    /// Milliseconds between two times, while results come.
    private static let wholePause = 1_000
    /// The documents of the query shown, sorted.
    private(set) var rows: [ComparedDocument] = []
    /// How the sides are compared.
    private(set) var options = ComparisonOptions()
    /// The measure that is shown; nil for the first one of `options`.
    private var measure: Measure?
    private(set) var order = CompareOrder.move
    /// The same documents in both orders, while their moves are in view.
    private(set) var slopes = SlopeChart()
    /// Whether only documents on which the sides differ are shown.
    private(set) var least = CompareThreshold.none
    var showsDiffering: Bool { least != .none }
    private(set) var cursor = ListCursor()
    /// First line in view of both thoughts.
    private(set) var thoughtTop = 0
    /// Whether the two sides of the document selected have the whole screen.
    private(set) var isZoomed = false
    /// How many queries each side has done; nil for a side that does not go on.
    private(set) var progress: (a: String?, b: String?)
    /// The query that was worked out.
    private var topicShown: String?
    private(set) var thoughts = PairedThoughts()
    /// What both sides would have answered earlier of the document selected; nil unless both thoughts were stopped somewhere.
    private(set) var curves: PairedCurves?
    private(set) var document = DocumentFlow()

    var selected: ComparedDocument? { rows.indices.contains(cursor.row) ? rows[cursor.row] : nil }
    /// The query shown; nil if the sides have none in common.
    var query: ComparedQuery? { one?.queries.first }

    func layout(_ size: Size) -> CompareLayout {
        CompareLayout(
            size, isZoomed: isZoomed, view: view, headerLines: headerLines(size.width),
            isPaired: paired != nil, hasCurves: curves != nil, hasThought: thoughts.hasThought)
    }

    /// About how many lines the figures take: the header's columns of them, and of what differs or what the thought changed.
    private func headerLines(_ width: Int) -> Int {
        guard view.isOfDocuments else { return width < 100 ? 3 : 2 }
        let words = facts.map { $0.finding?.words ?? $0.differs.joined(separator: "; ") } ?? ""
        let figures = query?.isFinished != true ? 44 : query?.values.isEmpty == false ? 180 : 96
        // Groups are whole, so that a line is not used to its end.
        let room = max(1, width - 12)
        let lines = (figures + room - 1) / room
        return lines + (TerminalText.width(of: words) + 12 > lines * room - figures ? 1 : 0)
    }

    /// Both distributions of the document selected, where they are of one question.
    var paired: (a: DocumentResult, b: DocumentResult)? {
        guard let a = selected?.a?.result, let b = selected?.b?.result, let one = a.answered, let other = b.answered,
            one.probabilities.count == other.probabilities.count
        else { return nil }
        return (a, b)
    }

    /// The sides, where they are not those that the session tells; and whether the session was opened since.
    private struct Asked: Sendable {
        var sides: ComparedSides?
        var isOpened = false
    }

    // MARK: Coming into view

    /// How sides are compared stays; which ones were asked for holds for one session.
    mutating func reset() {
        var next = Self()
        (next.options, next.measure) = (options, measure)
        if let asked, !asked.isOpened { next.asked = Asked(sides: asked.sides, isOpened: true) }
        self = next
    }

    mutating func open(_ board: inout Board, _ io: inout ScreenIO) {
        areChosen = false
        if let sides = asked?.sides { (a, b, areChosen) = (sides.a, sides.b, true) }
        refresh(board)
        select(board.selectedCandidate?.document.id)
    }

    mutating func restore(_ place: Place, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        // Opened from the command line, it begins with the first query.
        if asked != nil, let first = board.session.topics.first { board.show(topic: first.id, &io) }
        open(&board, &io)
        // Opened by itself, it begins with the greatest difference.
        cursor = ListCursor()
        linkSelection(&board)
        return true
    }

    /// Other screens show another query, and change grades, judges and runs, while this one is not in view.
    mutating func appear(after document: DocumentName?, _ board: inout Board, _ io: inout ScreenIO) {
        refresh(board)
        if !view.isOfDocuments { refreshWhole(board) }
    }

    mutating func accept(_ visit: Visit, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        guard case .comparison(let sides) = visit else { return false }
        (a, b, view, isZoomed, trail) = (sides.a, sides.b, .documents, false, [])
        showChosen(board)
        select(board.selectedCandidate?.document.id)
        return true
    }

    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO) {
        switch change {
        case .topic where board.query.id != topicShown:
            refreshQuery(board)
            // Another query may have other sides.
            if !view.isOfDocuments { refreshWhole(board) }
        case .topic, .judgments, .rankings, .judge: refresh(board)
        case .comparing(let options, let sides):
            (self.options, measure, asked) = (options, nil, Asked(sides: sides))
            refresh(board)
        case .time where queries.isDue && !view.isOfDocuments && board.time.frame - queries.since >= Self.wholePause:
            refreshWhole(board)
        case .plan where waitsToJudge:
            waitsToJudge = false
            io.go(.visit(.judging))
        case .plan, .seen, .time, .sessions, .demos: break
        }
    }

    /// Works the query shown out anew, and all queries when they are next in view.
    mutating func refresh(_ board: Board) {
        refreshQuery(board)
        queries.isDue = true
        progress = (a.queryProgress(board.session), b.queryProgress(board.session))
    }

    /// Works the query shown out anew. O(n log n) for its documents, and O(bytes) of their texts.
    private mutating func refreshQuery(_ board: Board) {
        topicShown = board.query.id
        // A job that did not begin is no side to stay with.
        if areChosen, asked?.sides == nil, !board.isRunning, [a, b].contains(where: { $0.isUnbegun(board.session) }) {
            areChosen = false
        }
        if !areChosen { (a, b) = ComparedSystem.sides(on: board) }
        let kept = selected?.id
        one = a.comparison(with: b, of: [board.topic], on: board, optionsShown(all: false), withUnscored: true)
        var contested = 0
        if case .judge = board.evaluation.graders {} else { contested = board.session.book.contestedCount(query: board.topic.id) }
        facts = one.map { Facts($0, contested: contested) }
        sortRows(board)
        select(kept)
    }

    /// O(documents of all queries), and the tests of one measure; of all measures where they are in view. What is known already
    /// is not worked out again.
    private mutating func refreshWhole(_ board: Board) {
        let asked = ComparedQueries.Request(a: a, b: b, options: optionsShown(all: view == .measures))
        guard queries.isDue || !queries.have(asked) else { return }
        let comparison = a.comparison(with: b, of: board.session.topics, on: board, asked.options)
        queries.replace(comparison, asked, frame: board.time.frame)
    }

    /// The options with the measure shown before the others, or alone.
    private func optionsShown(all: Bool) -> ComparisonOptions {
        var shown = options
        shown.hasWilcoxon = all
        let first = measure ?? options.measures.first
        shown.measures = options.measures.filter { $0 == first } + (all ? options.measures.filter { $0 != first } : [])
        return shown
    }

    /// Measures by the next of the measures.
    private mutating func showNextMeasure(_ board: Board, _ io: inout ScreenIO) {
        let place = measure.flatMap(options.measures.firstIndex) ?? 0
        guard options.measures.count > 1 else { return io.say("there is one measure: 'erank compare' takes more with -m") }
        measure = options.measures[(place + 1) % options.measures.count]
        refresh(board)
        if !view.isOfDocuments { refreshWhole(board) }
        let name = options.measures[(place + 1) % options.measures.count].name
        io.say(one?.measures.isEmpty == false ? "measured by \(name)" : "\(name), once there are grades")
    }

    private mutating func sortRows(_ board: Board) {
        var ranked = query?.documents ?? []
        let grades = grades(board)
        if board.session.plan.isBlind {
            // Others' grades stay hidden: neither the rows' order nor a mark tells them.
            for place in ranked.indices where ranked[place].grade != nil { ranked[place].grade = grades[ranked[place].id] }
        }
        let known = Set(ranked.map(\.id))
        // Candidates that neither side has ranked yet stand at the end.
        let pending = board.candidates.prefix(board.documentCount).map(\.document.id).filter { !known.contains($0) }
        let sorted =
            (view == .moves ? .sideA : order).sorted(ranked)
            + pending.map {
                var document = ComparedDocument(id: $0)
                document.grade = grades[$0]
                return document
            }
        rows = showsDiffering ? sorted.filter { $0.differs(by: least) } : sorted
        slopes = view == .moves ? SlopeChart(rows) : SlopeChart()
    }

    /// The grades that may be shown of the query in view.
    private func grades(_ board: Board) -> [String: Int] {
        var judge: String?
        if case .judge(let chosen) = board.evaluation.graders { judge = chosen }
        if board.session.plan.isBlind { judge = board.session.judge }
        return board.session.book.grades(query: board.query.id, judge: judge)
    }

    private mutating func select(_ id: String?) {
        if let id, let row = rows.firstIndex(where: { $0.id == id }) { cursor.select(row, of: rows.count) }
    }

    // MARK: Commands

    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .open: openRow(&board, &io)
        case .changeView: changeView(board, &io)
        case .swapSides:
            swap(&a, &b)
            showChosen(board)
        case .chooseA: io.show(.list(sidePicker(isB: false, board)))
        case .chooseB: io.show(.list(sidePicker(isB: true, board)))
        case .sortRows: io.show(.list(view.isOfDocuments ? Picker(compareOrder: order) : Picker(querySort: queries.sort)))
        case .onlyDiffering: filter(board, &io)
        case .nextMeasure: showNextMeasure(board, &io)
        case .nextDifference: moveToDifference(1, &board, &io)
        case .previousDifference: moveToDifference(-1, &board, &io)
        case .judgeStakes: judgeStakes(&board, &io)
        case .nextQuery, .previousQuery:
            board.perform(command, &io)
            cursor = ListCursor()
        case .pageDown where view == .pictures: queries.page += 1
        case .pageUp where view == .pictures: queries.page -= 1
        case .back where isZoomed: isZoomed = false
        case .back where !trail.isEmpty:
            let last = trail.removeLast()
            // Only a bin of the pictures filters the table that it opens.
            if last == .pictures { queries.filter = .all }
            show(last, board)
        case .back where view != .documents: show(.documents, board)
        case .back: io.go(.back(from: nil))
        default: performShared(command, &board, &io)
        }
    }

    func word(for command: Command) -> String? { command == .open && isZoomed ? "close" : nil }

    private mutating func openRow(_ board: inout Board, _ io: inout ScreenIO) {
        switch view {
        case .documents, .moves: isZoomed.toggle()
        case .measures:
            guard options.measures.indices.contains(queries.measure.row) else { return }
            measure = options.measures[queries.measure.row]
            refresh(board)
            trail.append(.measures)
            show(board.session.topics.count > 1 ? .queries : .documents, board)
        case .pictures:
            guard board.session.topics.count > 1 else { return }
            // The bins are on the first page.
            guard queries.page == 0 else { return queries.page = 0 }
            queries.filter = .bin(queries.bin.row)
            trail.append(.pictures)
            view = .queries
        case .queries:
            guard let id = queries.selected?.id else { return }
            if let topic = topic(id, board) { board.show(topic: topic.id, &io) }
            trail.append(.queries)
            view = .documents
            cursor = ListCursor()
        }
    }

    /// The query of the session that a comparison has under an id.
    private func topic(_ id: String, _ board: Board) -> Topic? {
        let topics = board.session.topics
        return topics.first { $0.id == id } ?? topics.first { $0.query.exportedID == id }
    }

    /// Documents, their moves, queries where there are several, measures, pictures.
    private mutating func changeView(_ board: Board, _ io: inout ScreenIO) {
        isZoomed = false
        trail = []
        switch view {
        case .documents: show(.moves, board)
        case .moves: show(board.session.topics.count > 1 ? .queries : .measures, board)
        case .queries: show(.measures, board)
        case .measures: show(.pictures, board)
        case .pictures: show(.documents, board)
        }
    }

    private mutating func show(_ next: View, _ board: Board) {
        let kept = selected?.id
        view = next
        if view.isOfDocuments {
            sortRows(board)
            select(kept)
        } else {
            refreshWhole(board)
        }
    }

    /// Only documents on which the sides differ, or all; of the queries, the next of the parts.
    private mutating func filter(_ board: Board, _ io: inout ScreenIO) {
        guard view.isOfDocuments else {
            queries.filter = queries.filter.next
            return io.say(queries.filterWords)
        }
        let kept = selected?.id
        least = least.next
        sortRows(board)
        select(kept)
        io.say(least.words)
    }

    /// To the next document on which the sides differ, or the one before.
    private mutating func moveToDifference(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {
        var row = cursor.row + step
        while rows.indices.contains(row), !rows[row].differs(by: max(least, .usual)) { row += step }
        guard rows.indices.contains(row) else {
            return io.say(step > 0 ? "no document further down differs" : "no document further up differs")
        }
        cursor.select(row, of: rows.count)
        linkSelection(&board)
    }

    /// Goes to judging, the documents first whose grades could change most which side is better.
    private mutating func judgeStakes(_ board: inout Board, _ io: inout ScreenIO) {
        // Of the table of queries the one selected.
        if view == .queries, let id = queries.selected?.id, let topic = topic(id, board) { board.show(topic: topic.id, &io) }
        var plan = board.session.plan
        plan.order = .stakes
        plan.jobs = [a, b].compactMap { if case .job(let id) = $0 { id } else { nil } }
        if plan.jobs?.count != 2 { plan.jobs = nil }
        io.say("judging in the order of what a grade could change between the rankings")
        // The queue is made by the plan that the session has.
        waitsToJudge = plan != board.session.plan
        if waitsToJudge { io.append(.judging(plan)) } else { io.go(.visit(.judging)) }
    }

    mutating func choose(_ choice: Picker.Choice, _ board: inout Board, _ io: inout ScreenIO) {
        let systems = ComparedSystem.all(in: board.session)
        switch choice.list {
        case Picker.sideA where choice.index == systems.count: runNow(asB: false, &board, &io)
        case Picker.sideB where choice.index == systems.count: runNow(asB: true, &board, &io)
        case Picker.sideA where systems.indices.contains(choice.index): a = systems[choice.index]
        case Picker.sideB where systems.indices.contains(choice.index): b = systems[choice.index]
        case Picker.compareOrders where CompareOrder.allCases.indices.contains(choice.index):
            order = CompareOrder.allCases[choice.index]
            // The moves are always in A's order.
            show(.documents, board)
            return
        case Picker.querySorts where ComparedQueries.Sort.allCases.indices.contains(choice.index):
            queries.sort = ComparedQueries.Sort.allCases[choice.index]
            return
        default: return
        }
        guard choice.index < systems.count else { return }
        showChosen(board)
        linkSelection(&board)
    }

    /// The list of what a side can be. Another file goes with a job, and where leaving the session ends nothing.
    private func sidePicker(isB: Bool, _ board: Board) -> Picker {
        let (side, other) = isB ? (b, a) : (a, b)
        var beside: ComparedBeside?
        if case .job(let job) = other, board.source.isWritable, !board.source.name.isEmpty, !board.isRunning {
            beside = ComparedBeside(job: job, isB: isB, options: options)
        }
        return Picker(
            side: side, beside: other, isB: isB, board.session, file: beside, canRun: board.source.isWritable)
    }

    /// Runs a model now, which is chosen from the list of models, on the queries and documents of the other side.
    private func runNow(asB isB: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        if let reason = board.whyNotRun(io.keys) { return io.say(reason) }
        let session = board.session
        let other = isB ? a : b
        var compared = ComparedRun(
            tasks: session.topics.filter { !$0.candidates.isEmpty && !$0.query.text.isEmpty }.map(\.task),
            settings: session.settings, other: other, isB: isB)
        if case .job(let id) = other, let job = session.job(id) {
            compared.settings = job.settings
            compared.tasks = session.runs(of: job).map {
                RerankingTask(query: $0.query, candidates: session.candidates(of: $0))
            }
        }
        // The query in view comes first.
        let shown = board.query.id
        compared.tasks = compared.tasks.filter { $0.query.id == shown } + compared.tasks.filter { $0.query.id != shown }
        io.show(.list(Picker(models: [], current: nil, wish: compared)))
    }

    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        switch command {
        case .sortRows, .onlyDiffering:
            view == .pictures || view == .measures
                ? "that is for tables of documents and queries: \(keys(.changeView)) leads there" : nil
        case .judgeStakes: board.whyNotWrite(keys)
        case .nextDifference, .previousDifference, .grade:
            view.isOfDocuments ? board.whyNot(command, keys) : "that is of one document: \(keys(.open)) opens a query's documents"
        default: board.whyNot(command, keys)
        }
    }

    /// What a person chose stays, and is shown at once.
    private mutating func showChosen(_ board: Board) {
        areChosen = true
        refresh(board)
        if !view.isOfDocuments { refreshWhole(board) }
    }

    /// A grade is for the document selected here, and for no other.
    mutating func grade(_ grade: Int, _ board: inout Board, _ io: inout ScreenIO) {
        guard view.isOfDocuments, let selected else {
            return io.say("a grade is for one document: \(io.keys(.open)) opens the documents of a query")
        }
        board.select(documentID: selected.id)
        guard board.selectedCandidate?.document.id == selected.id else {
            return io.say("this document is beyond the depth of the run shown: it is judged on the screen for judging")
        }
        board.gradeSelected(grade, &io)
    }

    // MARK: Moving

    func pageHeight(_ board: Board, _ size: Size) -> Int {
        max(1, (isZoomed ? layout(size).sides.height - 4 : layout(size).rows.height) - 1)
    }

    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) {
        if isZoomed {
            thoughtTop += rows
        } else if view == .queries {
            queries.cursor.move(by: rows, of: queries.order.count)
        } else if view == .measures {
            queries.measure.move(by: rows, of: options.measures.count)
        } else if view == .pictures {
            queries.bin.move(by: rows, of: queries.bins.counts.count)
        } else {
            cursor.move(by: rows, of: self.rows.count)
            linkSelection(&board)
        }
    }

    /// The document selected here is the one selected on every screen, and the one that a grade is for.
    private mutating func linkSelection(_ board: inout Board) {
        thoughtTop = 0
        if let selected { board.select(documentID: selected.id) }
    }

    mutating func scroll(by lines: Int, at point: Point, _ board: inout Board, _ io: inout ScreenIO) {
        if layout(io.size).sides.contains(point) { thoughtTop += lines } else { move(by: lines.signum(), &board, &io) }
    }

    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        let rect = layout(io.size).rows
        guard rect.contains(point), view != .pictures else { return }
        if view == .queries {
            guard let row = queries.cursor.row(at: point.y, from: rect.y, of: queries.order.count) else { return }
            queries.cursor.select(row, of: queries.order.count)
        } else if view == .measures {
            guard let row = queries.measure.row(at: point.y, from: rect.y, of: options.measures.count) else { return }
            queries.measure.select(row, of: options.measures.count)
        } else {
            guard let row = cursor.row(at: point.y, from: rect.y, of: rows.count) else { return }
            cursor.select(row, of: rows.count)
            linkSelection(&board)
        }
        if isDouble { openRow(&board, &io) }
    }

    mutating func settle(_ board: inout Board, _ size: Size) {
        // The document selected here is the one of every screen.
        if view.isOfDocuments, let selected, board.selectedCandidate?.document.id != selected.id {
            board.select(documentID: selected.id)
        }
        curves = isZoomed ? pairedCurves(board) : nil
        var layout = layout(size)
        // While the table has no room, it keeps its place.
        if !layout.rows.isEmpty {
            cursor.settle(count: rows.count, height: layout.rows.height)
            queries.cursor.settle(count: queries.order.count, height: layout.rows.height)
            queries.measure.settle(count: options.measures.count, height: layout.rows.height)
        }
        let places = [layout.side(b: false), layout.side(b: true)].map {
            CompareSidePane.thoughtPlace($0, isPaired: !layout.distributions.isEmpty)
        }
        thoughts.lay(
            a.run(of: board.query.id, in: board.session), b.run(of: board.query.id, in: board.session), selected?.id,
            widths: (places[0].width, places[1].width))
        layout = self.layout(size)
        if !layout.document.isEmpty {
            document.lay(
                selected.flatMap { text(of: $0.id, board) }, width: layout.document.width - 2, board.search, showsTitle: true)
        }
        thoughtTop = Scroll.clamped(thoughtTop, lines: thoughts.lineCount, height: places.map(\.height).max() ?? 0)
    }

    private func pairedCurves(_ board: Board) -> PairedCurves? {
        guard let id = selected?.id else { return nil }
        let sides = [a, b].map { $0.progress(of: id, for: board.query.id, in: board.session) }
        guard let (run, first) = sides[0], let (other, second) = sides[1],
            run.settings.mode.choices.count == other.settings.mode.choices.count,
            let a = StopCurve(first), let b = StopCurve(second)
        else { return nil }
        return PairedCurves(a: a, b: b, highest: run.settings.mode.choices.count - 1)
    }

    /// A candidate of the query shown.
    private func text(of id: String, _ board: Board) -> Document? {
        board.rows.documents[id].flatMap(board.candidate)?.document
            ?? board.topic.candidates.first { $0.document.id == id }?.document
    }

    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName] {
        guard view.isOfDocuments else { return [] }
        // In full, the document selected alone is in view.
        let shown =
            isZoomed ? [selected].compactMap(\.self)[...] : rows.dropFirst(cursor.top).prefix(max(0, layout(size).rows.height))
        return shown.map {
            DocumentName(queryID: board.query.id, documentID: $0.id)
        }
    }
}
