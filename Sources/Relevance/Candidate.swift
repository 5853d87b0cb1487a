/// A document that a first stage proposes for a query.
public struct Candidate: Sendable, Hashable, Codable {
    public var document: Document
    /// The rank the first stage gave it, from 1. Order of the file where no rank was given.
    public var firstStageRank: Int
    /// The first stage's own score; nil where it gave none.
    public var firstStageScore: Double?

    public init(document: Document, firstStageRank: Int, firstStageScore: Double? = nil) {
        self.document = document
        self.firstStageRank = firstStageRank
        self.firstStageScore = firstStageScore
    }
}

/// One query with its candidates in first-stage order: the unit of a reranking job, and what every reader in `Formats/` yields.
public struct RerankingTask: Sendable, Hashable, Codable {
    public var query: Query
    public var candidates: [Candidate]

    public init(query: Query, candidates: [Candidate]) {
        self.query = query
        self.candidates = candidates
    }
}
