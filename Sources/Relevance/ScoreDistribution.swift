import Foundation

/// A model's probabilities for the answers to a question: one for each value of the scale, and one for everything else.
///
/// For the integers 0 to 10 there are eleven probabilities, indexed by the score; for yes/no there are two, `[P(no),
/// P(yes)]`. They are the model's own, without temperature or constraints, and are not renormalised: with `other` they sum to
/// 1.
public struct ScoreDistribution: Sendable, Hashable, Codable {
    /// P(value) for each value of the scale, in [0, 1].
    public var probabilities: [Double]
    /// The probability of everything that is not a value of the scale, in [0, 1].
    public var other: Double

    /// A distribution with these probabilities, which should sum to 1.
    public init(probabilities: [Double], other: Double) {
        self.probabilities = probabilities
        self.other = other
    }

    /// Whether each is a probability: what a file says may be no distribution.
    public var isValid: Bool { (probabilities + [other]).allSatisfy { (-1e-6...1 + 1e-6).contains($0) } }

    /// The most probable value, the smallest one of equals; nil for an empty scale.
    public var peak: Int? {
        probabilities.indices.max { probabilities[$0] < probabilities[$1] || (probabilities[$0] == probabilities[$1] && $0 > $1) }
    }

    /// sum k P(k) over the scale; `other` counts as 0.
    public var expected: Double {
        probabilities.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    }

    /// The expected value as a share of the highest value of the scale, in [0, 1]; nil for a scale of fewer than two values.
    public var expectedShare: Double? {
        probabilities.count > 1 ? expected / Double(probabilities.count - 1) : nil
    }

    /// Shannon entropy in bits over the values and `other`: 0 is certain; log2(12) = 3.58 is the maximum for eleven values.
    public var entropy: Double {
        (probabilities + [other]).reduce(0) { $1 > 0 ? $0 - $1 * Foundation.log2($1) : $0 }
    }

    /// P(value >= threshold).
    public func probability(atLeast threshold: Int) -> Double {
        probabilities.indices.filter { $0 >= threshold }.reduce(0) { $0 + probabilities[$1] }
    }
}
