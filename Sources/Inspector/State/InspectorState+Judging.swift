import Relevance
import Sessions

/// Verdicts, and the way back and forth. Each is an event first; the judge's next document does not wait for it.
extension InspectorState {
    mutating func grade(_ grade: Int) -> [Effect] {
        if screen == .judge { return give(.grade(grade)) }
        // Scores are in view here, so it is not blind. The grade that stands is taken back.
        guard let document = selectedCandidate?.document else { return [] }
        let verdict: Verdict? = self.grade(of: selected) == grade ? nil : .grade(grade)
        var judgment = newJudgment(of: JudgeState.DocumentName(queryID: query.id, documentID: document.id))
        judgment.verdict = verdict
        judgment.seconds = Double(max(0, frame - selectedSince)) / 1000
        return append(judgment)
    }

    /// The verdict on the document in view, and on to the next one.
    mutating func give(_ verdict: Verdict) -> [Effect] {
        guard let name = judging.name else { return [] }
        var judgment = newJudgment(of: name)
        judgment.verdict = verdict
        judgment.seconds = Double(max(0, clock - judging.shownAt)) / 1000
        judgment.isBlind = session.plan.isBlind && !hasSeen(name) && !judging.isAdjudicating
        judgment.isAdjudication = judging.isAdjudicating
        judging.last = name
        let effects = append(judgment)
        goOn()
        return effects
    }

    /// What this judge is about to say of a document: the note stays.
    private func newJudgment(of name: JudgeState.DocumentName) -> Judgment {
        Judgment(
            queryID: name.queryID, documentID: name.documentID, verdict: nil, judge: session.judge, scale: session.scale.name,
            isBlind: false, note: judgment(of: name)?.note)
    }

    private mutating func append(_ judgment: Judgment) -> [Effect] {
        judging.given.append(judgment)
        return [.append(.judgment(judgment))]
    }

    // MARK: What stands

    /// This judge's own word as it stands in the journal: what a screen shows as recorded survives whatever ends the program.
    func recorded(of name: JudgeState.DocumentName) -> Judgment? {
        session.book.judgment(query: name.queryID, document: name.documentID, judge: session.judge)
    }

    /// The book with what is on its way into the journal: what comes next does not wait for it.
    var book: JudgmentBook {
        guard !judging.given.isEmpty else { return session.book }
        return judging.given.reduce(into: session.book) { $0.apply($1) }
    }

    /// This judge's own word on a document.
    func judgment(of name: JudgeState.DocumentName) -> Judgment? {
        judging.given.last { $0.queryID == name.queryID && $0.documentID == name.documentID && !$0.isAdjudication }
            ?? recorded(of: name)
    }

    /// Whether this judge has seen what is hidden of a document: there is a grade, or there was one, or it was in view otherwise.
    func hasSeen(_ name: JudgeState.DocumentName) -> Bool {
        judgment(of: name)?.grade != nil
            || session.book.hasSeen(query: name.queryID, document: name.documentID, judge: session.judge)
            || judging.revealed.contains(JudgeState.Reveal(judge: session.judge, document: name))
    }

    /// Whether score, rank and others' grades of a document are in view: unblinded, adjudicating, or this judge's grade
    /// stands. Skip and can't tell are no grades: the document will be asked again.
    func isOpen(_ name: JudgeState.DocumentName) -> Bool {
        judging.isAdjudicating || !isHidden(name)
    }

    /// Whether judging is blind and this judge has not graded the document.
    func isHidden(_ name: JudgeState.DocumentName) -> Bool { session.plan.isBlind && judgment(of: name)?.grade == nil }

    // MARK: Notes

    mutating func note(on name: JudgeState.DocumentName?) -> [Effect] {
        guard let name else { return [] }
        noteTarget = name
        overlay = .prompt(
            Prompt(.note, text: judgment(of: name)?.note ?? "", history: histories["note"], document: name.documentID))
        return []
    }

    mutating func acceptNote(_ text: String) -> [Effect] {
        guard let name = noteTarget else { return [] }
        var judgment = judgment(of: name) ?? newJudgment(of: name)
        let note = text.isEmpty ? nil : text
        guard judgment.note != note else { return [] }
        judgment.note = note
        return append(judgment)
    }

    // MARK: Back and forth

    var canUndo: Bool { !judging.given.isEmpty || session.book.canUndo(judge: session.judge) }

    /// An undo or redo is about to be folded in: what it changes comes into view, and is said.
    mutating func follow(_ changes: [JudgmentBook.Change]) {
        guard replay == nil, let change = changes.first else { return }
        let after = change.after.flatMap { $0.verdict == nil ? nil : "back to \(words(for: $0))" } ?? "the judgment is taken back"
        let others = changes.count > 1 ? ", and \(Figures.count(changes.count - 1, "other"))" : ""
        say(.information, "\(change.documentID): \(after)\(others)")
        guard screen == .judge else { return }
        judging.last = nil
        if change.queryID != query.id { show(topic: change.queryID) }
        showDocument(change.documentID)
    }

    /// A verdict in words: "2 highly relevant", "skipped". The label is that of the scale it was given on, where that is known.
    func words(for judgment: Judgment) -> String {
        switch judgment.verdict {
        case .grade(let grade):
            return "\(grade) \(session.scale(of: judgment)?.grade(grade)?.label ?? "")".trimmed
        case .skipped: return "skipped"
        case .cannotTell: return "can't tell"
        case nil: return ""
        }
    }

    // MARK: The clipboard

    /// The document and its thought; while judging blind, without the thought.
    mutating func copy() -> [Effect] {
        let isJudging = screen == .judge
        guard let document = (isJudging ? judging.candidate : selectedCandidate)?.document else { return [] }
        var text = "\(document.id)\n\(document.content)\n"
        if !isJudging, let reasoning = selectedProgress?.reasoning, !reasoning.isEmpty { text += "\n\(reasoning)\n" }
        say(.information, "copied \(document.id)")
        return [.copy(text)]
    }
}
