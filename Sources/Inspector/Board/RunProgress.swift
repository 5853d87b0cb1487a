import Reranking
import Sessions

/// How far a run is.
struct RunProgress {
    let run: RunState
    /// Whether it is the one under way, here or in a replay.
    let isLive: Bool
    /// Milliseconds of the session's time.
    let clock: Int

    /// Documents with an outcome. One that was cancelled has none.
    var settledCount: Int { run.documents.count(where: \.isSettled) }

    /// Documents done a second since it began or was resumed; nil when nothing runs.
    var documentsPerSecond: Double? {
        let finished = settledCount - run.keptCount
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

/// How far a job of several queries is, whose runs follow one another.
struct JobProgress {
    let runs: [RunState]
    /// Milliseconds of the session's time.
    let clock: Int

    /// nil where the job has one query, and where one query of it is resumed later: the others then wait for nobody.
    init?(of run: RunState, in session: SessionState, clock: Int) {
        guard let job = session.job(run.request.job), job.runs.count > 1 else { return nil }
        runs = session.runs(of: job)
        self.clock = clock
        if hasPause { return nil }
    }

    /// Runs follow one another within less than this, in milliseconds.
    private static let longestGap = 5_000

    /// Whether a run began long after all before it had ended.
    private var hasPause: Bool {
        var end = Int.max
        for run in runs.filter({ $0.status != .announced }).sorted(by: { $0.startedAt < $1.startedAt }) {
            if end < run.startedAt - Self.longestGap { return true }
            let own = run.isUnderWay ? clock : run.startedAt + Int((run.statistics?.seconds ?? 0) * 1000)
            end = end == .max ? own : max(end, own)
        }
        return false
    }

    var finishedCount: Int { runs.count(where: \.isComplete) }

    /// Seconds until it is done, at the pace since it began, and no less than its slowest query needs; nil while that would be a
    /// guess.
    var secondsLeft: Double? {
        let settled = runs.reduce(0) { $0 + $1.documents.count { $0.isSettled && !$0.isKept } }
        guard settled >= 3, let start = runs.filter({ $0.status != .announced }).map(\.startedAt).min() else { return nil }
        // Documents under way count in part. What was cancelled or failed is not scored again in this job.
        let done = runs.reduce(0) { $0 + $1.scoredShare }
        let all = runs.reduce(0) { $0 + $1.scoredNow.count }
        let query = runs.compactMap { $0.secondsLeft(at: clock) }.max() ?? 0
        return max(query, Double(clock - start) / 1000 / max(done, Double(settled)) * (Double(all) - done))
    }
}
