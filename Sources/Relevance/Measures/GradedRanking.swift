import Foundation

/// What all measures are made of: the grades down the ranking, and how many documents of each grade were judged. No ids.
struct GradedRanking: Sendable {
    /// What stands for a grade where there is none.
    static let unjudged = Int.min

    /// By rank, `unjudged` where the judgments do not name the document; negative ones as judged.
    let grades: [Int]
    /// The places of the relevant documents, from 0.
    private(set) var relevantIndices: [Int]
    /// How many documents were judged with each grade above 0, retrieved or not, by falling grade.
    let levels: [(grade: Int, count: Int)]
    /// Documents judged with a grade from `level` on, retrieved or not.
    private(set) var relevantCount: Int
    /// Documents judged with a grade from 0 up to below `level`, retrieved or not.
    let nonrelevantCount: Int
    let level: Int
    /// The scale's highest grade, for ERR; at least 1.
    let highestGrade: Int

    /// - Parameter judgments: every judged document's grade, retrieved or not.
    init(grades ranked: [Int?], judgments: some Collection<Int>, options: EvaluationOptions) {
        grades = ranked.map { $0 ?? Self.unjudged }
        let level = options.level
        self.level = level
        relevantIndices = grades.indices.filter { [grades] in Self.isRelevant(grades[$0], level: level) }
        var counts: [Int: Int] = [:]
        for grade in judgments where grade >= 0 { counts[grade, default: 0] += 1 }
        levels = counts.filter { $0.key > 0 }.sorted { $0.key > $1.key }.map { (grade: $0.key, count: $0.value) }
        relevantCount = counts.reduce(0) { $0 + ($1.key >= level ? $1.value : 0) }
        nonrelevantCount = counts.reduce(0) { $0 + ($1.key < level ? $1.value : 0) }
        highestGrade = max(options.highestGrade ?? levels.first?.grade ?? 1, 1)
    }

    func grade(at index: Int) -> Int? { grades[index] == Self.unjudged ? nil : grades[index] }

    var unjudgedCount: Int { grades.reduce(0) { $0 + ($1 == Self.unjudged ? 1 : 0) } }

    /// The same with unjudged documents made relevant, for measures that look at nothing but relevant or not.
    func making(relevant indices: some Sequence<Int>) -> GradedRanking {
        var copy = self
        copy.relevantIndices = (relevantIndices + indices).sorted()
        copy.relevantCount += copy.relevantIndices.count - relevantIndices.count
        return copy
    }

    /// As in trec_eval, a document with a grade below 0 is as good as unjudged, whatever the level.
    static func isRelevant(_ grade: Int, level: Int) -> Bool { grade >= level && grade >= 0 }

    /// The places of a list's entries in trec_eval's order: falling score in single precision, equal scores by falling id, byte by byte.
    /// A score that is not a number ranks last.
    static func order(_ entries: [RankedList.Entry]) -> [Int] {
        let keys = entries.enumerated().map { (score: $1.score.isNaN ? -.infinity : Float($1.score), index: $0) }
        func precedes(_ left: (score: Float, index: Int), _ right: (score: Float, index: Int)) -> Bool {
            guard left.score == right.score else { return left.score > right.score }
            return entries[right.index].documentID.utf8.lexicographicallyPrecedes(entries[left.index].documentID.utf8)
        }
        return keys.sorted(by: precedes).map(\.index)
    }

    /// log2(rank + 1) for an index from 0: what nDCG divides a gain by.
    static func discount(_ index: Int) -> Double {
        index < discounts.count ? discounts[index] : log2(Double(index + 2))
    }

    private static let discounts = (0..<1000).map { log2(Double($0 + 2)) }
}
