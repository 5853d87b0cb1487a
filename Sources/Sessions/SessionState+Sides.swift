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
        let queries = runs.map { run in
            add(other.topic(run.query.id)?.query ?? run.query, other.candidates(of: run), source: other.source(of: run))
        }
        return table.addJob(zip(runs, queries).map { ($0, $1) }, of: other.table, rankBy: other.rankBy, source: source)
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
        for list in run.lists {
            var id = ids[list.queryID]
            if id == nil {
                let candidates = list.entries.enumerated().map { place, entry in
                    Candidate(
                        document: Document(id: entry.documentID, title: "", text: ""), firstStageRank: place + 1,
                        firstStageScore: entry.score)
                }
                id = add(Query(id: list.queryID, text: "query \(list.queryID)"), candidates, source: tag).id
            }
            guard let id else { continue }
            let ranking = RecordedRanking(
                tag: tag, queryID: id, documentIDs: list.entries.map(\.documentID), scores: list.entries.map(\.score),
                isFirstStage: isFirstStage)
            apply(TimedEvent(milliseconds: 0, event: .ranking(ranking)))
        }
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

    /// The query under the id that it has here.
    private mutating func add(_ query: Query, _ candidates: [Candidate], source: String) -> Query {
        let known = queries.first { $0.exportedID == query.exportedID && $0.text == query.text }
        let own = known ?? QueryNames(queries).adopted([query]).first ?? query
        if known == nil {
            apply(TimedEvent(milliseconds: 0, event: .query(own)))
            apply(TimedEvent(milliseconds: 0, event: .candidates(candidates, source: source)))
        }
        return own
    }
}
