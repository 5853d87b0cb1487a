import Relevance
import Reranking
import Sessions

/// Prints reports as a TREC run, and remembers what the run does not say.
struct TRECOutput {
    var ids = IDForm.plain
    var unscored = RankReport.UnscoredRule.omit
    private(set) var unreadable = 0
    private(set) var left = 0
    private(set) var documents = 0

    init(ids: IDForm = .plain, unscored: RankReport.UnscoredRule = .omit) { (self.ids, self.unscored) = (ids, unscored) }

    /// Checks the ids of a task, before anything is scored.
    ///
    /// - Throws: `.unwritableID` for an id that a TREC run cannot contain.
    func check(_ query: Query, _ candidates: [Candidate]) throws(FormatError) {
        try Run.check(query.exportedID, ids)
        for candidate in candidates { try Run.check(candidate.document.id, ids) }
    }

    /// The lines of a report, each with a line feed.
    mutating func lines(of report: RankReport) throws(FormatError) -> String {
        unreadable += report.unreadableCount
        left += report.unscoredCount
        documents += report.ranking.count
        return try report.run(unscored: unscored).trecLines(ids: ids)
    }

    /// Says on standard error what the lines do not.
    func note() {
        guard unreadable > 0 else { return }
        StandardError.write(
            "erank: note: \(unreadable.counted("document")) without a readable answer \(unreadable == 1 ? "ranks" : "rank") last")
    }

    /// Says on standard error what the lines do not. `unbegun` is the number of queries without a run.
    ///
    /// - Throws: a `Failure` with status 1 if documents or queries are missing.
    func conclude(path: String, unbegun: Int) throws(Failure) {
        note()
        guard left > 0 || unbegun > 0 else { return }
        let queries = unbegun > 0 ? "\(unbegun.counted("query", "queries")) without a run" : nil
        let place = unscored == .last ? "ranked last" : "left out"
        let missing = left > 0 ? "\(left) of \(documents.counted("document")) not scored and \(place)" : nil
        throw Failure(
            """
            \(path): the run is incomplete: \([missing, queries].compactMap(\.self).joined(separator: ", ")); score the rest with \
            erank rank --resume, or choose a complete job with --run
            """, .jobFailed)
    }
}
