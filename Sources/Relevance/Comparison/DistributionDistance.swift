import Foundation

/// How far two distributions over the same answers are apart.
public enum DistributionDistance {
    /// The Jensen-Shannon divergence in bits, from 0 (equal) to 1 (nothing in common) (Lin 1991). The bins are the answers and,
    /// last, what is on no answer. nil if a side sums to 0, or has another number of bins.
    public static func jensenShannon(_ a: [Double], _ b: [Double]) -> Double? {
        guard a.count == b.count, let a = normalised(a), let b = normalised(b) else { return nil }
        let sum = zip(a, b).reduce(0.0) { sum, pair in
            let middle = (pair.0 + pair.1) / 2
            func term(_ p: Double) -> Double { p > 0 ? p * log2(p / middle) : 0 }
            return sum + (term(pair.0) + term(pair.1)) / 2
        }
        return max(0, min(1, sum))
    }

    /// The Wasserstein-1 distance over answers one apart: how far, in answers, the probability must be moved on average. What is
    /// on no answer is left out, and the rest normalised. nil as for `jensenShannon`.
    public static func wasserstein(_ a: [Double], _ b: [Double]) -> Double? {
        guard a.count == b.count, let a = normalised(a.dropLast()), let b = normalised(b.dropLast()) else { return nil }
        var (difference, sum) = (0.0, 0.0)
        for (p, q) in zip(a, b) {
            difference += p - q
            sum += abs(difference)
        }
        return sum
    }

    private static func normalised(_ distribution: some Collection<Double>) -> [Double]? {
        let sum = distribution.reduce(0, +)
        guard sum > 0, sum.isFinite, distribution.allSatisfy({ $0 >= 0 }) else { return nil }
        return distribution.map { $0 / sum }
    }
}
