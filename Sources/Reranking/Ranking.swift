import Relevance

/// Which number sorts the documents. Switching needs no new generation.
public enum RankBy: String, Sendable, Hashable, Codable, CaseIterable {
    /// s x Pr(s): the paper's score. For yes/no: P(yes) / (P(yes) + P(no)).
    case paper
    /// sum k P(k).
    case expected
    /// The answer itself.
    case integer
    /// 0.2 z(first stage) + 0.8 z(paper's score), both normalised within the query.
    case hybrid
}

/// One row of a ranking.
public struct RankedDocument: Sendable, Hashable {
    /// The document's index in the candidates.
    public var document: Int
    /// From 1. Ties have ranks of their own, in first-stage order.
    public var rank: Int
    /// The number it was sorted by; nil for a document without a readable answer, which ranks behind all that have one.
    public var score: Double?
    /// True where the row before or behind has the same score.
    public var isTied: Bool

    public init(document: Int, rank: Int, score: Double?, isTied: Bool) {
        self.document = document
        self.rank = rank
        self.score = score
        self.isTied = isTied
    }
}
