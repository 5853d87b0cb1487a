import Inference
import Relevance
import Reranking

extension SessionState {
    /// The reports that `erank rank` would print for the session: one for each of `reportedRuns`.
    ///
    /// - Parameter job: the job whose runs are reported; nil for the runs of all jobs.
    public func reports(of job: JobState? = nil) -> [RankReport] {
        reportedRuns(of: job).map { RankReport($0, rankBy: rankBy) }
    }

    /// The last run of each query (by id and text) that has begun, in the order in which the queries were first requested.
    ///
    /// - Parameter job: the job whose runs are considered; nil for the runs of all jobs.
    public func reportedRuns(of job: JobState? = nil) -> [RunState] {
        let runs = job.map(runs(of:)) ?? self.runs
        var order: [Query] = []
        var last: [Query: RunState] = [:]
        for run in runs where run.status != .announced {
            if last.updateValue(run, forKey: run.query) == nil { order.append(run.query) }
        }
        return order.compactMap { last[$0] }
    }
}

extension Run {
    /// The reports as one TREC run. Documents without a readable answer come last, in the order of the report. If two reports
    /// have the same query id, the later one counts.
    public init(_ reports: [RankReport]) {
        var lists: [RankedList] = []
        for report in reports {
            let last = (report.ranking.compactMap(\.score).min() ?? 0) - 1
            let entries = report.ranking.map { RankedList.Entry(documentID: $0.id, rank: $0.rank, score: $0.score ?? last) }
            lists.removeAll { $0.queryID == report.query.id }
            lists.append(RankedList(queryID: report.query.id, entries: entries))
        }
        self.init(tag: "erank" + (reports.last?.model.map { "-" + $0.name } ?? ""), lists: lists)
    }
}
