/// The sign-flip randomisation test (Fisher 1935; for retrieval, Smucker, Allan and Carterette 2007): if the systems are
/// exchangeable, each difference could as well have the other sign.
extension PairedDifferences {
    /// The number of draws where not every assignment of signs is counted.
    public static let draws = 100_000

    /// Up to this number of queries every assignment of signs is counted.
    public static let exactLimit = 20

    /// The smallest two-sided p that the test can give for this number of queries: 2 / 2ⁿ where every assignment is counted,
    /// 1 / (draws + 1) where they are drawn; nil without a query.
    public var smallestP: Double? {
        values.isEmpty
            ? nil : values.count > Self.exactLimit ? 1 / Double(Self.draws + 1) : min(1, 2 / Double(1 << values.count))
    }

    /// The two-sided p of the mean difference: the share of assignments of signs whose mean is at least as far from 0. Exact
    /// up to 20 queries; otherwise (1 + count) / (draws + 1) of 100,000 draws, which depend on the order of the values and the
    /// seed only. nil without a query.
    ///
    /// - Complexity: O(2ⁿ) up to 20 queries, otherwise O(draws × values / 8).
    public func randomisationP(seed: UInt64 = 1) -> Double? {
        guard let mean else { return nil }
        // Of sums, not of means.
        let least = abs(mean) * Double(values.count) - Self.roundingError * Double(values.count)
        if values.count <= Self.exactLimit {
            // The first sign is fixed: an assignment and its mirror image are equally far from 0.
            let count = Self.count(values.dropFirst(), values.first ?? 0, least)
            return Double(count) / Double(1 << (values.count - 1))
        }
        let count = sampled(seed: seed, least)
        return Double(1 + count) / Double(Self.draws + 1)
    }

    /// How many assignments of signs to the rest give a sum at least `least` away from 0.
    private static func count(_ rest: ArraySlice<Double>, _ sum: Double, _ least: Double) -> Int {
        guard let value = rest.first else { return abs(sum) >= least ? 1 : 0 }
        return count(rest.dropFirst(), sum + value, least) + count(rest.dropFirst(), sum - value, least)
    }

    private func sampled(seed: UInt64, _ least: Double) -> Int {
        // The sums of eight differences for each of their 256 assignments.
        let groups = stride(from: 0, to: values.count, by: 8).map { start -> [Double] in
            let group = values[start..<min(start + 8, values.count)]
            return (0..<256).map { signs in
                group.enumerated().reduce(0) { $0 + (signs >> $1.offset & 1 == 0 ? $1.element : -$1.element) }
            }
        }
        let table = groups.flatMap(\.self)
        var random = SplitMix64(state: seed)
        var count = 0
        table.withUnsafeBufferPointer { table in
            for _ in 0..<Self.draws {
                var (sum, word) = (0.0, UInt64(0))
                for group in groups.indices {
                    if group % 8 == 0 { word = random.next() }
                    sum += table[group << 8 + Int(word & 0xFF)]
                    word >>= 8
                }
                if abs(sum) >= least { count += 1 }
            }
        }
        return count
    }
}
