/// A document that the first stage retrieved for a query.
public struct Candidate: Sendable, Hashable, Codable {
    /// The retrieved document.
    public var document: Document
    /// The document's rank in the first stage, from 1. If the file has no ranks, its order in the file.
    public var firstStageRank: Int
    /// The document's score in the first stage; nil if the file has no scores.
    public var firstStageScore: Double?

    /// A candidate at this rank.
    public init(document: Document, firstStageRank: Int, firstStageScore: Double? = nil) {
        self.document = document
        self.firstStageRank = firstStageRank
        self.firstStageScore = firstStageScore
    }
}

/// One query with its candidates in first-stage order: the unit of a reranking job. Every reader in `Formats/` returns these.
public struct RerankingTask: Sendable, Hashable, Codable {
    /// The query.
    public var query: Query
    /// In first-stage order.
    public var candidates: [Candidate]

    /// A task of these candidates, which must be in first-stage order.
    public init(query: Query, candidates: [Candidate]) {
        self.query = query
        self.candidates = candidates
    }
}
