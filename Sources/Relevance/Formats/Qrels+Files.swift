extension Qrels {
    /// Reads judgments in either form in use, told by the number of columns: TREC's `query 0 document grade`, separated by any white
    /// space, or BEIR's `query-id corpus-id score`, separated by tabs under a heading.
    ///
    /// A document judged twice keeps its first grade; it is a warning only where the grades differ.
    /// - Throws: where no line can be read.
    public static func read(_ path: String) throws(FormatError) -> Reading<Qrels> {
        try read(LineReader(path: path, lengthLimit: 1 << 20))
    }

    public static func read(_ lines: consuming LineReader) throws(FormatError) -> Reading<Qrels> {
        let path = lines.path
        var warnings = Warnings()
        var qrels = Qrels()
        var total = 0
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            let fields = line.bytes.split(whereSeparator: CandidateKind.isSpace)
            if total == 0, fields.count == 3, grade(fields[2]) == nil { continue }
            total += 1
            guard fields.count == 3 || fields.count == 4, let grade = grade(fields[fields.count - 1]) else {
                let expected = "query 0 document grade, or query-id corpus-id score"
                warnings.add(.badLine(path, line: line.number, expected: expected), .lines)
                continue
            }
            guard let queryID = String(validating: fields[0], as: UTF8.self),
                let documentID = String(validating: fields[fields.count - 2], as: UTF8.self)
            else {
                warnings.add(.notUTF8(path, line: line.number), .lines)
                continue
            }
            if let known = qrels[queryID, documentID] {
                guard known != grade else { continue }
                warnings.add(.conflictingGrade(documentID, path, line: line.number), .judgments)
            } else {
                qrels.set(grade, query: queryID, document: documentID)
            }
        }
        guard total > 0 else { throw .empty(path, expected: "judgments") }
        guard qrels.count > 0 else { throw warnings.first ?? .empty(path, expected: "judgments") }
        return Reading(qrels, warnings: warnings.all(of: [.lines: total, .judgments: total]))
    }

    /// An integer, also where it is written 1.0 or +1.
    private static func grade(_ field: ArraySlice<UInt8>) -> Int? {
        let text = String(decoding: field, as: UTF8.self)
        return Int(text) ?? Double(text).flatMap(Int.init(exactly:))
    }

    /// The judgments as TREC writes them: queries in their order, documents by id.
    ///
    /// - Throws: `.unwritableID` for an id that is empty or has white space.
    public func trecLines() throws(FormatError) -> String {
        var text = ""
        for queryID in queryIDs {
            for (documentID, grade) in (grades[queryID] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text += try "\(Run.checked(queryID)) 0 \(Run.checked(documentID)) \(grade)\n"
            }
        }
        return text
    }
}
