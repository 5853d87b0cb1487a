import Reranking
import Sessions

/// How far a run is.
struct RunProgress {
    let run: RunState
    /// Whether it is the one under way, here or in a replay.
    let isLive: Bool
    /// Milliseconds of the session's time.
    let clock: Int

    var finishedCount: Int { run.documents.count { $0.phase == .finished } }

    /// Documents done a second since it began or was resumed; nil when nothing runs.
    var documentsPerSecond: Double? {
        let finished = finishedCount - run.keptCount
        let seconds = Double(clock - run.startedAt) / 1000
        return isLive && seconds > 0 && finished > 0 ? Double(finished) / seconds : nil
    }

    /// How much of it is done, in 0...1, documents under way counted in part.
    var doneShare: Double {
        guard !run.documents.isEmpty else { return 0 }
        return (run.scoredShare + Double(run.keptCount)) / Double(run.documents.count)
    }

    /// Seconds until it is done; nil while that would be a guess, and when nothing runs.
    var secondsLeft: Double? { isLive ? run.secondsLeft(at: clock) : nil }
}
