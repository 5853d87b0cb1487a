import Inference
import Relevance
import Reranking

/// The jobs and runs of a session.
extension SessionState {
    /// Every run, including runs that have not begun, in the order in which they were requested.
    public var runs: [RunState] { table.runs }
    /// Every job, oldest first.
    public var jobs: [JobState] { table.jobs }
    /// Events that were ignored because they contradict earlier ones.
    public var faults: SessionFaults { table.faults }

    /// The run with this number; nil if there is none. O(1).
    public func run(_ id: RunID) -> RunState? { place(of: id).map { runs[$0] } }

    /// The index of the run in `runs`; nil if there is none. O(1).
    public func place(of id: RunID) -> Int? { table.place(of: id) }

    /// The whole list that a run was given, of which it scores the first ones. O(1).
    public func candidates(of run: RunState) -> [Candidate] { table.candidates(run.request.candidates) ?? run.candidates }

    /// Where the candidates of a run came from, for people; "" if no event says so. O(1).
    public func source(of run: RunState) -> String { table.source(run.request.candidates) }

    /// True if a run has begun and has neither ended nor been interrupted. O(runs).
    public var isRunUnderWay: Bool { table.runs.contains { $0.isUnderWay } }

    /// The job with this number; nil if there is none. O(1).
    public func job(_ id: JobID) -> JobState? { table.job(id) }

    /// The number that sorts the documents of a job's runs: the job's own where it has one, else the session's.
    public func rankBy(of job: JobID) -> RankBy { table.job(job)?.rankBy ?? rankBy }

    /// The newest job with documents without a settled outcome. It is the job to resume if none is named.
    public var newestUnfinishedJob: JobState? { jobs.last { unfinishedCount(of: $0) > 0 } }

    /// The job's runs, in the order in which they begin.
    public func runs(of job: JobState) -> [RunState] { job.runs.compactMap(run) }

    /// The number of documents of a job without a settled outcome: those that resuming the job would score.
    public func unfinishedCount(of job: JobState) -> Int { runs(of: job).reduce(0) { $0 + $1.unfinishedCount } }

    /// The index of the last run that has begun or, if none has, of the last run.
    public var latestRun: Int? { runs.lastIndex { $0.status != .announced } ?? runs.indices.last }

    /// The index of the last run of a query that has begun or, if none has, of its last run.
    public func latestRun(of queryID: String) -> Int? {
        let own = table.places(ofQuery: queryID)
        return own.last { runs[$0].status != .announced } ?? own.last
    }

    /// The runs of a query, oldest first. O(its runs).
    public func runs(ofQuery id: String) -> [RunState] { table.places(ofQuery: id).map { runs[$0] } }

    // MARK: Planning runs

    /// Plans a job of these queries, with the next free numbers.
    ///
    /// - Complexity: O(bytes of the candidates).
    public func plan(
        _ tasks: [RerankingTask], model: ModelDescription, settings: RunSettings, stops: StopPlan? = nil
    ) -> JobPlan {
        var job = JobRequest(
            id: JobID(table.lastJob.rawValue + 1), model: model, settings: settings,
            stops: settings.mode.thinks ? stops : nil, runs: [])
        job.runs = tasks.enumerated().map { index, task in
            JobRequest.Entry(
                id: RunID(table.lastRun.rawValue + 1 + index), query: task.query, candidates: CandidateSetID(task.candidates))
        }
        let runs = zip(job.runs, tasks).map { entry, task in
            PlannedRun(id: entry.id, request: job.request(of: entry), candidates: task.candidates)
        }
        return JobPlan(job: job, runs: runs)
    }

    /// Plans the rest of a run: its documents without a settled outcome.
    public func resumption(of run: RunState) -> PlannedRun {
        PlannedRun(
            id: run.id, request: run.request, candidates: candidates(of: run),
            kept: Set(run.documents.indices.filter { run.documents[$0].isSettled }))
    }
}

/// A job that is about to be requested.
public struct JobPlan: Sendable, Hashable {
    /// To be recorded in the journal after the queries and candidates.
    public var job: JobRequest
    /// The runs to perform, in the job's order.
    public var runs: [PlannedRun]
}
