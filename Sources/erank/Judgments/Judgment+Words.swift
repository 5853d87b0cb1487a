import Relevance

extension Judgment {
    /// What was decided, for people: "2 highly relevant", "skipped", "cannot tell", "a note".
    func words(on scale: GradeScale) -> String {
        switch verdict {
        case .grade(let grade):
            let label = scale.grade(grade)?.label ?? ""
            return label.isEmpty ? "\(grade)" : "\(grade) \(label)"
        case .skipped: return "skipped"
        case .cannotTell: return "cannot tell"
        case nil: return "a note"
        }
    }
}
