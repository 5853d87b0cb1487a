/// Relevance judgments: a grade for each judged document of each query.
public struct Qrels: Sendable, Hashable {
    /// In the order in which the queries first appear.
    public var queryIDs: [String] = []
    /// By query id, then document id. Grades are as the file has them: 0 is judged and not relevant, negative ones occur.
    public var grades: [String: [String: Int]] = [:]

    public init() {}

    public var count: Int { grades.values.reduce(0) { $0 + $1.count } }

    public subscript(queryID: String, documentID: String) -> Int? { grades[queryID]?[documentID] }

    /// Judges a document, or judges it anew.
    public mutating func set(_ grade: Int, query queryID: String, document documentID: String) {
        if grades[queryID] == nil { queryIDs.append(queryID) }
        grades[queryID, default: [:]][documentID] = grade
    }
}
