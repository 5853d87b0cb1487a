import Relevance
import Reranking
import Sessions

/// How the runs of a job stand: folds their events, shows how far they are, and gives each run when it and those before it are
/// done.
struct RankBoard {
    private var state: SessionState
    private let order: [RunID]
    private let line: ProgressLine
    private var progress: RankProgress
    /// Runs that have begun and not ended, in the order in which they began.
    private var underWay: [RunID] = []
    /// How many of `order` were reported.
    private var reported = 0
    /// Runs that are to be scored and have not ended.
    private var left: Set<RunID>
    private var failures = 0
    private var firstFailure = ""
    let total: Int

    init(job: RankJob, line: ProgressLine) {
        (state, order, self.line) = (job.state, job.order, line)
        left = Set(job.planned.map(\.id))
        let begun = job.order.compactMap(job.state.run)
        let kept = begun.reduce(0) { $0 + $1.documents.count - $1.unfinishedCount }
        let new = job.planned.filter { job.state.run($0.id) == nil }
        total =
            begun.reduce(0) { $0 + $1.documents.count }
            + new.reduce(0) { $0 + min($1.candidates.count, max(0, $1.request.settings.depth)) }
        progress = RankProgress(total: total, kept: kept)
    }

    /// Documents that have an answer.
    var scoredCount: Int {
        order.compactMap(state.run).reduce(0) { $0 + $1.documents.count { $0.result?.answer != nil } }
    }

    /// Whether the engine can take another run: those that were begun stand in the journal, and every document of theirs has left
    /// the queue.
    var hasRoom: Bool {
        underWay.compactMap(state.run).filter(\.isUnderWay).count == underWay.count
            && underWay.allSatisfy { id in state.run(id)?.documents.allSatisfy { $0.phase != .waiting } == true }
    }

    /// Whether every run of the job has ended with a settled outcome for each document.
    var isComplete: Bool { left.isEmpty && order.compactMap(state.run).allSatisfy(\.isComplete) }

    mutating func began(_ planned: PlannedRun) { underWay.append(planned.id) }

    /// Folds an event in.
    ///
    /// - Returns: the run that it ended.
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

    private mutating func show(_ run: RunState) {
        let fraction = progress.fraction(with: underWay.compactMap(state.run))
        line.show(run.query.id, fraction: fraction, detail: progress.detail)
    }

    // MARK: Reports

    /// What is done and not given yet, up to the first run that is not done.
    mutating func finished() -> [RunState] {
        var runs: [RunState] = []
        while reported < order.count, !left.contains(order[reported]), let run = state.run(order[reported]) {
            reported += 1
            note(run)
            runs.append(run)
        }
        return runs
    }

    /// The others of a job that was stopped, those that have anything to say.
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

    /// That the engine failed on documents.
    var failure: Failure? {
        failures > 0
            ? Failure("the model failed on \(failures) of \(total.counted("document")): \(firstFailure)", .modelFailed) : nil
    }
}
