import Inference
import Relevance
import Reranking

/// What is asked and answered of a session's jobs and runs.
extension SessionState {
    /// Every run so far, those of a job that have not begun among them, in the order in which they were asked for.
    public var runs: [RunState] { table.runs }
    /// Every job so far, oldest first.
    public var jobs: [JobState] { table.jobs }
    /// What was passed over since it cannot be so.
    public var faults: SessionFaults { table.faults }

    /// The run of this name. O(1).
    public func run(_ id: RunID) -> RunState? { place(of: id).map { runs[$0] } }

    /// Where the run of this name stands in `runs`. O(1).
    public func place(of id: RunID) -> Int? { table.place(of: id) }

    /// Whether any run has begun and neither ended nor been interrupted. O(runs).
    public var isRunUnderWay: Bool { table.runs.contains { $0.isUnderWay } }

    /// The job of this name. O(1).
    public func job(_ id: JobID) -> JobState? { table.job(id) }

    /// The newest job with documents that have no settled outcome: what resuming means where no job is named.
    public var newestUnfinishedJob: JobState? { jobs.last { unfinishedCount(of: $0) > 0 } }

    /// The job's runs, in the order in which they begin.
    public func runs(of job: JobState) -> [RunState] { job.runs.compactMap(run) }

    /// How many documents of a job have no settled outcome: what resuming it would score.
    public func unfinishedCount(of job: JobState) -> Int { runs(of: job).reduce(0) { $0 + $1.unfinishedCount } }

    /// The place of the last run that has begun, or else of the last one, in the order in which they were asked for.
    public var latestRun: Int? { runs.lastIndex { $0.status != .announced } ?? runs.indices.last }

    /// The same of one query's runs.
    public func latestRun(of queryID: String) -> Int? {
        let own = runs.indices.filter { runs[$0].query.id == queryID }
        return own.last { runs[$0].status != .announced } ?? own.last
    }

    // MARK: Asking for more

    /// A job of these queries, with the next free numbers.
    ///
    /// Complexity: O(bytes of the candidates).
    public func plan(_ tasks: [RerankingTask], model: ModelDescription, settings: RunSettings) -> JobPlan {
        var job = JobRequest(id: JobID(table.lastJob.rawValue + 1), model: model, settings: settings, runs: [])
        job.runs = tasks.enumerated().map { index, task in
            JobRequest.Entry(
                id: RunID(table.lastRun.rawValue + 1 + index), query: task.query, candidates: CandidateSetID(task.candidates))
        }
        let runs = zip(job.runs, tasks).map { entry, task in
            PlannedRun(id: entry.id, request: job.request(of: entry), candidates: task.candidates)
        }
        return JobPlan(job: job, runs: runs)
    }

    /// What is left of a run: its documents without a settled outcome.
    public func resumption(of run: RunState) -> PlannedRun {
        PlannedRun(
            id: run.id, request: run.request, candidates: table.candidates(run.request.candidates) ?? run.candidates,
            kept: Set(run.documents.indices.filter { run.documents[$0].isSettled }))
    }
}

/// A job that is about to be asked for.
public struct JobPlan: Sendable, Hashable {
    /// To be journaled behind the queries and candidates.
    public var job: JobRequest
    /// In the job's order.
    public var runs: [PlannedRun]
}
