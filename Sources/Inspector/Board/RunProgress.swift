import Reranking
import Sessions

/// How far the run shown is.
extension Board {
    var finishedCount: Int { run?.documents.count { $0.phase == .finished } ?? 0 }

    /// Documents done a second in the run shown, since it began or was resumed.
    var documentsPerSecond: Double? {
        guard let run else { return nil }
        if let statistics = run.statistics { return statistics.documents > 0 ? statistics.documentsPerSecond : nil }
        let finished = finishedCount - run.keptCount
        let seconds = Double(time.clock - run.startedAt) / 1000
        return isShowingLiveRun && seconds > 0 && finished > 0 ? Double(finished) / seconds : nil
    }

    /// How much of the run shown is done, in 0...1, documents under way counted in part.
    var doneShare: Double {
        guard let run, !run.documents.isEmpty else { return 0 }
        return (run.scoredShare + Double(run.keptCount)) / Double(run.documents.count)
    }

    /// Seconds until the run shown is done, at the pace since it began or was resumed; nil while that would be a guess, and
    /// when nothing runs.
    var secondsLeft: Double? {
        guard isShowingLiveRun, let run else { return nil }
        let seconds = Double(time.clock - run.startedAt) / 1000
        let share = run.scoredShare / Double(max(1, run.documents.count - run.keptCount))
        return share > 0.01 && seconds > 1 ? seconds * (1 - share) / share : nil
    }

    /// What is left of the run shown, and the key that scores it; nil where it is complete or under way.
    func unfinishedWords(_ keys: KeyNames) -> String? {
        guard let run = unfinishedRun else { return nil }
        let remedy = whyNotRun(keys) == nil ? ": \(keys(.run)) resumes" : ""
        return switch run.status {
        case .announced: "not run yet" + (remedy.isEmpty ? "" : ": \(keys(.run))")
        case .interrupted: "interrupted" + remedy
        case .ended, .underWay: "\(run.unfinishedCount) left" + remedy
        }
    }
}
