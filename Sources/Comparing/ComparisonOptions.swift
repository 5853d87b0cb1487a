import Relevance

/// How two sides are compared.
public struct ComparisonOptions: Sendable, Hashable {
    /// What becomes of a judged query that one side lacks.
    public enum Missing: String, Sendable, Hashable, CaseIterable {
        /// It is left out.
        case skip
        /// It counts 0 for the side that lacks it. A query that both lack is not counted.
        case zero
    }

    /// In the order in which they are shown. p values are corrected over them (Holm).
    public var measures: [Measure]
    /// 1 - the confidence of the intervals, between 0 and 1.
    public var alpha = 0.05
    /// Differences up to this size are ties.
    public var tie = 0.0
    /// What becomes of a judged query that one side lacks.
    public var missing = Missing.skip
    /// The persistence of rank-biased overlap, between 0 and 1.
    public var persistence = 0.9
    /// What tied scores mean in rank-biased overlap.
    public var overlapTies = RankBiasedOverlap.Ties.unknown
    /// The seed of the randomisation test where it draws.
    public var seed: UInt64 = 1
    /// Whether to compute Wilcoxon's signed-rank test, which is contested for measures of retrieval.
    public var hasWilcoxon = false
    /// Whether queries without judgments are there too, beside those that are measured.
    public var showsUnjudged = false
    /// The lowest grade that counts as relevant, and the highest of the scale.
    public var evaluation = EvaluationOptions()

    /// Options with these measures and the usual values for all others.
    public init(measures: [Measure] = ComparisonOptions.usualMeasures) { self.measures = measures }

    /// How a session's grades are measured: as its scale says, but for what was asked for.
    public func evaluation(_ scale: EvaluationOptions) -> EvaluationOptions {
        var scale = scale
        if evaluation.level != EvaluationOptions().level { scale.level = evaluation.level }
        if let highest = evaluation.highestGrade { scale.highestGrade = highest }
        return scale
    }

    /// Whether B is better by a difference, equal within `tie`, or worse.
    public func outcome(of difference: Double) -> PairedDifferences.Outcome {
        PairedDifferences.outcome(of: difference, tie: tie)
    }

    /// nDCG@10, average precision, reciprocal rank and P@10.
    public static let usualMeasures: [Measure] = ["ndcg_cut.10", "map", "recip_rank", "P.10"].flatMap {
        (try? Measure.parse($0)) ?? []
    }
}
