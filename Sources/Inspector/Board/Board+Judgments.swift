import Relevance
import Sessions

/// The judgments of the session's judge, recorded or on their way into the journal.
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
}
