/// The differences of two systems over the same queries, B - A: their mean with its interval, and Student's paired t test.
///
/// The sign-flip randomisation test and Wilcoxon's signed-rank test are in extensions.
public struct PairedDifferences: Sendable, Hashable {
    /// One difference per query, B - A, none of them NaN.
    public let values: [Double]
    /// The mean difference; nil without a query.
    public let mean: Double?
    /// The standard deviation of the differences, with n - 1; nil for fewer than two queries.
    public let standardDeviation: Double?

    /// Two differences this close are equal: they come from different sums. Differences that are all equal have no spread, so
    /// nothing can be tested on them.
    static let roundingError = 1e-12

    /// - Complexity: O(values).
    public init(_ values: [Double]) {
        self.values = values
        let count = Double(values.count)
        let mean = values.isEmpty ? nil : values.reduce(0, +) / count
        self.mean = mean
        standardDeviation = mean.flatMap { mean in
            guard values.count > 1 else { return nil }
            let spread = values.map(abs).max() ?? 0
            let isConstant = values.allSatisfy { abs($0 - values[0]) <= Self.roundingError * max(1, spread) }
            let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return isConstant ? 0 : (sum / (count - 1)).squareRoot()
        }
    }

    /// Paired differences of the values of A and B for the same queries, in the same order.
    public init(a: [Double], b: [Double]) { self.init(zip(a, b).map { $1 - $0 }) }

    /// Whether all differences are equal, so that there is no test: a shift by a constant.
    public var areAllEqual: Bool { standardDeviation == 0 }

    /// Cohen's d_z of paired samples: the mean over the standard deviation; nil if there is no spread.
    public var effectSize: Double? {
        guard let mean, let standardDeviation, standardDeviation > 0 else { return nil }
        return mean / standardDeviation
    }

    // MARK: Student's t

    /// The result of a paired t test.
    public struct TTest: Sendable, Hashable {
        /// mean / (standard deviation / √n).
        public var t: Double
        /// The two-sided p, with n - 1 degrees of freedom.
        public var p: Double
    }

    /// The paired t test that the mean difference is 0; nil if there is no spread.
    public var tTest: TTest? {
        guard let effectSize else { return nil }
        let t = effectSize * Double(values.count).squareRoot()
        return TTest(t: t, p: StudentT(degrees: Double(values.count - 1)).twoSided(t))
    }

    /// The interval of the mean difference by Student's t; nil if there is no spread.
    ///
    /// - Parameter confidence: between 0 and 1.
    public func interval(confidence: Double = 0.95) -> ClosedRange<Double>? {
        guard let mean, let standardDeviation, standardDeviation > 0, confidence > 0, confidence < 1 else { return nil }
        let count = Double(values.count)
        let margin =
            StudentT(degrees: count - 1).critical(twoSided: 1 - confidence) * standardDeviation / count.squareRoot()
        return (mean - margin)...(mean + margin)
    }

    // MARK: Counts

    /// On how many queries B is better, equal and worse.
    public struct Outcomes: Sendable, Hashable {
        /// Queries on which B is better by more than the threshold.
        public var wins = 0
        /// Queries on which neither is.
        public var ties = 0
        /// Queries on which B is worse by more than the threshold.
        public var losses = 0
    }

    /// What a difference means for B.
    public enum Outcome: Sendable, Hashable { case win, tie, loss }

    /// Whether B is better by a difference, equal or worse. Rounding errors never win.
    ///
    /// - Parameters:
    ///   - difference: B - A.
    ///   - tie: differences up to this size are ties; at least 0.
    public static func outcome(of difference: Double, tie: Double = 0) -> Outcome {
        let tie = tie + roundingError
        return difference > tie ? .win : difference < -tie ? .loss : .tie
    }

    /// Counts wins, ties and losses of B, as `outcome` tells them.
    ///
    /// - Parameter tie: differences up to this size are ties; at least 0.
    public func outcomes(tie: Double = 0) -> Outcomes {
        values.reduce(into: Outcomes()) { outcomes, value in
            switch Self.outcome(of: value, tie: tie) {
            case .win: outcomes.wins += 1
            case .tie: outcomes.ties += 1
            case .loss: outcomes.losses += 1
            }
        }
    }
}
