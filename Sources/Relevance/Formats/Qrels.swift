/// Relevance judgments: a grade for each judged document of each query.
public struct Qrels: Sendable, Hashable {
    /// In the order of their first occurrence.
    public var queryIDs: [String] = []
    /// Grades by query id, then by document id, as they are in the file: 0 is judged not relevant; negative grades occur.
    public var grades: [String: [String: Int]] = [:]

    /// No judgments.
    public init() {}

    /// The number of judgments. O(q) for q queries.
    public var count: Int { grades.values.reduce(0) { $0 + $1.count } }

    /// The highest grade of any query; nil without judgments. O(judgments).
    public var highestGrade: Int? { grades.values.lazy.compactMap { $0.values.max() }.max() }

    /// The grade of a document for a query; nil if it is not judged.
    public subscript(queryID: String, documentID: String) -> Int? { grades[queryID]?[documentID] }

    /// The judgments with other ids of queries; those of a query for which `id` gives nil are left out. O(judgments).
    public func renamed(_ id: (String) -> String?) -> Qrels {
        var renamed = Qrels()
        for queryID in queryIDs {
            guard let id = id(queryID) else { continue }
            for (document, grade) in grades[queryID] ?? [:] { renamed.set(grade, query: id, document: document) }
        }
        return renamed
    }

    /// Sets the grade of a document, whether it was judged before or not.
    public mutating func set(_ grade: Int, query queryID: String, document documentID: String) {
        if grades[queryID] == nil { queryIDs.append(queryID) }
        grades[queryID, default: [:]][documentID] = grade
    }
}
