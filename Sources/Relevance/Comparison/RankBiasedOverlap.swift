import Foundation

/// Rank-biased overlap of two ranked lists (Webber, Moffat and Zobel 2010), with ties (Corsi and Urbano 2024).
public struct RankBiasedOverlap: Sendable, Hashable {
    /// What tied items mean.
    public enum Ties: String, Sendable, Hashable, CaseIterable {
        /// Their order is unknown: the mean over all orders.
        case unknown = "a"
        /// They have the same rank.
        case equal = "w"
        /// As `unknown`, corrected so that a list agrees with itself to 1.
        case corrected = "b"
    }

    /// Extrapolated from what both lists show.
    public let extrapolated: Double
    /// The least that it can be, whatever follows the lists.
    public let minimum: Double
    /// The most that it can be.
    public let maximum: Double

    /// - Parameters:
    ///   - a: a list.
    ///   - b: another one.
    ///   - p: the persistence, between 0 and 1: the probability that a reader goes on to the next rank.
    ///   - ties: what tied items mean.
    /// - Returns: nil if a list is empty or p is not between 0 and 1.
    /// - Complexity: O(n) for n items of both lists.
    public init?(_ a: TiedRanking, _ b: TiedRanking, persistence p: Double = 0.9, ties: Ties = .unknown) {
        guard !a.items.isEmpty, !b.items.isEmpty, p > 0, p < 1 else { return nil }
        let (short, long) = a.items.count <= b.items.count ? (a, b) : (b, a)
        let (s, l) = (short.items.count, long.items.count)
        let overlap = Overlap(short, long, ties: ties)
        /// The agreement at depth d of an overlap of `x` items.
        func agreement(_ x: Double, at d: Int) -> Double {
            switch ties {
            case .unknown: x / Double(d)
            case .equal: 2 * x / (overlap.sizeShort(d) + overlap.sizeLong(d))
            case .corrected: x / (overlap.sizeShort(d) * overlap.sizeLong(d)).squareRoot()
            }
        }
        var (sumExtrapolated, sumMinimum, sumMaximum) = (0.0, 0.0, 0.0)
        var weight = 1.0
        for d in 1...s {
            weight *= p
            sumExtrapolated += agreement(overlap.common[d], at: d) * weight
        }
        (sumMinimum, sumMaximum) = (sumExtrapolated, sumExtrapolated)
        let last = agreement(overlap.common[s], at: s)
        for d in stride(from: s + 1, through: l, by: 1) {
            weight *= p
            let seen = overlap.common[d]
            let unseen = Double(d - s) * last * overlap.meanShareOfUnpaired(at: d)
            sumExtrapolated += agreement(seen + unseen, at: d) * weight
            sumMinimum += agreement(seen, at: d) * weight
            sumMaximum += agreement(seen + overlap.shareOfFirstUnpaired(d - s, at: d), at: d) * weight
        }
        // Beyond the longer list.
        let whole = overlap.common[l]
        let beyond = weight * p / (1 - p)
        sumExtrapolated += (whole + Double(l - s) * last) / Double(l) * beyond
        var (logarithm, power) = (-log1p(-p), 1.0)
        for d in 1...l {
            power *= p
            logarithm -= power / Double(d)
        }
        sumMinimum += whole * max(0, logarithm)
        let full = l + s - Int(whole.rounded())
        var tail = weight
        for d in stride(from: l + 1, through: full, by: 1) {
            tail *= p
            sumMaximum += (2 * Double(d) - Double(l) - Double(s) + whole) / Double(d) * tail
        }
        sumMaximum += tail * p / (1 - p)
        let scale = (1 - p) / p
        (extrapolated, minimum, maximum) = (scale * sumExtrapolated, scale * sumMinimum, scale * sumMaximum)
    }

    /// The share of all weight that is on the first `depth` ranks (Webber et al. 2010, equation 21).
    public static func weight(ofFirst depth: Int, persistence p: Double) -> Double {
        guard depth > 0, p > 0, p < 1 else { return 0 }
        var (sum, power) = (0.0, 1.0)
        for d in 1..<max(2, depth) where d < depth {
            power *= p
            sum += power / Double(d)
        }
        return 1 - pow(p, Double(depth - 1)) + (1 - p) / p * Double(depth) * (-log1p(-p) - sum)
    }
}
