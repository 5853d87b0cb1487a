extension Qrels {
    /// The judgments as the basic CSV that Quepid exports and imports: `query,docid,rating`, with the query's text in the
    /// first column.
    ///
    /// - Parameters:
    ///   - queries: the texts of the queries. A query without a text is written with its id.
    ///   - ids: how the ids of documents are written.
    /// - Throws: `.unwritableID` for a document without an id, which Quepid would read as a query without judgments, if `ids` is
    ///   `.plain`.
    public func quepidLines(queries: [Query], ids: IDForm = .plain) throws(FormatError) -> String {
        try Self.quepidBook([("rating", self)], queries: queries, ids: ids)
    }

    /// The grades of several judges as the CSV of a Quepid judgement book: `query,docid` and one column per judge. A cell is
    /// blank if the judge gave no grade.
    ///
    /// - Throws: as `quepidLines(queries:ids:)`.
    public static func quepidBook(
        _ judges: [(name: String, qrels: Qrels)], queries: [Query], ids: IDForm = .plain
    ) throws(FormatError) -> String {
        let texts = Dictionary(queries.map { ($0.id, $0.text) }) { first, _ in first }
        var text = CSVWriter.line(["query", "docid"] + judges.map(\.name))
        var known: Set<String> = []
        for queryID in judges.flatMap(\.qrels.queryIDs) where known.insert(queryID).inserted {
            let name = texts[queryID].flatMap { $0.isEmpty ? nil : $0 } ?? queryID
            guard !name.isEmpty else { throw .emptyCSVID }
            let documents = Set(judges.flatMap { $0.qrels.grades[queryID].map { Array($0.keys) } ?? [] })
            for documentID in documents.sorted() {
                let written = ids.written(documentID)
                guard !written.isEmpty else { throw .emptyCSVID }
                let grades = judges.map { $0.qrels[queryID, documentID].map(String.init) ?? "" }
                text += CSVWriter.line([name, written] + grades)
            }
        }
        return text
    }
}
