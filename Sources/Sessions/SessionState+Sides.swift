import Inference
import Relevance
import Reranking

/// A session put together from rankings of several sources, so that they stand side by side. Nothing is recorded in it.
extension SessionState {
    /// Adds runs of another session as one job, with their results. A query that is here under the same id of its collection and
    /// with the same words stays one query.
    ///
    /// - Parameters:
    ///   - runs: of `other`, each query once.
    ///   - other: the session that the runs are of.
    ///   - source: where it is, for people.
    /// - Returns: the job's number here; nil without a run.
    /// - Complexity: O(bytes of the candidates).
    public mutating func addJob(_ runs: [RunState], of other: SessionState, source: String) -> JobID? {
        guard let first = runs.first else { return nil }
        if jobs.isEmpty {
            let milliseconds = other.milliseconds
            apply(TimedEvent(milliseconds: milliseconds, event: .rankBy(other.rankBy)))
            apply(TimedEvent(milliseconds: milliseconds, event: .scale(other.scale)))
            apply(TimedEvent(milliseconds: milliseconds, event: .settings(first.settings)))
        }
        let queries = runs.map { other.topic($0.query.id)?.query ?? $0.query }.adopted(into: queries)
        for (run, query) in zip(runs, queries) where query.isNew {
            load(query.query, other.candidates(of: run), source: other.source(of: run))
        }
        return table.addJob(
            zip(runs, queries).map { ($0, $1.query) }, of: other.table, rankBy: other.rankBy(of: first.request.job),
            source: source)
    }

    /// Adds the lists of a TREC run. A query that is not here yet has no words but its id, and documents without text.
    ///
    /// - Parameters:
    ///   - run: the lists.
    ///   - tag: its name here.
    ///   - isFirstStage: whether it stands for the first stage.
    /// - Complexity: O(documents).
    public mutating func add(_ run: Run, tag: String, isFirstStage: Bool) {
        let ids = Dictionary(queries.map { ($0.exportedID, $0.id) }, uniquingKeysWith: { first, _ in first })
        let fresh = run.lists.map(\.queryID).filter { ids[$0] == nil }.map { Query(id: $0, text: "query \($0)") }
        let names = Dictionary(
            zip(fresh.map(\.id), fresh.adopted(into: queries).map(\.query)), uniquingKeysWith: { first, _ in first })
        for list in run.lists {
            if let new = names[list.queryID] {
                let candidates = list.entries.enumerated().map { place, entry in
                    Candidate(
                        document: Document(id: entry.documentID, title: "", text: ""), firstStageRank: place + 1,
                        firstStageScore: entry.score)
                }
                load(new, candidates, source: tag)
            }
            guard let id = ids[list.queryID] ?? names[list.queryID]?.id else { continue }
            let ranking = RecordedRanking(
                tag: tag, queryID: id, documentIDs: list.entries.map(\.documentID), scores: list.entries.map(\.score),
                isFirstStage: isFirstStage)
            apply(TimedEvent(milliseconds: 0, event: .ranking(ranking)))
        }
    }

    private mutating func load(_ query: Query, _ candidates: [Candidate], source: String) {
        apply(TimedEvent(milliseconds: 0, event: .query(query)))
        apply(TimedEvent(milliseconds: 0, event: .candidates(candidates, source: source)))
    }

    /// Judgments under the ids that queries have in their collections, as events of this session.
    ///
    /// - Parameters:
    ///   - qrels: the grades.
    ///   - judge: who gave them.
    /// - Complexity: O(queries + grades).
    public func judgments(_ qrels: Qrels, judge: String) -> [SessionEvent] {
        queries.flatMap { query in
            (qrels.grades[query.exportedID] ?? [:]).sorted { $0.key < $1.key }.map { document, grade in
                .judgment(
                    Judgment(
                        queryID: query.id, documentID: document, verdict: .grade(grade), judge: judge, scale: scale.name,
                        source: judge))
            }
        }
    }

    /// The judgments of another session of the queries that are here too, as events of this session: who gave which.
    ///
    /// - Complexity: O(queries + judgments).
    public func judgments(of other: SessionState) -> [SessionEvent] {
        let ids = Dictionary(queries.map { (QueryKey($0), $0.id) }, uniquingKeysWith: { first, _ in first })
        return other.book.sortedByID().flatMap { query, _, records -> [SessionEvent] in
            guard let id = other.topic(query).flatMap({ ids[QueryKey($0.query)] }) else { return [] }
            return records.map { record in
                var judgment = record.judgment
                judgment.queryID = id
                return .judgment(judgment)
            }
        }
    }
}

/// What tells that two queries of two sessions are one: the id in the collection, and the words.
private struct QueryKey: Hashable {
    let id, text: String

    init(_ query: Query) { (id, text) = (query.exportedID, query.text) }
}

extension [Query] {
    /// The queries under the ids that they have in a session with these queries, and which of them are new there.
    fileprivate func adopted(into known: [Query]) -> [(query: Query, isNew: Bool)] {
        let ids = Dictionary(known.map { (QueryKey($0), $0) }, uniquingKeysWith: { first, _ in first })
        let fresh = filter { ids[QueryKey($0)] == nil }
        let names = Dictionary(
            zip(fresh.map(QueryKey.init), QueryNames(known).adopted(fresh)), uniquingKeysWith: { first, _ in first })
        return map { query in
            ids[QueryKey(query)].map { ($0, false) } ?? (names[QueryKey(query)] ?? query, true)
        }
    }
}
