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

    mutating func takeUnrecorded() -> [Reveal] {
        defer { unrecorded = [] }
        return unrecorded
    }
}

extension Board {
    /// The grade on the selected document, its scores in view: it is not blind. The grade that it has already is taken back.
    mutating func gradeSelected(_ grade: Int, _ io: inout ScreenIO) {
        guard let name = name(of: selected) else { return }
        var judgment = newJudgment(of: name)
        judgment.verdict = self.grade(of: selected) == grade ? nil : .grade(grade)
        judgment.seconds = Double(max(0, time.frame - selection.since)) / 1000
        append(judgment, &io)
    }

    /// What this judge is about to say of a document: the note stays.
    func newJudgment(of name: DocumentName) -> Judgment {
        Judgment(
            queryID: name.queryID, documentID: name.documentID, verdict: nil, judge: session.judge, scale: session.scale.name,
            isBlind: false, note: judgment(of: name)?.note)
    }

    mutating func append(_ judgment: Judgment, _ io: inout ScreenIO) {
        judgments.add(judgment)
        io.append(.judgment(judgment))
    }

    // MARK: What is judged

    /// This judge's own judgment as the journal has it: what a screen shows as recorded survives whatever ends the program.
    func recorded(of name: DocumentName) -> Judgment? {
        session.book.judgment(query: name.queryID, document: name.documentID, judge: session.judge)
    }

    /// The judgments with those on their way into the journal: what comes next does not wait for it.
    var bookWithPending: JudgmentBook {
        guard !judgments.given.isEmpty else { return session.book }
        return judgments.given.reduce(into: session.book) { $0.apply($1) }
    }

    /// This judge's own judgment of a document, recorded or not yet.
    func judgment(of name: DocumentName) -> Judgment? {
        judgments.given.last { $0.queryID == name.queryID && $0.documentID == name.documentID && !$0.isAdjudication }
            ?? recorded(of: name)
    }

    /// Whether this judge has seen what is hidden of a document: there is a grade, or there was one, or it was in view
    /// otherwise.
    func hasSeen(_ name: DocumentName) -> Bool {
        judgment(of: name)?.grade != nil
            || session.book.hasSeen(query: name.queryID, document: name.documentID, judge: session.judge)
            || judgments.isRevealed(name, to: session.judge)
    }

    /// Whether judging is blind and this judge has not graded the document.
    func isHidden(_ name: DocumentName) -> Bool { session.plan.isBlind && judgment(of: name)?.grade == nil }

    var canUndo: Bool { !judgments.given.isEmpty || session.book.canUndo(judge: session.judge) }

    /// A verdict in words: "2 highly relevant", "skipped". The label is that of the scale it was given on, where that is known.
    func words(for judgment: Judgment) -> String {
        switch judgment.verdict {
        case .grade(let grade): "\(grade) \(session.scale(of: judgment)?.grade(grade)?.label ?? "")".trimmed
        case .skipped: "skipped"
        case .cannotTell: "can't tell"
        case nil: ""
        }
    }

    // MARK: Notes

    func askNote(on name: DocumentName?, _ io: inout ScreenIO) {
        guard let name else { return }
        io.show(.line(LineInput(.note, text: judgment(of: name)?.note ?? "", document: name)))
    }

    mutating func acceptNote(_ text: String, on name: DocumentName?, _ io: inout ScreenIO) {
        guard let name else { return }
        var judgment = judgment(of: name) ?? newJudgment(of: name)
        let note = text.isEmpty ? nil : text
        guard judgment.note != note else { return }
        judgment.note = note
        append(judgment, &io)
    }

    // MARK: What was seen

    /// What a judge has seen of documents not graded yet, as events for the journal; what it has already is left out.
    mutating func takeSeen() -> [SessionEvent] {
        guard !judgments.unrecorded.isEmpty else { return [] }
        var lists: [(judge: String, queryID: String, documentIDs: [String])] = []
        for reveal in judgments.takeUnrecorded() where !isKnown(reveal) {
            let (queryID, documentID) = (reveal.document.queryID, reveal.document.documentID)
            if let index = lists.firstIndex(where: { $0.judge == reveal.judge && $0.queryID == queryID }) {
                lists[index].documentIDs.append(documentID)
            } else {
                lists.append((reveal.judge, queryID, [documentID]))
            }
        }
        return lists.map { .seen(judge: $0.judge, queryID: $0.queryID, documentIDs: $0.documentIDs) }
    }

    /// Whether the journal says so already, or is about to: what is graded has been seen.
    private func isKnown(_ reveal: PendingJudgments.Reveal) -> Bool {
        let (queryID, documentID) = (reveal.document.queryID, reveal.document.documentID)
        return session.book.hasSeen(query: queryID, document: documentID, judge: reveal.judge)
            || judgments.given.contains {
                $0.judge == reveal.judge && $0.queryID == queryID && $0.documentID == documentID && $0.grade != nil
            }
    }
}
