import Relevance
import Reranking
import Sessions

/// Tracks the runs of a job: folds their events, shows their progress, and returns each run when it and all runs before it
/// have ended.
struct JobTracker {
    private var state: SessionState
    private let order: [RunID]
    private let line: ProgressLine
    private var progress: RankProgress
    /// Runs that have begun and not ended, in the order in which they began.
    private var underWay: [RunID] = []
    /// The number of runs of `order` that were reported.
    private var reported = 0
    /// Runs to score that have not ended.
    private var left: Set<RunID>
    private var failures = 0
    private var firstFailure = ""
    let total: Int

    init(job: RankJob, line: ProgressLine) {
        (state, order, self.line) = (job.state, job.order, line)
        let planned = job.parts.flatMap(\.planned)
        left = Set(planned.map(\.id))
        let begun = job.order.compactMap(job.state.run)
        let kept = begun.reduce(0) { $0 + $1.documents.count - $1.unfinishedCount }
        let new = planned.filter { job.state.run($0.id) == nil }
        total =
            begun.reduce(0) { $0 + $1.documents.count }
            + new.reduce(0) { $0 + min($1.candidates.count, max(0, $1.request.settings.depth)) }
        progress = RankProgress(total: total, kept: kept)
    }

    /// The number of documents with an answer.
    var scoredCount: Int {
        order.compactMap(state.run).reduce(0) { $0 + $1.counts.scored }
    }

    /// True if the engine of these runs can take another one: each that is in progress is recorded in the journal, and none of
    /// its documents waits. O(runs in progress).
    func hasRoom(among runs: Set<RunID>) -> Bool {
        underWay.allSatisfy { id in
            !runs.contains(id) || state.run(id).map { $0.isUnderWay && $0.waitingCount == 0 } ?? false
        }
    }

    /// True if every run of the job has ended, with a settled outcome for each document.
    var isComplete: Bool { left.isEmpty && order.compactMap(state.run).allSatisfy(\.isComplete) }

    mutating func began(_ planned: PlannedRun) { underWay.append(planned.id) }

    /// Applies an event.
    ///
    /// - Returns: the run that has ended with this event, if any.
    mutating func take(_ timed: TimedEvent) -> RunID? {
        state.apply(timed)
        guard case .run(let id, let event) = timed.event else { return nil }
        if case .ended = event, let run = state.run(id) {
            underWay.removeAll { $0 == id }
            left.remove(id)
            progress.add(run)
            show(run)
            return id
        }
        if let run = state.run(id) { show(run) }
        return nil
    }

    /// Called for every token: the progress is worked out only when the line is redrawn.
    private mutating func show(_ run: RunState) {
        line.show(isLast: false) {
            let fraction = progress.fraction(with: underWay.compactMap(state.run), at: state.milliseconds)
            return (run.query.id, fraction, progress.detail)
        }
    }

    // MARK: Reports

    /// The runs that have ended and were not returned before, up to the first run that has not ended.
    mutating func finished() -> [RunState] {
        var runs: [RunState] = []
        while reported < order.count, !left.contains(order[reported]), let run = state.run(order[reported]) {
            reported += 1
            note(run)
            runs.append(run)
        }
        return runs
    }

    /// The remaining runs of a job that was stopped, if they have any answers.
    mutating func rest() -> [RunState] {
        let runs = order[reported...].compactMap(state.run).filter { $0.results.contains { $0?.answer != nil } }
        reported = order.count
        for run in runs { note(run) }
        return runs
    }

    private mutating func note(_ run: RunState) {
        for case .failed(let sentence) in run.documents.compactMap({ $0.result?.outcome }) {
            if failures == 0 { firstFailure = sentence }
            failures += 1
        }
    }

    /// The failure to report if the engine failed on documents.
    var failure: Failure? {
        failures > 0
            ? Failure("the model failed on \(failures) of \(total.counted("document")): \(firstFailure)", .modelFailed) : nil
    }
}
