import Relevance
import Sessions

extension InspectorState {
    mutating func grade(_ grade: Int) -> [Effect] {
        guard let document = selectedCandidate?.document else { return [] }
        gradesToUndo.append(GradeChange(queryID: query.id, documentID: document.id, before: self.grade(of: selected)))
        let given = self.grade(of: selected) == grade ? nil : grade
        return [.append(.judgment(Judgment(queryID: query.id, documentID: document.id, grade: given, judge: judge)))]
    }

    mutating func undo() -> [Effect] {
        guard let change = gradesToUndo.popLast() else { return [] }
        say(.information, "\(change.documentID): \(change.before.map { "back to grade \($0)" } ?? "not judged again")")
        return [
            .append(
                .judgment(Judgment(queryID: change.queryID, documentID: change.documentID, grade: change.before, judge: judge)))
        ]
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
