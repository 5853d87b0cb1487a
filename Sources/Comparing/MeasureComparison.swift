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
    /// Wins are B's.
    public var outcomes: PairedDifferences.Outcomes
    /// The two-sided p of the sign-flip randomisation test.
    public var randomisationP: Double?
    /// nil unless it was asked for, or if all differences are 0.
    public var wilcoxon: PairedDifferences.WilcoxonTest?
    /// The p of the paired t test, corrected over all measures.
    public var holmP: Double?

    init(_ measure: Measure, _ values: [ComparedQuery.Pair], _ options: ComparisonOptions) {
        self.measure = measure
        let count = Double(values.count)
        a = values.isEmpty ? nil : values.reduce(0) { $0 + $1.a } / count
        b = values.isEmpty ? nil : values.reduce(0) { $0 + $1.b } / count
        differences = PairedDifferences(values.map(\.difference))
        interval = differences.interval(confidence: 1 - options.alpha)
        outcomes = differences.outcomes(tie: options.tie)
        randomisationP = differences.randomisationP(seed: options.seed)
        wilcoxon = options.hasWilcoxon ? differences.wilcoxonTest : nil
    }
}
