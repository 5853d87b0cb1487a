import Relevance
import Sessions

/// Judgments that the journal does not have yet. Each is an event first; the judge's next document does not wait for it.
struct PendingJudgments: Sendable {
    /// On their way into the journal, oldest first.
    private(set) var given: [Judgment] = []
    /// Documents whose figures were in view in this sitting, so that a grade given later is not blind.
    private var revealed: Set<Reveal> = []
    /// Those of them that the journal does not have yet, in the order seen.
    private(set) var unrecorded: [Reveal] = []

    struct Reveal: Sendable, Hashable {
        var judge: String
        var document: DocumentName
    }

    mutating func add(_ judgment: Judgment) { given.append(judgment) }

    mutating func remove(_ judgment: Judgment) {
        if let index = given.firstIndex(of: judgment) { given.remove(at: index) }
    }

    mutating func reveal(_ document: DocumentName, to judge: String) {
        let reveal = Reveal(judge: judge, document: document)
        if revealed.insert(reveal).inserted { unrecorded.append(reveal) }
    }

    func isRevealed(_ document: DocumentName, to judge: String) -> Bool {
        revealed.contains(Reveal(judge: judge, document: document))
    }

    /// What judges have seen of documents not graded yet, as events for the journal; what it has already is left out.
    mutating func takeSeen(_ book: JudgmentBook) -> [SessionEvent] {
        guard !unrecorded.isEmpty else { return [] }
        var lists: [(judge: String, queryID: String, documentIDs: [String])] = []
        for reveal in unrecorded where !isKnown(reveal, book) {
            let (queryID, documentID) = (reveal.document.queryID, reveal.document.documentID)
            if let index = lists.firstIndex(where: { $0.judge == reveal.judge && $0.queryID == queryID }) {
                lists[index].documentIDs.append(documentID)
            } else {
                lists.append((reveal.judge, queryID, [documentID]))
            }
        }
        unrecorded = []
        return lists.map { .seen(judge: $0.judge, queryID: $0.queryID, documentIDs: $0.documentIDs) }
    }

    /// Whether the journal says so already, or is about to: what is graded has been seen.
    private func isKnown(_ reveal: Reveal, _ book: JudgmentBook) -> Bool {
        let (queryID, documentID) = (reveal.document.queryID, reveal.document.documentID)
        return book.hasSeen(query: queryID, document: documentID, judge: reveal.judge)
            || given.contains {
                $0.judge == reveal.judge && $0.queryID == queryID && $0.documentID == documentID && $0.grade != nil
            }
    }
}
