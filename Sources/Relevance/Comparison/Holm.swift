/// Holm's correction for several tests (Holm 1979).
public enum Holm {
    /// The adjusted p of each test, in the order given: the smallest level at which all tests up to this one are rejected.
    /// Tests without a p are not counted, and have none afterwards.
    ///
    /// - Complexity: O(n log n).
    public static func adjusted(_ ps: [Double?]) -> [Double?] {
        let order = ps.indices.filter { ps[$0] != nil }.sorted { (ps[$0] ?? 1, $0) < (ps[$1] ?? 1, $1) }
        var adjusted = [Double?](repeating: nil, count: ps.count)
        var largest = 0.0
        for (place, index) in order.enumerated() {
            largest = max(largest, min(1, Double(order.count - place) * (ps[index] ?? 1)))
            adjusted[index] = largest
        }
        return adjusted
    }
}
