/// A ranked list whose equal scores are tied: the groups of its items, best first.
public struct TiedRanking: Sendable, Hashable {
    /// The items, best first; tied items in the order given.
    public let items: [String]
    /// For each item the first position of its group, from 1.
    let tops: [Int]
    /// For each item the last position of its group.
    let bottoms: [Int]
    /// The position of each item, from 0.
    let places: [String: Int]

    /// Items by descending score. An item that is repeated keeps its first place; an item whose score is NaN is tied with its
    /// like after all others.
    ///
    /// - Complexity: O(n log n).
    public init(_ scored: [(item: String, score: Double)]) {
        func isBefore(_ a: Double, _ b: Double) -> Bool { a > b || (!a.isNaN && b.isNaN) }
        var seen: Set<String> = []
        let unique = scored.filter { seen.insert($0.item).inserted }
        let order = unique.indices.sorted { a, b in
            isBefore(unique[a].score, unique[b].score) || (!isBefore(unique[b].score, unique[a].score) && a < b)
        }
        let scores = order.map { unique[$0].score }
        items = order.map { unique[$0].item }
        var (tops, bottoms) = ([Int](), [Int]())
        var start = 0
        while start < scores.count {
            var end = start + 1
            while end < scores.count, !isBefore(scores[start], scores[end]) { end += 1 }
            tops += [Int](repeating: start + 1, count: end - start)
            bottoms += [Int](repeating: end, count: end - start)
            start = end
        }
        (self.tops, self.bottoms) = (tops, bottoms)
        places = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
    }

    /// Whether any two items are tied.
    public var hasTies: Bool { zip(tops, bottoms).contains { $0 != $1 } }
}
