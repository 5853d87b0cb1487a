import Relevance

extension SessionState {
    /// The query that a typed text makes: an earlier one with the same text; else the current query with another text, while
    /// it was typed too and no run and no judgment has it; else a new one. So grades and runs stay with the words they were
    /// given for, and a collection's query keeps its words.
    public func typedQuery(_ text: String) -> Query {
        if let known = topics.last(where: { $0.query.text == text })?.query { return known }
        let typed = Query.typed(text)
        if query.collection == nil, !query.text.isEmpty, !isUsed(query.id) {
            return Query(id: query.id, text: text, narrative: query.narrative)
        }
        return QueryNames(queries).adopted([typed]).first ?? typed
    }

    /// The queries of the session, in the order in which they first appeared.
    public var queries: [Query] { topics.map(\.query) }

    /// The names of the collections that queries came from, in the order in which they first appeared.
    public var collections: [String] {
        var known: Set<String> = []
        return topics.compactMap(\.query.collection).filter { known.insert($0).inserted }
    }

    /// What `--collection` takes: the collections, and "-" where queries are of none.
    public var collectionChoices: [String] { collections + (topics.contains { $0.query.collection == nil } ? ["-"] : []) }

    /// The tags of the rankings recorded beside the first stage, in the order in which they first appeared.
    public var recordedTags: [String] {
        var known: Set<String> = []
        let beside = topics.flatMap { rankings[$0.id] ?? [] }.filter { !$0.isFirstStage }
        return beside.map(\.tag).filter { known.insert($0).inserted }
    }

    /// The first stage of a query as its run has it; nil where the candidates alone tell it.
    public func firstStage(of queryID: String) -> RecordedRanking? { rankings[queryID]?.first(where: \.isFirstStage) }

    /// Whether the first stage ranks a query: not where its run, which the session has of other queries, lacks it.
    public func hasFirstStage(_ queryID: String) -> Bool {
        firstStage(of: queryID) != nil || rankings[queryID]?.isEmpty != false
            || !recordsFirstStages
    }

    /// The first stage's name: its run's, where all queries that it ranks are of that run.
    public var firstStageName: String {
        let tags = Set(topics.lazy.filter { hasFirstStage($0.id) && !$0.candidates.isEmpty }.map { firstStage(of: $0.id)?.tag })
        return tags.count == 1 ? tags.first.flatMap(\.self) ?? "first stage" : "first stage"
    }

    /// Judgments of the session under the ids that its queries have in their collections. O(judgments).
    public func exported(_ qrels: Qrels) -> Qrels {
        let ids = Dictionary(queries.map { ($0.id, $0.exportedID) }, uniquingKeysWith: { first, _ in first })
        return qrels.renamed { ids[$0] ?? $0 }
    }

    /// The grades of these queries' collections, under the ids that the queries have there: another collection's query of the
    /// same id is another query. O(judgments).
    public func exportedQrels(ofCollectionsOf queries: [Query]) -> Qrels {
        let collections = Set(queries.map(\.collection))
        let others = Set(self.queries.filter { !collections.contains($0.collection) }.map(\.id))
        return exported(book.qrels().renamed { others.contains($0) ? nil : $0 })
    }

    /// Whether nothing was done with the session: it has no job, no judgment and no recorded ranking. Queries and candidates may
    /// have been loaded.
    public var isUnused: Bool { jobs.isEmpty && runs.isEmpty && book.judges.isEmpty && rankings.isEmpty }

    /// Whether a run or a judgment has the query with this id.
    private func isUsed(_ id: String) -> Bool { runs.contains { $0.query.id == id } || book.queryIDs.contains(id) }
}
