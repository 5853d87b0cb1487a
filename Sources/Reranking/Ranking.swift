import Relevance

/// Which number sorts the documents. Switching needs no new generation.
///
/// All but `integer` need distributions. A list in which a scored document has none is ranked by the answers as a whole, since a
/// probability that is not there can be compared with nothing: `paper` and `expected` become `integer`, `hybrid` takes the
/// answers in place of the paper's scores. `Ranking.rule` says which it was.
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

/// Sorts a query's documents by what a model said of them.
public enum Ranking {
    /// How a list with these results is ranked when `rankBy` is asked for. O(n).
    public static func rule(_ results: some Sequence<DocumentResult?>, by rankBy: RankBy) -> RankingRule {
        var rule = RankingRule(asked: rankBy, scored: 0, withoutDistribution: 0)
        for case let result? in results where result.answer != nil {
            rule.scored += 1
            if result.lacksDistribution { rule.withoutDistribution += 1 }
        }
        return rule
    }

    /// The ranking of all candidates: those with a readable answer by falling score, then those that failed, then those not
    /// done yet. Equal scores, failures and the unfinished keep first-stage order. O(n log n).
    ///
    /// - Parameters:
    ///   - candidates: in first-stage order.
    ///   - results: one for each candidate, nil while it is not done.
    public static func rank(candidates: [Candidate], results: [DocumentResult?], mode: ScoringMode, by rankBy: RankBy)
        -> [RankedDocument]
    {
        let scores = scores(candidates: candidates, results: results, mode: mode, by: rankBy)
        let isDone = candidates.indices.map { $0 < results.count && results[$0] != nil }
        let order = candidates.indices.sorted { left, right in
            switch (scores[left], scores[right]) {
            case (let a?, let b?): a != b ? a > b : left < right
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): isDone[left] != isDone[right] ? isDone[left] : left < right
            }
        }
        return order.enumerated().map { position, document in
            let score = scores[document]
            let neighbours = [position - 1, position + 1].filter(order.indices.contains).map { scores[order[$0]] }
            return RankedDocument(
                document: document, rank: position + 1, score: score,
                isTied: score != nil && neighbours.contains { $0 == score })
        }
    }

    /// The number each candidate is sorted by; nil without a readable answer.
    public static func scores(candidates: [Candidate], results: [DocumentResult?], mode: ScoringMode, by rankBy: RankBy)
        -> [Double?]
    {
        let number = rule(results.prefix(candidates.count), by: rankBy).number
        let model = candidates.indices.map { index in
            index < results.count ? results[index].flatMap { score(of: $0, mode: mode, by: number) } : nil
        }
        guard rankBy == .hybrid else { return model }
        let scored = candidates.indices.filter { model[$0] != nil }
        let firstStage = normalised(firstStageScores(of: candidates, at: scored))
        let reranked = normalised(scored.compactMap { model[$0] })
        var hybrid = [Double?](repeating: nil, count: candidates.count)
        for (place, index) in scored.enumerated() { hybrid[index] = 0.2 * firstStage[place] + 0.8 * reranked[place] }
        return hybrid
    }

    /// One document's own number, comparable with that of another by the same `rankBy`; `hybrid` needs the whole list, so it
    /// gives the paper's score here. nil without an answer on the mode's scale, and for all but `integer` without a distribution.
    public static func score(of result: DocumentResult, mode: ScoringMode, by rankBy: RankBy) -> Double? {
        guard let answer = result.answer, mode.choices.indices.contains(answer) else { return nil }
        if rankBy == .integer { return Double(answer) }
        guard let distribution = result.distribution, distribution.probabilities.indices.contains(answer) else { return nil }
        if rankBy == .expected { return distribution.expected }
        guard mode.isBinary else { return Double(answer) * distribution.probabilities[answer] }
        let total = distribution.probabilities.reduce(0, +)
        return total > 0 ? (distribution.probabilities.last ?? 0) / total : 0
    }

    /// First-stage scores; where one candidate has none, minus the rank serves for all, so that the list stays comparable.
    private static func firstStageScores(of candidates: [Candidate], at indices: [Int]) -> [Double] {
        let scores = indices.compactMap { candidates[$0].firstStageScore }
        return scores.count == indices.count ? scores : indices.map { -Double(candidates[$0].firstStageRank) }
    }

    /// z = (x - mean) / deviation, with the population's deviation; all 0 where it is 0.
    static func normalised(_ values: [Double]) -> [Double] {
        guard !values.isEmpty else { return [] }
        let mean = values.reduce(0, +) / Double(values.count)
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        return values.map { deviation > 0 ? ($0 - mean) / deviation : 0 }
    }
}
