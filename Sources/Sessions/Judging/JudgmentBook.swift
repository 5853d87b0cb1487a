import Relevance

/// Every judgment of a session as it stands, and each judge's way back and forth: the fold of its judgments, undos and redos,
/// and of what judges have seen.
///
/// A judge has one word on a document of a query, and one adjudication of it. Each judgment is a step of its judge's that `undo` takes back and
/// `redo` gives again, without limit and across restarts, since both are events too; a new judgment drops what was to be redone.
/// Judgments of one batch that follow each other are one step. A judgment that says nothing where nothing was said is no step.
///
/// A step costs O(1), however long the session.
public struct JudgmentBook: Sendable, Equatable {
    /// Those who have said something themselves (not merely adjudicated), in the order in which they first did.
    public private(set) var judges: [String] = []

    struct Standing: Sendable, Equatable {
        var judgment: Judgment
        var milliseconds: Int
        /// Counts judgments, so that the later of two adjudications is known.
        var number: Int
    }

    struct Move: Sendable, Equatable {
        var queryID: String
        var documentID: String
        var isAdjudication: Bool
        var before: Standing?
        var after: Standing?
    }

    struct Step: Sendable, Equatable {
        var batch: String?
        var moves: [Move]
    }

    struct History: Sendable, Equatable {
        /// Whether the judge has said anything but adjudications.
        var isJudge = false
        /// Documents ever graded, by query id: an undo does not undo what the judge has seen since.
        var judged: [String: Set<String>] = [:]
        /// Documents whose figures were in view otherwise, by query id.
        var seen: [String: Set<String>] = [:]
        var done: [Step] = []
        var undone: [Step] = []
    }

    /// What stands, by query, then document: judges by name, then adjudicators by name.
    private(set) var standing: [String: [String: [Standing]]] = [:]
    private(set) var histories: [String: History] = [:]
    private var count = 0

    public init() {}

    // MARK: Steps

    /// Takes in a judgment given at a moment of the session. O(1), amortised.
    public mutating func apply(_ judgment: Judgment, milliseconds: Int = 0) {
        let before = said(
            query: judgment.queryID, document: judgment.documentID, judge: judgment.judge, isAdjudication: judgment.isAdjudication
        )
        guard before != nil || !judgment.isEmpty else { return }
        count += 1
        let after = judgment.isEmpty ? nil : Standing(judgment: judgment, milliseconds: milliseconds, number: count)
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

    /// Takes the judge's last step back; nothing where there is none. O(moves of the step): 1, or as many as an import had.
    public mutating func undo(judge: String) {
        guard let step = histories[judge]?.done.popLast() else { return }
        for move in step.moves.reversed() { put(move.before, for: move, judge: judge) }
        histories[judge]?.undone.append(step)
    }

    /// Gives the judge's step again that was taken back last; nothing where there is none.
    public mutating func redo(judge: String) {
        guard let step = histories[judge]?.undone.popLast() else { return }
        for move in step.moves { put(move.after, for: move, judge: judge) }
        histories[judge]?.done.append(step)
    }

    /// The judge has seen what is hidden of documents while judging is blind. That is no step: nothing takes it back. O(documents).
    public mutating func see(_ documents: [String], query: String, judge: String) {
        guard !documents.isEmpty else { return }
        histories[judge, default: History()].seen[query, default: []].formUnion(documents)
    }

    private mutating func record(_ move: Move, batch: String?, judge: String) {
        // The history is reached in place each time: a copy of it would cost its length.
        let goesOn = batch != nil && histories[judge]?.done.last?.batch == batch && histories[judge]?.undone.isEmpty == true
        if goesOn, let last = histories[judge]?.done.indices.last {
            histories[judge]?.done[last].moves.append(move)
        } else {
            histories[judge, default: History()].done.append(Step(batch: batch, moves: [move]))
            histories[judge]?.undone = []
        }
    }

    private mutating func put(_ new: Standing?, for move: Move, judge: String) {
        // In place each time: a copy of a query's documents would cost their number.
        let known = place(of: judge, isAdjudication: move.isAdjudication, query: move.queryID, document: move.documentID)
        guard let new else {
            guard known.isThere else { return }
            standing[move.queryID]?[move.documentID]?.remove(at: known.index)
            if standing[move.queryID]?[move.documentID]?.isEmpty == true { standing[move.queryID]?[move.documentID] = nil }
            if standing[move.queryID]?.isEmpty == true { standing[move.queryID] = nil }
            return
        }
        if known.isThere {
            standing[move.queryID]?[move.documentID]?[known.index] = new
        } else {
            standing[move.queryID, default: [:]][move.documentID, default: []].insert(new, at: known.index)
        }
    }

    /// Where the judge's word on a document stands among those on it, or where it belongs. O(judges of the document).
    private func place(of judge: String, isAdjudication: Bool, query: String, document: String) -> (index: Int, isThere: Bool) {
        let list = standing[query]?[document] ?? []
        let index = list.firstIndex { (standing: Standing) in
            let other = standing.judgment
            return other.isAdjudication != isAdjudication ? other.isAdjudication : other.judge >= judge
        }
        guard let index else { return (list.count, false) }
        return (index, list[index].judgment.judge == judge && list[index].judgment.isAdjudication == isAdjudication)
    }

    /// What the judge says of a document, with when it was said.
    func said(query: String, document: String, judge: String, isAdjudication: Bool = false) -> Standing? {
        let known = place(of: judge, isAdjudication: isAdjudication, query: query, document: document)
        return known.isThere ? standing[query]?[document]?[known.index] : nil
    }
}
