/// Confidence intervals of a mean over queries: the percentile bootstrap (Efron 1979; for retrieval, Sakai 2006).
public enum Bootstrap {
    /// The interval that contains the share `confidence` of the means of `replicates` samples of the values, drawn with
    /// replacement.
    ///
    /// The same values, in whatever order, and seed give the same interval on every machine.
    ///
    /// - Parameters:
    ///   - values: one value per query.
    ///   - confidence: between 0 and 1.
    ///   - replicates: at least 1.
    ///   - seed: of the random numbers.
    /// - Returns: nil for fewer than two values, because a single query tells nothing about the spread.
    /// - Complexity: O(values × (replicates + log values)).
    public static func interval(
        of values: [Double], confidence: Double = 0.95, replicates: Int = 10_000, seed: UInt64 = 1
    ) -> ClosedRange<Double>? {
        guard values.count > 1, values.count < 1 << 31, replicates > 0, confidence > 0, confidence < 1 else { return nil }
        // Two lists of the same queries give one interval.
        let values = values.sorted()
        let count = UInt64(values.count)
        var random = SplitMix64(state: seed)
        var means: [Double] = []
        means.reserveCapacity(replicates)
        values.withUnsafeBufferPointer { values in
            for _ in 0..<replicates {
                // Two draws from each random word, and two independent sums, which the processor can compute in parallel.
                var (even, odd) = (0.0, 0.0)
                for _ in 0..<values.count / 2 {
                    let word = random.next()
                    even += values[Int(((word & 0xFFFF_FFFF) &* count) >> 32)]
                    odd += values[Int(((word >> 32) &* count) >> 32)]
                }
                if values.count % 2 == 1 { even += values[Int(((random.next() >> 32) &* count) >> 32)] }
                means.append((even + odd) / Double(values.count))
            }
        }
        means.sort()
        let tail = (1 - confidence) / 2
        return quantile(tail, of: means)...quantile(1 - tail, of: means)
    }

    /// The quantile, interpolated linearly between the two nearest values.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let index = min(Int(place), sorted.count - 1)
        let above = sorted[min(index + 1, sorted.count - 1)]
        return sorted[index] + (above - sorted[index]) * (place - Double(index))
    }
}
