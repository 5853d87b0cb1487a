/// Documents that share their score with another of the same query.
public struct TiedDocuments: Sendable, Hashable {
    /// How many.
    public var count = 0
    /// Of so many documents with a score.
    public var documents = 0

    /// None of none.
    public init() {}

    /// True if they are half of all, or more: the ranking is then mostly the rule for ties.
    public var isMost: Bool { count > 0 && 2 * count >= documents }

    static func += (left: inout TiedDocuments, right: TiedDocuments) {
        left.count += right.count
        left.documents += right.documents
    }
}

extension ComparisonSide.List {
    /// The ties of the list. O(documents).
    var tied: TiedDocuments {
        var scores: [Double: Int] = [:]
        for document in documents { if let score = document.score { scores[score, default: 0] += 1 } }
        return scores.values.reduce(into: TiedDocuments()) { tied, count in
            tied.documents += count
            if count > 1 { tied.count += count }
        }
    }
}
