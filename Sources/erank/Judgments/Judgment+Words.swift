import Relevance
import Sessions

extension Judgment {
    /// The verdict for people: "2 highly relevant", "skipped", "cannot tell", "a note". A grade has the label of its own
    /// scale.
    func words(in state: SessionState) -> String {
        switch verdict {
        case .grade(let grade):
            let label = state.scale(of: self)?.grade(grade)?.label ?? ""
            return label.isEmpty ? "\(grade)" : "\(grade) \(label)"
        case .skipped: return "skipped"
        case .cannotTell: return "cannot tell"
        case nil: return "a note"
        }
    }
}
