import Relevance
import Reranking
import Sessions

/// The document selected.
struct Selection: Sendable {
    /// Its index among the candidates.
    fileprivate(set) var document = 0
    /// The frame at which it was first in view.
    fileprivate(set) var since = 0
    var follow = Follow.stay
    /// Counts the changes, so that a screen can tell that its texts begin anew.
    fileprivate(set) var changes = 0
    /// Whether the table still has to bring its row into view.
    var wantsReveal = false
}

extension Board {
    var selected: Int { selection.document }
    var selectedCandidate: Candidate? { candidate(selected) }
    var selectedProgress: DocumentProgress? { progress(of: selected) }
    var selectedTokens: TokenLog { selectedProgress?.tokens ?? TokenLog() }
    var selectedRow: Int { rows.row(of: selected) ?? 0 }

    /// Selects a document and brings it into view.
    mutating func select(_ document: Int) {
        guard documentCount > 0 else {
            selection.document = 0
            return
        }
        let document = min(max(0, document), documentCount - 1)
        if document != selection.document {
            selection.document = document
            selection.since = time.frame
            selection.changes += 1
        }
        selection.wantsReveal = true
    }

    /// Selects a document by its id, where it is among those shown.
    mutating func select(documentID: String) {
        guard let document = rows.documents[documentID] else { return }
        selection.follow = .stay
        select(document)
    }

    /// Moves the selection by rows; a person who moves it wants it to stay.
    mutating func moveSelection(by offset: Int) {
        guard rows.count > 0 else { return }
        let target = min(max(0, selectedRow + offset), rows.count - 1)
        selection.follow = .stay
        if let document = rows.document(at: target) { select(document) }
    }

    /// Selects the first row.
    mutating func selectTop() { select(rows.document(at: 0) ?? 0) }

    /// Another run or query is shown, or the session anew: the document selected is in view from now on.
    mutating func restartSelection() { selection.since = time.frame }

    /// Orders the rows anew; they move there from where they were.
    mutating func rank() {
        rows.rank(
            candidates.prefix(documentCount), run, mode: mode,
            by: run.map { session.rankBy(of: $0.request.job) } ?? session.rankBy, frame: time.frame, moves: !reducesMotion)
        selection.document = min(max(0, selection.document), max(0, rows.count - 1))
        if selection.follow == .top { selectTop() }
    }

    /// The documents from top to bottom at this moment.
    var order: [Int] { rows.order(at: time.frame) }

    /// Goes to the document that the model thinks about, and stays until that one is done.
    mutating func followThinking() {
        guard let run else { return }
        if run.documents.indices.contains(selected), run.documents[selected].phase == .thinking { return }
        if let next = run.documents.firstIndex(where: { $0.phase == .thinking }) { select(next) }
    }

    /// Whether a document or its thought has the text searched for.
    func matches(_ document: Int) -> Bool {
        guard let found = candidate(document)?.document else { return false }
        return [found.id, found.title, found.text].contains { $0.range(ofFolded: search.needle) != nil }
            || progress(of: document)?.reasoning.range(ofFolded: search.needle) != nil
    }
}
