import Relevance

/// The current judgments of a session, and the undo history of each judge. It is the fold of the session's judgments, undos
/// and redos, and of the record of what judges have seen.
///
/// For each query and document, a judge has at most one judgment and one adjudication. Every change is a step of its judge.
/// `undo` and `redo` have no limit, and they work across restarts because they are events too. A new judgment empties the
/// judge's redo list. Consecutive judgments of the same batch are one step. An empty judgment where there is none is not a
/// step.
///
/// A step costs O(1), however long the session is.
public struct JudgmentBook: Sendable, Equatable {
    /// Everyone who has given a judgment (not only adjudications), in the order of their first judgments.
    public private(set) var judges: [String] = []

    /// A current judgment with its time.
    struct Record: Sendable, Equatable {
        var judgment: Judgment
        var milliseconds: Int
        /// Numbers the judgments, so that the later one of two adjudications is known.
        var number: Int
    }

    /// The change of one judgment.
    struct Move: Sendable, Equatable {
        var queryID: String
        var documentID: String
        var isAdjudication: Bool
        var before: Record?
        var after: Record?
    }

    /// Changes that are undone together.
    struct Step: Sendable, Equatable {
        var batch: String?
        var moves: [Move]
    }

    /// What one judge has done and seen.
    struct History: Sendable, Equatable {
        /// True if the judge has given anything but adjudications.
        var isJudge = false
        /// Documents ever graded, by query id. An undo does not remove them, because the judge has seen the result.
        var judged: [String: Set<String>] = [:]
        /// Documents of which the judge saw hidden values in another way, by query id.
        var seen: [String: Set<String>] = [:]
        var done: [Step] = []
        var undone: [Step] = []
    }

    /// The current judgments by query, then by document: judgments by judge, then adjudications by judge.
    private(set) var records: [String: [String: [Record]]] = [:]
    private(set) var histories: [String: History] = [:]
    private var count = 0

    /// A book without judgments.
    public init() {}

    // MARK: Steps

    /// Applies a judgment that was given at this time of the session. O(1), amortised.
    public mutating func apply(_ judgment: Judgment, milliseconds: Int = 0) {
        let before = current(
            query: judgment.queryID, document: judgment.documentID, judge: judgment.judge, isAdjudication: judgment.isAdjudication
        )
        guard before != nil || !judgment.isEmpty else { return }
        count += 1
        let after = judgment.isEmpty ? nil : Record(judgment: judgment, milliseconds: milliseconds, number: count)
        let move = Move(
            queryID: judgment.queryID, documentID: judgment.documentID, isAdjudication: judgment.isAdjudication, before: before,
            after: after)
        put(after, for: move, judge: judgment.judge)
        record(move, batch: judgment.batch, judge: judgment.judge)
        if judgment.grade != nil {
            histories[judgment.judge]?.judged[judgment.queryID, default: []].insert(judgment.documentID)
        }
        if !judgment.isAdjudication, histories[judgment.judge]?.isJudge != true {
            histories[judgment.judge]?.isJudge = true
            judges.append(judgment.judge)
        }
    }

    /// Undoes the judge's last step; does nothing if there is none. O(changes of the step): 1, or the size of an import.
    public mutating func undo(judge: String) {
        guard let step = histories[judge]?.done.popLast() else { return }
        for move in step.moves.reversed() { put(move.before, for: move, judge: judge) }
        histories[judge]?.undone.append(step)
    }

    /// Redoes the step that the judge undid last; does nothing if there is none.
    public mutating func redo(judge: String) {
        guard let step = histories[judge]?.undone.popLast() else { return }
        for move in step.moves { put(move.after, for: move, judge: judge) }
        histories[judge]?.done.append(step)
    }

    /// Records that the judge has seen what blind judging hides of these documents. This is not a step and cannot be undone.
    /// O(documents).
    public mutating func see(_ documents: [String], query: String, judge: String) {
        guard !documents.isEmpty else { return }
        histories[judge, default: History()].seen[query, default: []].formUnion(documents)
    }

    private mutating func record(_ move: Move, batch: String?, judge: String) {
        // The history is changed in place each time, because copying it would cost its length.
        let goesOn = batch != nil && histories[judge]?.done.last?.batch == batch && histories[judge]?.undone.isEmpty == true
        if goesOn, let last = histories[judge]?.done.indices.last {
            histories[judge]?.done[last].moves.append(move)
        } else {
            histories[judge, default: History()].done.append(Step(batch: batch, moves: [move]))
            histories[judge]?.undone = []
        }
    }

    private mutating func put(_ new: Record?, for move: Move, judge: String) {
        // Changed in place each time, because copying the documents of a query would cost their number.
        let known = place(of: judge, isAdjudication: move.isAdjudication, query: move.queryID, document: move.documentID)
        guard let new else {
            guard known.isThere else { return }
            records[move.queryID]?[move.documentID]?.remove(at: known.index)
            if records[move.queryID]?[move.documentID]?.isEmpty == true { records[move.queryID]?[move.documentID] = nil }
            if records[move.queryID]?.isEmpty == true { records[move.queryID] = nil }
            return
        }
        if known.isThere {
            records[move.queryID]?[move.documentID]?[known.index] = new
        } else {
            records[move.queryID, default: [:]][move.documentID, default: []].insert(new, at: known.index)
        }
    }

    /// The index of the judge's judgment among those of the document, or the index at which to insert it. O(judges of the
    /// document).
    private func place(of judge: String, isAdjudication: Bool, query: String, document: String) -> (index: Int, isThere: Bool) {
        let list = records[query]?[document] ?? []
        let index = list.firstIndex { (record: Record) in
            let other = record.judgment
            return other.isAdjudication != isAdjudication ? other.isAdjudication : other.judge >= judge
        }
        guard let index else { return (list.count, false) }
        return (index, list[index].judgment.judge == judge && list[index].judgment.isAdjudication == isAdjudication)
    }

    /// The judge's current judgment of a document, with its time.
    func current(query: String, document: String, judge: String, isAdjudication: Bool = false) -> Record? {
        let known = place(of: judge, isAdjudication: isAdjudication, query: query, document: document)
        return known.isThere ? records[query]?[document]?[known.index] : nil
    }
}
