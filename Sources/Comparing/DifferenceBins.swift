/// Differences counted in bins of the same width, the middle one around 0.
public struct DifferenceBins: Sendable, Hashable {
    /// The number of differences in each bin, from the lowest.
    public let counts: [Int]
    /// The greatest size of a difference: the bins reach from -`most` to `most`.
    public let most: Double

    /// - Parameters:
    ///   - differences: those that are no number are left out.
    ///   - count: of the bins, odd, at least 3.
    /// - Complexity: O(n).
    public init(_ differences: [Double], count: Int = 21) {
        let differences = differences.filter(\.isFinite)
        let count = max(3, count | 1)
        most = max(differences.lazy.map(abs).max() ?? 0, 1e-9)
        var counts = [Int](repeating: 0, count: count)
        for difference in differences { counts[Self.bin(of: difference, most, count)] += 1 }
        self.counts = counts
    }

    /// The bin of a difference.
    public func bin(of difference: Double) -> Int { Self.bin(of: difference, most, counts.count) }

    private static func bin(of difference: Double, _ most: Double, _ count: Int) -> Int {
        guard difference.isFinite else { return count / 2 }
        return Int(min(Double(count - 1), max(0, (difference / most + 1) / 2 * Double(count))))
    }

    /// The differences that a bin counts.
    public func range(of bin: Int) -> ClosedRange<Double> {
        let width = 2 * most / Double(counts.count)
        let start = -most + Double(min(max(0, bin), counts.count - 1)) * width
        return start...(start + width)
    }
}
