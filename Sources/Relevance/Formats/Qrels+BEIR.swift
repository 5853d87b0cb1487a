extension Qrels {
    /// The judgments as BEIR writes them: a heading, then `query-id corpus-id score` separated by tabs; queries in their order, documents
    /// by id.
    ///
    /// - Throws: `.unwritableID` for an id that is empty, has a tab or a line end in it, or begins with a quote, which BEIR's own reader would
    ///   take off. Spaces are carried.
    public func beirLines() throws(FormatError) -> String {
        var text = "query-id\tcorpus-id\tscore\n"
        for queryID in queryIDs {
            for (documentID, grade) in (grades[queryID] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text += try "\(Self.checked(queryID))\t\(Self.checked(documentID))\t\(grade)\n"
            }
        }
        return text
    }

    private static func checked(_ id: String) throws(FormatError) -> String {
        guard !id.isEmpty, id.utf8.first != UInt8(ascii: "\""), !id.utf8.contains(where: { [0x09, 0x0A, 0x0D].contains($0) })
        else {
            throw .unwritableBEIRID(id)
        }
        return id
    }
}
