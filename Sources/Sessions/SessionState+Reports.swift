import Inference
import Relevance
import Reranking

extension SessionState {
    /// What `erank rank` would print of the session: one report for each query of `reportedRuns`.
    public var reports: [RankReport] { reportedRuns.map { RankReport($0, rankBy: rankBy) } }

    /// The last run that began of each query (by id and words), in the order in which the queries were first asked for.
    public var reportedRuns: [RunState] {
        var order: [Query] = []
        var last: [Query: RunState] = [:]
        for run in runs where run.status != .announced {
            if last.updateValue(run, forKey: run.query) == nil { order.append(run.query) }
        }
        return order.compactMap { last[$0] }
    }
}

extension Run {
    /// The reports as one TREC run. What has no readable answer stands last, in the report's order; of two reports with one query id the
    /// later counts.
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
