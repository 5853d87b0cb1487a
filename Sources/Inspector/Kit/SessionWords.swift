import Relevance
import Reranking
import Sessions

extension SessionState {
    /// A verdict in words: "2 highly relevant", "skipped". The label is that of the scale it was given on, where that is known.
    func words(for judgment: Judgment) -> String {
        switch judgment.verdict {
        case .grade(let grade): "\(grade) \(scale(of: judgment)?.grade(grade)?.label ?? "")".trimmed
        case .skipped: "skipped"
        case .cannotTell: "can't tell"
        case nil: ""
        }
    }

    /// What an undo or redo changed.
    func sentence(for changes: [JudgmentBook.Change]) -> String? {
        guard let change = changes.first else { return nil }
        let after =
            change.after.flatMap { $0.verdict == nil ? nil : "back to \(words(for: $0))" } ?? "the judgment is taken back"
        let others = changes.count > 1 ? ", and \(Figures.count(changes.count - 1, "other"))" : ""
        return "\(change.documentID): \(after)\(others)"
    }
}

extension RunState {
    /// What came of a run that ended.
    func endSentence(_ statistics: RunStatistics) -> String {
        let now = keptCount > 0 ? ", \(settledNowCount) of them now," : ""
        return "\(counts.words)\(now) in \(Figures.duration(statistics.seconds))"
    }
}
