import Relevance

/// The number by which documents are sorted. Changing it needs no new generation.
///
/// All but `integer` need distributions. If a scored document of a list has none, the whole list is ranked by the answers,
/// because scores with and without probabilities cannot be compared: `paper` and `expected` become `integer`, and `hybrid`
/// uses the answers in place of the paper's scores. `Ranking.rule` tells which rule was applied.
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
    /// From 1. Tied documents have different ranks, in first-stage order.
    public var rank: Int
    /// The number the document is sorted by; nil without a readable answer. Documents without a score rank last.
    public var score: Double?
    /// True if the row before or after has the same score.
    public var isTied: Bool

    /// A row with these values.
    public init(document: Int, rank: Int, score: Double?, isTied: Bool) {
        self.document = document
        self.rank = rank
        self.score = score
        self.isTied = isTied
    }
}

/// Sorts the documents of a query by the model's results.
public enum Ranking {
    /// The rule that ranks a list with these results if `rankBy` is asked for. O(n).
    public static func rule(_ results: some Sequence<DocumentResult?>, by rankBy: RankBy) -> RankingRule {
        var rule = RankingRule(asked: rankBy, scored: 0, withoutDistribution: 0)
        for case let result? in results where result.answer != nil {
            rule.scored += 1
            if result.lacksDistribution { rule.withoutDistribution += 1 }
        }
        return rule
    }

    /// The ranking of all candidates: first those with a readable answer, by descending score; then those with another outcome;
    /// then those that wait, failed or were cancelled. Equal scores and documents without one keep first-stage order.
    /// O(n log n).
    ///
    /// - Parameters:
    ///   - candidates: in first-stage order.
    ///   - results: one for each candidate; nil for a candidate that is not finished.
    ///   - mode: how the score was asked for.
    ///   - rankBy: the number that sorts.
    public static func rank(candidates: [Candidate], results: [DocumentResult?], mode: ScoringMode, by rankBy: RankBy)
        -> [RankedDocument]
    {
        let scores = scores(candidates: candidates, results: results, mode: mode, by: rankBy)
        let isDone = candidates.indices.map { $0 < results.count && results[$0]?.isSettled == true }
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

    /// The number by which each candidate is sorted; nil without a readable answer.
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

    /// The score of one document, comparable with another document's score by the same `rankBy`. `hybrid` needs the whole
    /// list, so for `hybrid` this is the paper's score. nil without an answer on the mode's scale; nil for all but `integer`
    /// without a distribution.
    public static func score(of result: DocumentResult, mode: ScoringMode, by rankBy: RankBy) -> Double? {
        guard let answer = result.answer, mode.choices.indices.contains(answer) else { return nil }
        if rankBy == .integer { return Double(answer) }
        guard let distribution = result.distribution, distribution.probabilities.indices.contains(answer) else { return nil }
        if rankBy == .expected { return distribution.expected }
        guard mode.isBinary else { return Double(answer) * distribution.probabilities[answer] }
        let total = distribution.probabilities.reduce(0, +)
        return total > 0 ? (distribution.probabilities.last ?? 0) / total : 0
    }

    /// First-stage scores. If any candidate has none, minus the rank is used for all, so that the list stays comparable.
    private static func firstStageScores(of candidates: [Candidate], at indices: [Int]) -> [Double] {
        let scores = indices.compactMap { candidates[$0].firstStageScore }
        return scores.count == indices.count ? scores : indices.map { -Double(candidates[$0].firstStageRank) }
    }

    /// z = (x - mean) / deviation, with the population's standard deviation; all 0 if the deviation is 0.
    static func normalised(_ values: [Double]) -> [Double] {
        guard !values.isEmpty else { return [] }
        let mean = values.reduce(0, +) / Double(values.count)
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        return values.map { deviation > 0 ? ($0 - mean) / deviation : 0 }
    }
}
