import Foundation

/// What a model believes about a closed answer: the probability of each value of its scale, and of everything else.
///
/// For the integers 0 to 10 there are eleven probabilities, indexed by the score; for yes/no there are two, `[P(no), P(yes)]`.
/// They are the model's own, before any temperature or constraint, and are never renormalised: with `other` they sum to 1.
public struct ScoreDistribution: Sendable, Hashable, Codable {
    /// P(value) for each value of the scale, in [0, 1].
    public var probabilities: [Double]
    /// The mass on anything that is no value of the scale, in [0, 1].
    public var other: Double

    public init(probabilities: [Double], other: Double) {
        self.probabilities = probabilities
        self.other = other
    }

    /// The value with the largest probability, the smaller one of equals; nil for an empty scale.
    public var peak: Int? {
        probabilities.indices.max { probabilities[$0] < probabilities[$1] || (probabilities[$0] == probabilities[$1] && $0 > $1) }
    }

    /// sum k P(k), over the scale alone; `other` contributes nothing.
    public var expected: Double {
        probabilities.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    }

    /// The expected value as a share of the scale's highest, in [0, 1]; nil for a scale of fewer than two values.
    public var expectedShare: Double? {
        probabilities.count > 1 ? expected / Double(probabilities.count - 1) : nil
    }

    /// Shannon entropy in bits over the values and `other`: 0 is certain, log2(12) = 3.58 is clueless on eleven values.
    public var entropy: Double {
        (probabilities + [other]).reduce(0) { $1 > 0 ? $0 - $1 * Foundation.log2($1) : $0 }
    }

    /// P(value >= threshold).
    public func probability(atLeast threshold: Int) -> Double {
        probabilities.indices.filter { $0 >= threshold }.reduce(0) { $0 + probabilities[$1] }
    }
}
