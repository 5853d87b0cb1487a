import Foundation

/// Wilcoxon's signed-rank test (Wilcoxon 1945), two-sided.
extension PairedDifferences {
    /// How p was computed, and of how many differences.
    public struct WilcoxonTest: Sendable, Hashable {
        /// How p was computed.
        public enum Method: String, Sendable, Hashable {
            /// The exact distribution of the rank sum: at most 50 differences other than 0, none of them equally large.
            case exact
            /// The normal approximation with the correction of the variance for ties, without a correction for continuity.
            case approximate
        }

        /// The smaller of the two rank sums.
        public var statistic: Double
        /// The two-sided p.
        public var p: Double
        /// How p was computed.
        public var method: Method
        /// The number of differences other than 0: the others are dropped (Wilcoxon's zero method).
        public var count: Int

        /// False for an approximation from fewer than ten differences: it is far from the exact p.
        public var isUsable: Bool { method == .exact || count >= 10 }
    }

    private static let exactWilcoxonLimit = 50

    /// Wilcoxon's test; nil if all differences are 0.
    ///
    /// - Complexity: O(n log n) for n differences.
    public var wilcoxonTest: WilcoxonTest? {
        let sizes = values.filter { abs($0) > Self.roundingError }.sorted { abs($0) < abs($1) }
        guard !sizes.isEmpty else { return nil }
        let count = Double(sizes.count)
        var (positive, ties, start) = (0.0, 0.0, 0)
        while start < sizes.count {
            var end = start + 1
            while end < sizes.count, abs(sizes[end]) - abs(sizes[end - 1]) <= Self.roundingError { end += 1 }
            let size = Double(end - start)
            ties += size * size * size - size
            let rank = Double(start + end + 1) / 2
            positive += rank * Double(sizes[start..<end].count { $0 > 0 })
            start = end
        }
        let total = count * (count + 1) / 2
        let statistic = min(positive, total - positive)
        if ties == 0, sizes.count <= Self.exactWilcoxonLimit {
            let p = min(1, 2 * Self.share(ofRankSumsUpTo: Int(statistic), count: sizes.count))
            return WilcoxonTest(statistic: statistic, p: p, method: .exact, count: sizes.count)
        }
        let variance = count * (count + 1) * (2 * count + 1) / 24 - ties / 48
        guard variance > 0 else { return nil }
        let z = (statistic - total / 2) / variance.squareRoot()
        return WilcoxonTest(
            statistic: statistic, p: min(1, erfc(-z / 2.0.squareRoot())), method: .approximate, count: sizes.count)
    }

    /// The share of the 2ⁿ sets of the ranks 1 to n whose sum is at most `limit`.
    private static func share(ofRankSumsUpTo limit: Int, count: Int) -> Double {
        var shares = [1.0] + [Double](repeating: 0, count: count * (count + 1) / 2)
        for rank in 1...count {
            for sum in stride(from: shares.count - 1, through: 0, by: -1) {
                shares[sum] = (shares[sum] + (sum >= rank ? shares[sum - rank] : 0)) / 2
            }
        }
        return shares.prefix(limit + 1).reduce(0, +)
    }
}
