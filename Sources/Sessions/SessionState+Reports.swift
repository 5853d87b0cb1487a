import Inference
import Relevance
import Reranking

extension SessionState {
    /// What `erank rank` would print of the session: one report for each query of `reportedRuns`.
    ///
    /// - Parameter job: the job whose runs are meant; nil for those of all.
    public func reports(of job: JobState? = nil) -> [RankReport] {
        reportedRuns(of: job).map { RankReport($0, rankBy: rankBy) }
    }

    /// Of each query (by id and words) the last run that has begun, in the order in which the queries were first asked for.
    ///
    /// - Parameter job: the job whose runs are meant; nil for those of all.
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
    /// The reports as one TREC run. What has no readable answer stands last, in the report's order; of two reports with one query
    /// id the later counts.
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
