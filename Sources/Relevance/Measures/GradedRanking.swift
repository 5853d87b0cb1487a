import Foundation

/// The input of all measures, without ids: the grades down the ranking, and how many documents of each grade were judged.
struct GradedRanking: Sendable {
    /// Marks a document without a grade.
    static let unjudged = Int.min

    /// By rank; `unjudged` if the judgments do not contain the document. Negative grades are kept.
    let grades: [Int]
    /// The indices of the relevant documents, from 0.
    private(set) var relevantIndices: [Int]
    /// How many documents were judged with each grade above 0, retrieved or not, by descending grade.
    let levels: [(grade: Int, count: Int)]
    /// The number of documents judged with `level` or a higher grade, retrieved or not.
    private(set) var relevantCount: Int
    /// The number of documents judged with a grade from 0 to below `level`, retrieved or not.
    let nonrelevantCount: Int
    let level: Int
    /// The highest grade of the scale, for ERR; at least 1.
    let highestGrade: Int

    /// - Parameter judgments: the grades of all judged documents, retrieved or not.
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

    /// The same ranking with some unjudged documents made relevant, for binary measures.
    func making(relevant indices: some Sequence<Int>) -> GradedRanking {
        var copy = self
        copy.relevantIndices = (relevantIndices + indices).sorted()
        copy.relevantCount += copy.relevantIndices.count - relevantIndices.count
        return copy
    }

    /// As in trec_eval, a document with a negative grade counts as unjudged, whatever the level.
    static func isRelevant(_ grade: Int, level: Int) -> Bool { grade >= level && grade >= 0 }

    /// The indices of a list's entries in trec_eval's order: descending score in single precision, equal scores by descending
    /// id (byte by byte). A score that is not a number ranks last.
    static func order(_ entries: [RankedList.Entry]) -> [Int] {
        let keys = entries.enumerated().map { (score: $1.score.isNaN ? -.infinity : Float($1.score), index: $0) }
        func precedes(_ left: (score: Float, index: Int), _ right: (score: Float, index: Int)) -> Bool {
            guard left.score == right.score else { return left.score > right.score }
            return entries[right.index].documentID.utf8.lexicographicallyPrecedes(entries[left.index].documentID.utf8)
        }
        return keys.sorted(by: precedes).map(\.index)
    }

    /// log2(rank + 1) for an index from 0: nDCG divides a gain by it.
    static func discount(_ index: Int) -> Double {
        index < discounts.count ? discounts[index] : log2(Double(index + 2))
    }

    private static let discounts = (0..<1000).map { log2(Double($0 + 2)) }
}
