import Relevance
import Sessions

extension InspectorState {
    /// Grades the selected document; the grade it has is taken back. Scores are in view here, so it is not blind.
    mutating func grade(_ grade: Int) -> [Effect] {
        guard let document = selectedCandidate?.document else { return [] }
        let verdict: Verdict? = self.grade(of: selected) == grade ? nil : .grade(grade)
        let judgment = Judgment(
            queryID: query.id, documentID: document.id, verdict: verdict, judge: session.judge, scale: session.scale.name,
            seconds: Double(frame - selectedSince) / 1000, isBlind: false)
        stepsUnderWay += 1
        return [.append(.judgment(judgment))]
    }

    mutating func undo() -> [Effect] {
        stepsUnderWay += 1
        return [.append(.undo(judge: session.judge))]
    }

    var canUndo: Bool { stepsUnderWay > 0 || session.book.canUndo(judge: session.judge) }

    /// Says what an undo or redo that stands in the journal now will have changed.
    mutating func say(_ changes: [JudgmentBook.Change]) {
        guard replay == nil, let change = changes.first else { return }
        let after = change.after?.grade.map { "back to grade \($0)" } ?? "not judged again"
        let others = changes.count > 1 ? ", and \(changes.count - 1) others" : ""
        say(.information, "\(change.documentID): \(after)\(others)")
    }

    /// The selected document and its thought, for the clipboard.
    mutating func copy() -> [Effect] {
        guard let document = selectedCandidate?.document else { return [] }
        var text = "\(document.id)\n\(document.content)\n"
        if let reasoning = selectedProgress?.reasoning, !reasoning.isEmpty { text += "\n\(reasoning)\n" }
        say(.information, "copied \(document.id)")
        return [.copy(text)]
    }
}
