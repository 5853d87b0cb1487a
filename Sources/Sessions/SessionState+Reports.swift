import Inference
import Relevance
import Reranking

/// Which runs of a session are reported.
public enum RunSelection: Sendable, Hashable {
    /// For each query its newest complete run or, where none is complete, its newest one.
    case newest
    /// The runs of one job.
    case job(JobID)
    /// Every run.
    case all
}

extension SessionState {
    /// The reports of the selected runs; see `reportedRuns`.
    public func reports(of selection: RunSelection = .newest) -> [RankReport] {
        reportedRuns(of: selection).map { run in
            var report = RankReport(run, rankBy: rankBy(of: run.request.job))
            // Sessions of earlier versions name the collection of a query only where it was opened again.
            if let query = topic(run.query.id)?.query, query.text == run.query.text { report.query = query }
            return report
        }
    }

    /// The selected runs that have begun: queries in the order in which they were first requested, the runs of a query in
    /// their own order.
    public func reportedRuns(of selection: RunSelection = .newest) -> [RunState] {
        let begun = runsByQuery { run in
            if case .job(let job) = selection, run.request.job != job { return false }
            return run.status != .announced
        }
        guard selection == .newest else { return begun.flatMap(\.self) }
        return begun.compactMap { runs in runs.last(where: \.isComplete) ?? runs.last }
    }

    /// Incomplete runs that began after the complete run that is reported for their query.
    public var newerIncompleteRuns: [RunState] {
        runsByQuery { $0.status != .announced }.compactMap { runs in
            guard let last = runs.last, !last.isComplete, runs.contains(where: \.isComplete) else { return nil }
            return last
        }
    }

    /// The runs that were requested and have not begun, of queries without a run that has.
    public func unbegunRuns(of selection: RunSelection = .newest) -> [RunState] {
        let requested = runsByQuery { run in if case .job(let job) = selection { run.request.job == job } else { true } }
        return requested.compactMap { runs in runs.allSatisfy { $0.status == .announced } ? runs.last : nil }
    }

    /// The runs for which `isIncluded` holds, by query: id and text together, because sessions of earlier versions can have
    /// two texts under one id.
    private func runsByQuery(_ isIncluded: (RunState) -> Bool) -> [[RunState]] {
        struct Key: Hashable { let id, text: String }
        var places: [Key: Int] = [:]
        var groups: [[RunState]] = []
        for run in runs where isIncluded(run) {
            let key = Key(id: run.query.id, text: run.query.text)
            if let place = places[key] {
                groups[place].append(run)
            } else {
                places[key] = groups.count
                groups.append([run])
            }
        }
        return groups
    }
}
