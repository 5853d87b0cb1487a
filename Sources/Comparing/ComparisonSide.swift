import Foundation
import Inference
import Relevance
import Reranking
import Sessions

/// One of the two systems that are compared: its rankings by query, and what made them.
public struct ComparisonSide: Sendable {
    /// The name for people: "qwen2.5-1.5b reasoned", or a run's tag.
    public var name: String
    /// Where the rankings come from: a file, or a session and its job.
    public var source: String
    /// What made the rankings; nil for a run without settings.
    public var settings: Settings?
    /// Whether its rankings come of several jobs that asked otherwise: `settings` are then those of the first.
    public var isMixed = false
    /// The rankings, one per query, in the order of the source.
    public var lists: [List]

    /// What made the rankings of a side.
    public struct Settings: Sendable, Hashable {
        /// The model; nil if the session does not name it.
        public var model: ModelDescription?
        /// Mode, instruction and limits.
        public var run: RunSettings
        /// The number that sorts the documents.
        public var rankBy: RankBy

        /// Settings as given.
        public init(model: ModelDescription?, run: RunSettings, rankBy: RankBy) {
            (self.model, self.run, self.rankBy) = (model, run, rankBy)
        }
    }

    /// A collection of a session. Within one session, queries of one id in two collections are two queries; the names of two
    /// sessions tell nothing of each other.
    public struct Collection: Sendable, Hashable {
        /// The session's file.
        public var session: String
        /// nil for queries that were typed.
        public var name: String?

        /// A collection of this name.
        public init(session: String, name: String?) { (self.session, self.name) = (session, name) }
    }

    /// The ranking of one query.
    public struct List: Sendable {
        /// The query's id in its collection, which pairs it with the other side's.
        public var queryID: String
        /// The query's words; empty for a run.
        public var text: String
        /// The documents with an outcome, best first.
        public var documents: [Ranked]
        /// Whether the ranks alone order the documents, and no scores: no two are tied then.
        public var isByRank = false
        /// Documents that were not scored: they wait, were cancelled, or failed. They are not ranked.
        public var unscored = 0
        /// How long the scoring took; nil for a run, and where it did not end.
        public var seconds: Double?
        /// The candidates' texts by id; empty for a run.
        public var texts: [String: Document] = [:]
        /// The collection that a session's query is of; nil for a run.
        public var collection: Collection?

        /// What orders a document: its score, or its rank; an answer that is no score ranks below every score.
        func key(of document: Ranked) -> Double { isByRank ? -Double(document.rank) : document.score ?? -.infinity }

        /// What was ranked, or was to be scored.
        var candidateIDs: Set<String> { Set(documents.map(\.id)).union(texts.keys) }

        /// A list of documents that all have an outcome, best first.
        public init(queryID: String, text: String, documents: [Ranked]) {
            (self.queryID, self.text, self.documents) = (queryID, text, documents)
        }
    }

    /// One document of a ranking.
    public struct Ranked: Sendable, Hashable {
        /// The document's id.
        public var id: String
        /// From 1.
        public var rank: Int
        /// nil if the answer is no score: such documents rank last.
        public var score: Double?
        /// What the model answered; nil for a run.
        public var result: DocumentResult?
        /// How the document came out; nil for a run.
        public var state: RankReport.State?

        /// A document of a run.
        public init(id: String, rank: Int, score: Double?) { (self.id, self.rank, self.score) = (id, rank, score) }

        init(_ row: RankReport.Row, rank: Int) {
            (id, score, result, state) = (row.id, row.score, row.result, row.state)
            self.rank = rank
        }
    }

    /// A side with these parts.
    public init(name: String, source: String, settings: Settings? = nil, lists: [List]) {
        (self.name, self.source, self.settings, self.lists) = (name, source, settings, lists)
    }

    /// A TREC run. Its documents are in trec_eval's order. Scores that are not a number rank last.
    public init(_ run: Run, source: String) {
        lists = run.lists.map { list in
            let order = QueryEvaluation(ranking: list.entries, grades: [:]).documentIDs
            let scores = Dictionary(list.entries.map { ($0.documentID, $0.score) }, uniquingKeysWith: { first, _ in first })
            return List(
                queryID: list.queryID, text: "",
                documents: order.enumerated().map { place, id in
                    Ranked(id: id, rank: place + 1, score: scores[id].flatMap { $0.isNaN || $0 == -.infinity ? nil : $0 })
                })
        }
        name = run.tag
        self.source = source
    }

    /// The reports of a job, or of the selected runs of a session.
    ///
    /// - Parameters:
    ///   - reports: at least one; the settings are those of the first.
    ///   - source: where they come from, for people.
    /// - Returns: nil without a report.
    public init?(_ reports: [RankReport], source: String) {
        guard let first = reports.first else { return nil }
        self.source = source
        settings = Settings(model: first.model, run: first.settings, rankBy: first.rule.applied)
        isMixed = reports.contains { $0.model?.sha256 != first.model?.sha256 || !$0.settings.scoresAlike(first.settings) }
        let by = first.rule.applied == .paper ? "" : " by \(first.rule.applied.rawValue)"
        name = "\(first.model?.name ?? "unknown") \(first.settings.mode.rawValue)\(by)" + (isMixed ? " and others" : "")
        lists = reports.map { report in
            let ranked = report.ranking.filter(\.state.isOutcome)
            var list = List(
                queryID: report.query.exportedID, text: report.query.text,
                documents: ranked.enumerated().map { Ranked($1, rank: $0 + 1) })
            list.unscored = report.unscoredCount
            list.seconds = report.statistics?.seconds
            list.texts = report.candidates.mapValues(\.document)
            return list
        }
    }

    /// The entries by which a list is measured: in the order of its ranks, as in the TREC run that a session exports, which
    /// has strictly falling scores.
    static func entries(of list: List) -> [RankedList.Entry] {
        list.documents.map { RankedList.Entry(documentID: $0.id, rank: $0.rank, score: -Double($0.rank)) }
    }
}
