extension Qrels {
    /// The judgments in BEIR's format: a heading, then `query-id corpus-id score` separated by tabs. Queries keep their
    /// order; documents are sorted by id.
    ///
    /// - Throws: `.unwritableID` for an id that is empty, contains a tab or a line end, or begins with a quote, which BEIR's
    ///   own reader would remove, if `ids` is `.plain`. Ids may contain spaces.
    public func beirLines(ids: IDForm = .plain) throws(FormatError) -> String {
        var text = "query-id\tcorpus-id\tscore\n"
        for queryID in queryIDs {
            for (documentID, grade) in (grades[queryID] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text += try "\(Self.checked(queryID, ids))\t\(Self.checked(documentID, ids))\t\(grade)\n"
            }
        }
        return text
    }

    private static func checked(_ id: String, _ form: IDForm) throws(FormatError) -> String {
        let id = form.written(id)
        guard !id.isEmpty, id.utf8.first != UInt8(ascii: "\""), !id.utf8.contains(where: { [0x09, 0x0A, 0x0D].contains($0) })
        else {
            throw .unwritableBEIRID(id)
        }
        return id
    }
}
