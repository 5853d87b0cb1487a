extension Qrels {
    /// The judgments as Quepid's basic CSV, which it also imports: `query,docid,rating`, the query named by its text.
    ///
    /// - Parameter queries: those whose texts are known; another is named by its id.
    /// - Throws: `.unwritableID` for a document without an id, which Quepid reads as a query without judgments.
    public func quepidLines(queries: [Query]) throws(FormatError) -> String {
        try Self.quepidBook([("rating", self)], queries: queries)
    }

    /// Several judges' grades as the CSV of a judgement book of Quepid: `query,docid` and a column for each judge, blank where they
    /// gave no grade.
    public static func quepidBook(_ judges: [(name: String, qrels: Qrels)], queries: [Query]) throws(FormatError) -> String {
        let texts = Dictionary(queries.map { ($0.id, $0.text) }) { first, _ in first }
        var text = CSVWriter.line(["query", "docid"] + judges.map(\.name))
        var known: Set<String> = []
        for queryID in judges.flatMap(\.qrels.queryIDs) where known.insert(queryID).inserted {
            let name = texts[queryID].flatMap { $0.isEmpty ? nil : $0 } ?? queryID
            guard !name.isEmpty else { throw .emptyCSVID }
            let documents = Set(judges.flatMap { $0.qrels.grades[queryID].map { Array($0.keys) } ?? [] })
            for documentID in documents.sorted() {
                guard !documentID.isEmpty else { throw .emptyCSVID }
                let grades = judges.map { $0.qrels[queryID, documentID].map(String.init) ?? "" }
                text += CSVWriter.line([name, documentID] + grades)
            }
        }
        return text
    }
}
