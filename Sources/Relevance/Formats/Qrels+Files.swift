extension Qrels {
    /// Reads judgments in TREC's or BEIR's format, detected from the number of columns: TREC's `query 0 document grade`,
    /// separated by any white space, or BEIR's `query-id corpus-id score` under a heading. If the heading has tabs, only tabs
    /// separate columns, and ids may contain spaces.
    ///
    /// If a document is judged twice, the first grade counts; a warning is given only if the grades differ.
    /// - Throws: if no line can be read.
    public static func read(_ path: String) throws(FormatError) -> Parsed<Qrels> {
        try read(LineReader(path: path, lengthLimit: 1 << 20))
    }

    /// Reads judgments from a stream of lines, like `read(_:)`.
    public static func read(_ lines: consuming LineReader) throws(FormatError) -> Parsed<Qrels> {
        let path = lines.path
        var warnings = Warnings()
        var judged: [Judged] = []
        var indices: [String: Int] = [:]
        // The lines of a query are usually together, so the last query is compared first.
        var (last, lastID): (Int?, [UInt8]) = (nil, [])
        var total = 0
        var line = JudgmentFields()
        while let next = try lines.next() {
            defer { line.release() }
            guard line.take(next.bytes) else { continue }
            total += 1
            guard line.isWhole, let grade = line.grade else {
                warnings.add(.badLine(path, line: next.number, expected: line.expectation), .lines)
                continue
            }
            guard let documentID = line.documentID else {
                warnings.add(.incomparable(path, line: next.number), .lines)
                continue
            }
            if last == nil || !lastID.elementsEqual(line.query) {
                guard let queryID = line.queryID else {
                    warnings.add(.incomparable(path, line: next.number), .lines)
                    continue
                }
                if indices[queryID] == nil {
                    indices[queryID] = judged.count
                    judged.append(Judged(queryID: queryID))
                }
                (last, lastID) = (indices[queryID], Array(line.query))
            }
            guard let last else { continue }
            judged[last].documentIDs.append(documentID)
            judged[last].grades.append(grade)
            judged[last].lines.append(next.number)
        }
        guard total > 0 else { throw .empty(path, expected: "judgments") }
        var qrels = Qrels()
        for query in judged {
            qrels.queryIDs.append(query.queryID)
            qrels.grades[query.queryID] = query.firstGrades { id, line in
                warnings.add(.conflictingGrade(id, path, line: line), .judgments)
            }
        }
        guard qrels.count > 0 else { throw warnings.first ?? .empty(path, expected: "judgments") }
        return Parsed(qrels, warnings: warnings.all(of: [.lines: total, .judgments: total]))
    }

    /// The lines of one query, in the order of the file.
    private struct Judged {
        var queryID: String
        var documentIDs: [String] = []
        var grades: [Int] = []
        var lines: [Int] = []

        /// The first grade of each document. A later, different grade is reported.
        func firstGrades(report: (String, Int) -> Void) -> [String: Int] {
            var first = [String: Int](minimumCapacity: documentIDs.count)
            for index in documentIDs.indices {
                guard let known = first.updateValue(grades[index], forKey: documentIDs[index]), known != grades[index] else {
                    continue
                }
                first[documentIDs[index]] = known
                report(documentIDs[index], lines[index])
            }
            return first
        }
    }

    /// The judgments in TREC's format. Queries keep their order; documents are sorted by id.
    ///
    /// - Throws: `.unwritableID` for an id that is empty or has white space, if `ids` is `.plain`.
    public func trecLines(ids: IDForm = .plain) throws(FormatError) -> String {
        var text = ""
        for queryID in queryIDs {
            for (documentID, grade) in (grades[queryID] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text += try "\(checked(queryID, ids)) 0 \(checked(documentID, ids)) \(grade)\n"
            }
        }
        return text
    }

    private func checked(_ id: String, _ form: IDForm) throws(FormatError) -> String {
        guard form == .escape || Run.isWritable(id) else { throw .unwritableQrelsID(id) }
        return form.written(id)
    }
}
