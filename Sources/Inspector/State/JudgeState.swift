import Relevance
import Sessions

/// Where a judge is: the documents of the query shown in judging order, and the one in view.
struct JudgeState: Sendable {
    private(set) var queue: JudgingQueue?
    /// Of the document in view, in the queue.
    private(set) var place = 0
    /// First line of the document in view.
    var top = 0
    /// When the document came into view, in milliseconds of the session.
    private(set) var shownAt = 0
    /// The document judged last: what was hidden of it may be said now.
    var last: DocumentName?
    /// Judgments on their way into the journal: what is next does not wait for them.
    var given: [Judgment] = []
    /// Documents whose figures were in view in this sitting, so that a grade given later is not blind.
    var revealed: Set<Reveal> = []
    /// Those of them that the journal does not know of yet, in the order seen.
    var unrecorded: [Reveal] = []
    /// With the documents judges disagree on, all grades in view: what is given is the last word.
    var isAdjudicating = false
    /// Where Esc goes.
    var origin = Screen.rank
    var progress: JudgingQueue.Progress?
    /// Documents of the queue to be graded that were seen before.
    var seenCount = 0
    /// Half of this judge's grades of the query took less, in seconds; nil before three were measured.
    var pace: Double?

    struct DocumentName: Sendable, Hashable {
        var queryID: String
        var documentID: String
    }

    struct Reveal: Sendable, Hashable {
        var judge: String
        var document: DocumentName
    }

    var candidate: Candidate? {
        queue.flatMap { $0.candidates.indices.contains(place) ? $0.candidates[place] : nil }
    }

    var name: DocumentName? {
        guard let queue, let candidate else { return nil }
        return DocumentName(queryID: queue.queryID, documentID: candidate.document.id)
    }

    mutating func show(_ place: Int, at clock: Int) {
        self.place = min(max(0, place), max(0, (queue?.candidates.count ?? 0) - 1))
        shownAt = clock
        top = 0
    }

    /// Another order, query or judge: the document in view stays where the new queue has it too.
    mutating func take(_ queue: JudgingQueue, at clock: Int) {
        let before = candidate?.document.id
        self.queue = queue
        if let before, let place = queue.candidates.firstIndex(where: { $0.document.id == before }) {
            self.place = place
        } else {
            show(0, at: clock)
        }
    }
}
