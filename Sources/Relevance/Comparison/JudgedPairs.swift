/// Which of two rankings has pairs of judged documents in the order of their grades.
public struct JudgedPairs: Sendable, Hashable {
    /// Pairs of documents with different grades that both rankings have.
    public var count = 0
    /// Pairs of which A ranks the better document strictly higher.
    public var rightA = 0
    /// Pairs of which B does.
    public var rightB = 0
    /// Pairs of which both do.
    public var rightBoth = 0

    /// Pairs that B has right and A has not.
    public var mended: Int { rightB - rightBoth }
    /// Pairs that A has right and B has not.
    public var broken: Int { rightA - rightBoth }

    /// No pairs.
    public init() {}

    /// Counts the pairs of some documents.
    ///
    /// - Parameter documents: the grade of each, and what A and B rank it by, higher being better.
    /// - Returns: nil for more different grades than a scale has (`mostGrades`).
    /// - Complexity: O(n log n) for each grade.
    public init?(_ documents: [(grade: Int, a: Double, b: Double)]) {
        let levels = Set(documents.map(\.grade)).sorted()
        guard levels.count <= Self.mostGrades else { return nil }
        let (a, b) = (Self.places(documents.map(\.a)), Self.places(documents.map(\.b)))
        for level in levels.dropFirst() {
            let own = documents.indices.filter { documents[$0].grade == level }
            let lower = documents.indices.filter { documents[$0].grade < level }
            count += own.count * lower.count
            rightA += Self.below(own, lower, by: a)
            rightB += Self.below(own, lower, by: b)
            rightBoth += Self.below(own, lower, by: a, and: b)
        }
    }

    /// The most different grades that are counted.
    public static let mostGrades = 64

    /// Adds the pairs of another query.
    public static func += (left: inout JudgedPairs, right: JudgedPairs) {
        left.count += right.count
        left.rightA += right.rightA
        left.rightB += right.rightB
        left.rightBoth += right.rightBoth
    }

    /// The place of each value among the different values, the lowest first.
    private static func places(_ values: [Double]) -> [Int] {
        let order = Set(values).sorted()
        let places = Dictionary(zip(order, order.indices), uniquingKeysWith: { first, _ in first })
        return values.map { places[$0] ?? 0 }
    }

    /// The number of pairs in which the document of `lower` has the lower key, and the lower second key.
    private static func below(_ own: [Int], _ lower: [Int], by key: [Int], and second: [Int]? = nil) -> Int {
        let ascending = lower.sorted { key[$0] < key[$1] }
        var tree = CountingTree(count: key.count)
        var (next, sum) = (0, 0)
        for document in own.sorted(by: { key[$0] < key[$1] }) {
            while next < ascending.count, key[ascending[next]] < key[document] {
                if let second { tree.add(second[ascending[next]]) }
                next += 1
            }
            sum += second.map { tree.count(below: $0[document]) } ?? next
        }
        return sum
    }
}
