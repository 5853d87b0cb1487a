import Relevance

/// One measure of both sides over the paired queries.
public struct MeasureComparison: Sendable, Hashable {
    /// The measure.
    public var measure: Measure
    /// The mean of A; nil without a query.
    public var a: Double?
    /// The mean of B.
    public var b: Double?
    /// B - A per query, in the order of the queries' ids.
    public var differences: PairedDifferences
    /// The t interval of the mean difference; nil if there is no spread.
    public var interval: ClosedRange<Double>?
    /// What the unjudged documents leave open of the mean difference, for a grade from 0 to the highest; nil without a query, and
    /// for the share of judged documents, which measures them.
    public var bounds: ClosedRange<Double>?
    /// Wins are B's.
    public var outcomes: PairedDifferences.Outcomes
    /// The two-sided p of the sign-flip randomisation test.
    public var randomisationP: Double?
    /// nil unless it was asked for and is usable, or if all differences are 0.
    public var wilcoxon: PairedDifferences.WilcoxonTest?
    /// The p of the paired t test, corrected over all measures.
    public var holmP: Double?

    /// Whether no grade of an unjudged document can change which side is better on average.
    public var isDecided: Bool {
        guard let bounds else { return false }
        let ends = [bounds.lowerBound, bounds.upperBound].map { PairedDifferences.outcome(of: $0) }
        return ends[0] == ends[1] && ends[0] != .tie
    }

    init(
        _ measure: Measure, _ values: [ComparedQuery.Pair], bounds: [ClosedRange<Double>], _ options: ComparisonOptions
    ) {
        self.measure = measure
        if !bounds.isEmpty, measure.kind != .judged {
            let (low, high) = bounds.reduce((0.0, 0.0)) { ($0.0 + $1.lowerBound, $0.1 + $1.upperBound) }
            self.bounds = (low / Double(bounds.count))...(high / Double(bounds.count))
        }
        let count = Double(values.count)
        a = values.isEmpty ? nil : values.reduce(0) { $0 + $1.a } / count
        b = values.isEmpty ? nil : values.reduce(0) { $0 + $1.b } / count
        differences = PairedDifferences(values.map(\.difference))
        interval = differences.interval(confidence: 1 - options.alpha)
        outcomes = differences.outcomes(tie: options.tie)
        randomisationP = differences.randomisationP(seed: options.seed)
        wilcoxon = options.hasWilcoxon ? differences.wilcoxonTest.flatMap { $0.isUsable ? $0 : nil } : nil
    }
}
