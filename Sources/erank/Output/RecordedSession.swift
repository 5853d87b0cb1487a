import Relevance
import Sessions

/// A session that a command reads as a whole. Warnings go to standard error.
struct RecordedSession {
    let path: String
    let header: SessionHeader
    let state: SessionState
    /// The job that the name has behind `#`; nil without one.
    let job: JobState?

    /// - Parameter name: a path, or a name in the session folder, optionally with `#N`.
    init(_ name: String) throws(SessionError) {
        let name = SessionName(name)
        let reader = try SessionReader(path: name.path)
        path = reader.path
        header = reader.header
        state = try reader.state()
        for warning in reader.warnings { StandardError.write("erank: warning: \(warning)") }
        job = try name.job(in: state)
    }

    /// The reports of the selected runs. What is incomplete is said on standard error.
    ///
    /// With a collection, only its queries are reported.
    ///
    /// - Throws: `.noRun` if there is no report; `.noCollection` if the session has no such collection.
    func reports(of selection: RunSelection, collection: String?) throws(SessionError) -> [RankReport] {
        let isIncluded = try queryFilter(collection)
        let reports = state.reports(of: selection).filter { isIncluded($0.query) }
        guard !reports.isEmpty else {
            if let collection, !state.reports(of: selection).isEmpty { throw .noRun(ofCollection: collection, path) }
            throw .noRun(path, hasJob: !state.jobs.isEmpty)
        }
        if selection == .newest { warnOfIncomplete(reports) }
        let unbegun = state.unbegunRuns(of: selection).filter { isIncluded($0.query) }
        if let first = unbegun.first {
            StandardError.write(
                """
                erank: warning: \(unbegun.count.counted("query", "queries")) of job \(first.request.job.rawValue) \
                \(unbegun.count == 1 ? "has" : "have") not begun and \(unbegun.count == 1 ? "is" : "are") left out
                """)
        }
        return reports
    }

    private func warnOfIncomplete(_ reports: [RankReport]) {
        let incomplete = reports.filter { !$0.isComplete }
        if !incomplete.isEmpty {
            let (left, all) = incomplete.reduce((0, 0)) { ($0.0 + $1.unscoredCount, $0.1 + $1.ranking.count) }
            StandardError.write(
                """
                erank: warning: \(incomplete.count.counted("query", "queries")) \(incomplete.count == 1 ? "has" : "have") no \
                complete run: the newest is taken, in which \(left) of \(all.counted("document")) are not scored
                """)
        }
        for run in state.newerIncompleteRuns.prefix(1) {
            StandardError.write(
                """
                erank: note: job \(run.request.job.rawValue) is newer, but \(run.unfinishedCount) of its \
                \(run.documents.count.counted("document")) are not scored: an earlier, complete job is taken; \
                --run \(run.request.job.rawValue) takes this one
                """)
        }
    }

    // MARK: Collections

    /// - Throws: `.noCollection` if the session has no queries of this collection.
    func queryFilter(_ collection: String?) throws(SessionError) -> (Query) -> Bool {
        guard let collection else { return { _ in true } }
        // Queries that were typed are of no collection.
        if collection == "-" {
            guard state.queries.contains(where: { $0.collection == nil }) else {
                throw .noCollection(collection, known: state.collectionChoices, path: path)
            }
            return { $0.collection == nil }
        }
        guard state.collections.contains(collection) else {
            throw .noCollection(collection, known: state.collectionChoices, path: path)
        }
        return { $0.collection == collection }
    }

    /// Checks that a file can hold these queries: no two of them have the same id there, and all are of one collection, or typed.
    /// Two collections count their queries from 1 nearly always: what one calls 3, whoever reads the file takes for the other's.
    ///
    /// - Throws: `.sharedID`, which asks for a collection.
    func checkIDs(of queries: [Query]) throws(SessionError) {
        var known: [String: Query] = [:]
        for query in queries {
            guard let other = known.updateValue(query, forKey: query.exportedID) else { continue }
            if other.id != query.id || other.text != query.text {
                throw .sharedID(other, query, collections: state.collectionChoices, path: path)
            }
        }
        let names = Set(queries.compactMap(\.collection)).sorted()
        if names.count > 1 { throw .severalCollections(names, choices: state.collectionChoices, path: path) }
    }

    /// Checks that no two of these queries have the same text: Quepid tells queries apart by nothing else.
    ///
    /// - Throws: `.sharedText`, which asks for a collection, or within one for another format.
    func checkTexts(of queries: [Query]) throws(SessionError) {
        var known: [String: Query] = [:]
        for query in queries where !query.text.isEmpty {
            guard let other = known.updateValue(query, forKey: query.text) else { continue }
            let isOne = other.collection == query.collection
            throw .sharedText(other, collections: isOne ? [] : state.collectionChoices, path: path)
        }
    }

    /// Checks that a TREC run of these reports has each query once.
    ///
    /// - Throws: `.sharedID`; `.severalRuns` for two jobs of one query.
    func checkIDs(of reports: [RankReport]) throws(SessionError) {
        try checkIDs(of: reports.map(\.query))
        let runs = Dictionary(grouping: reports) { $0.query.id }
        guard let report = reports.first(where: { runs[$0.query.id]?.count ?? 0 > 1 }) else { return }
        throw .severalRuns(of: report.query, jobs: runs[report.query.id]?.map(\.job) ?? [], path: path)
    }
}
