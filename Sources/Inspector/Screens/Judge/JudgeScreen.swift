import Relevance
import Sessions
import Terminal

/// One document after the other to grade, with what is asked and the grades always in view.
struct JudgeScreen: ScreenModel {
    static let context = KeyContext("judge", "Judging")
    static let recordsWhatIsSeen = true
    static let isForWriting = true
    static let searchesOneDocument = true

    /// The documents of the query shown, in judging order.
    private(set) var queue: JudgingQueue?
    /// The index in the queue of the document in view; one past the last shows that nothing is left to judge.
    private(set) var index = 0
    /// First line of the document in view.
    var top = 0
    /// When the document came into view, in milliseconds of the session.
    private(set) var shownAt = 0
    /// The document judged last: what was hidden of it may be said now.
    var last: DocumentName?
    /// Set while documents on which judges disagree are judged, all grades in view.
    var adjudication: Adjudication?
    private(set) var progress: JudgingQueue.Progress?
    /// How many other queries have documents left to judge: told when all of the query shown have a verdict.
    private(set) var queriesLeft = 0
    /// Documents of the queue without a grade that were seen before.
    private(set) var seenCount = 0
    /// The median of the seconds that this judge took for a grade of the query; nil with fewer than three.
    private(set) var pace: Double?
    var document = DocumentFlow()

    /// The disagreements to adjudicate, and the one in view.
    struct Adjudication: Sendable {
        var documents: [DocumentName]
        var index: Int
    }

    var isAdjudicating: Bool { adjudication != nil }

    /// The disagreement in view while adjudicating.
    private var disagreement: DocumentName? {
        adjudication.flatMap { $0.documents.indices.contains($0.index) ? $0.documents[$0.index] : nil }
    }

    var candidate: Candidate? {
        queue.flatMap { $0.candidates.indices.contains(index) ? $0.candidates[index] : nil }
    }

    /// Whether the page in view says that every document of the query has a verdict: no grade can go astray there.
    var isDone: Bool { queue.map { !$0.candidates.isEmpty && index >= $0.candidates.count } ?? false }

    var name: DocumentName? {
        guard let queue, let candidate else { return nil }
        return DocumentName(queryID: queue.queryID, documentID: candidate.document.id)
    }

    // MARK: The queue

    /// The documents of the query shown. With another order, query or judge, the document in view stays where the new queue
    /// has it too.
    mutating func openQueue(_ board: inout Board, ofAllDocuments: Bool = false) {
        var plan = board.session.plan
        if ofAllDocuments { plan.depth = nil }
        let queue = board.session.queue(for: board.topic, plan: plan)
        let before = candidate?.document.id
        let wasDone = isDone && self.queue?.queryID == queue.queryID
        self.queue = queue
        if wasDone, queue.progress(in: board.bookWithPending).left == 0 {
            showDone(board)
        } else if let before, let index = queue.candidates.firstIndex(where: { $0.document.id == before }) {
            self.index = index
        } else {
            show(0, board)
        }
        refresh(&board)
    }

    mutating func show(_ index: Int, _ board: Board) {
        self.index = min(max(0, index), max(0, (queue?.candidates.count ?? 0) - 1))
        shownAt = board.time.clock
        top = 0
    }

    /// Shows that nothing is left to judge.
    mutating func showDone(_ board: Board) {
        show(0, board)
        queriesLeft = board.session.topics.count { $0.id != queue?.queryID && isLeft(of: $0, board) }
        index = queue?.candidates.count ?? 0
    }

    /// To the next query, from the one shown on, with documents left to judge.
    mutating func goToQueryLeft(_ board: inout Board, _ io: inout ScreenIO) {
        let topics = board.session.topics
        let following = board.topicIndex.map { topics[($0 + 1)...] + topics[..<$0] } ?? topics[...]
        if let next = following.first(where: { isLeft(of: $0, board) }) { board.show(topic: next.id, &io) }
    }

    /// Whether a query has a document without a verdict of this judge. The queue tells; where one of the first candidates has
    /// none, it need not be made.
    private func isLeft(of topic: Topic, _ board: Board) -> Bool {
        let (session, book) = (board.session, board.bookWithPending)
        let first = topic.candidates.prefix(session.plan.depth ?? .max)
        func isOpen(_ candidate: Candidate) -> Bool {
            book.judgment(query: topic.id, document: candidate.document.id, judge: session.judge)?.verdict == nil
        }
        if first.contains(where: isOpen) { return true }
        return session.queue(for: topic).progress(in: book).left > 0
    }

    mutating func show(documentID: String, _ board: Board) {
        if let index = queue?.candidates.firstIndex(where: { $0.document.id == documentID }) { show(index, board) }
    }

    /// What the header counts, after judgments changed: what the journal has alone.
    mutating func refresh(_ board: inout Board) {
        guard let queue else { return }
        let book = board.session.book
        progress = queue.progress(in: book)
        seenCount = queue.candidates.count { candidate in
            let name = DocumentName(queryID: queue.queryID, documentID: candidate.document.id)
            return board.judgment(of: name)?.grade == nil && board.hasSeen(name)
        }
        // What was skipped says nothing of how long a grade takes.
        let seconds = queue.candidates.compactMap {
            let judgment = book.judgment(query: queue.queryID, document: $0.document.id, judge: queue.judge)
            return judgment?.grade == nil ? nil : judgment?.seconds
        }.filter(\.isFinite).sorted()
        pace = seconds.count < 3 ? nil : seconds[seconds.count / 2]
        evaluate(&board)
    }

    /// While the figures of the rankings may be in view, they are those of the grades so far.
    private func evaluate(_ board: inout Board) {
        if !board.session.plan.isBlind { board.evaluate(allQueries: false) }
    }

    // MARK: Coming into view

    mutating func open(_ board: inout Board, _ io: inout ScreenIO) {
        adjudication = nil
        last = nil
        openQueue(&board)
        if let name, board.judgment(of: name)?.verdict != nil { goToUnjudged(board, &io) }
    }

    mutating func accept(_ visit: Visit, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        switch visit {
        case .adjudication(let documents, let index):
            guard showConflict(Adjudication(documents: documents, index: index), &board, &io) else { return false }
            last = nil
        case .judging: open(&board, &io)
        case .thought, .comparison: return false
        }
        return true
    }

    /// Another screen may have shown another query meanwhile: a disagreement comes back with its own.
    mutating func appear(after document: DocumentName?, _ board: inout Board, _ io: inout ScreenIO) {
        let conflict = disagreement
        if let conflict, conflict.queryID != board.query.id { board.show(topic: conflict.queryID, &io) }
        openQueue(&board, ofAllDocuments: isAdjudicating)
        if let conflict { show(documentID: conflict.documentID, board) }
    }

    /// Judging that lies further down in the stack is no adjudication.
    mutating func dismiss() { adjudication = nil }

    mutating func restore(_ place: Place, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        openQueue(&board)
        if let document = place.document {
            show(documentID: document, board)
        } else if let name, board.judgment(of: name)?.verdict != nil {
            goToUnjudged(board, &io)
        }
        return true
    }

    func describe(_ place: inout Place) {
        if place.screen == .judge { place.document = candidate?.document.id }
    }

    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO) {
        switch change {
        case .topic, .plan:
            if disagreement?.queryID != board.query.id { adjudication = nil }
            let isOther = queue?.queryID != board.query.id
            openQueue(&board, ofAllDocuments: isAdjudicating)
            guard isOther else { return }
            last = nil
            // A document that has a verdict is not asked for again.
            if !isAdjudicating, let name, board.judgment(of: name)?.verdict != nil { goToUnjudged(board, &io) }
        case .judgments(let undone):
            if let change = undone.first, !board.isReplay { follow(change, &board, &io) }
            refresh(&board)
        case .judge:
            last = nil
            openQueue(&board, ofAllDocuments: isAdjudicating)
            io.say("\(board.session.judge) judges from here on")
            // A disagreement stays in view, whoever adjudicates it.
            if isAdjudicating { return }
            // From the beginning, so that judges meet the same documents first.
            show(queue?.next(after: nil, in: board.bookWithPending) ?? 0, board)
        case .seen: refresh(&board)
        case .rankings: evaluate(&board)
        case .time, .sessions, .demos, .comparing: break
        }
    }

    /// What an undo or redo changed comes into view.
    private mutating func follow(_ change: JudgmentBook.Change, _ board: inout Board, _ io: inout ScreenIO) {
        last = nil
        let name = DocumentName(queryID: change.queryID, documentID: change.documentID)
        if let index = adjudication?.documents.firstIndex(of: name) {
            adjudication?.index = index
        } else {
            adjudication = nil
        }
        if change.queryID != board.query.id {
            board.show(topic: change.queryID, &io)
            openQueue(&board, ofAllDocuments: isAdjudicating)
        }
        show(documentID: change.documentID, board)
    }
}
