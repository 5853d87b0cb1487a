extension JudgmentFile {
    /// The first row's fields where they are the heading of a CSV of Quepid.
    static func quepidHeading(_ bytes: ArraySlice<UInt8>) -> [String]? {
        var rows = CSVReader(bytes)
        let heading = rows.next()?.fields?.map { String(decoding: $0, as: UTF8.self) }
        guard let heading, heading.count > 1, heading[0].lowercased() == "query" else { return nil }
        return ["docid", "doc_id"].contains(heading[1].lowercased()) ? heading : nil
    }

    /// Reads `query,docid,rating`, or `query,docid` and a column for each judge. A query without judgments and a blank cell are none.
    ///
    /// Source: what Quepid's export of a case's ratings and of a judgement book write, and its import of ratings reads.
    static func readQuepid(_ bytes: ArraySlice<UInt8>, heading: [String], path: String) throws(FormatError) -> Reading<
        JudgmentFile
    > {
        guard heading.count > 2, let last = heading.last, !last.isEmpty else {
            throw .missingField("column of grades behind query,docid", path, line: 1)
        }
        let names = heading.dropFirst(2)
        let isNamed = names.count > 1 || last.lowercased() != "rating"
        let judges = names.map { isNamed ? unguarded($0) : nil }
        var warnings = Warnings()
        var known: [Place: Int] = [:]
        var file = JudgmentFile(format: .quepid, entries: [])
        var rows = CSVReader(bytes)
        _ = rows.next()
        var (total, words) = (0, LineFields())
        while let row = rows.next() {
            total += 1
            guard let fields = row.fields else {
                warnings.add(.badLine(path, line: row.line, expected: row.expected), .lines)
                continue
            }
            guard fields.count <= heading.count else {
                warnings.add(.tooManyColumns(heading.count, path, line: row.line), .lines)
                continue
            }
            // A query that nobody judged stands alone.
            guard fields.count > 2, !fields[1].isEmpty else { continue }
            guard let query = String(validating: fields[0], as: UTF8.self),
                let documentID = String(validating: fields[1], as: UTF8.self)
            else {
                warnings.add(.notUTF8(path, line: row.line), .lines)
                continue
            }
            for (judge, cell) in zip(judges, fields.dropFirst(2)) where !cell.allSatisfy(CandidateKind.isSpace) {
                // A judgement book has its grades as decimals.
                words.split(cell)
                guard words.count == 1, let grade = words.grade(0) else {
                    let expected = "whole numbers or nothing as grades"
                    warnings.add(.badLine(path, line: row.line, expected: expected), .judgments)
                    continue
                }
                let place = Place(query: query, documentID: documentID, judge: judge)
                if let first = known[place] {
                    guard first != grade else { continue }
                    warnings.add(.conflictingGrade(documentID, path, line: row.line), .judgments)
                } else {
                    known[place] = grade
                    file.entries.append(
                        Entry(query: query, documentID: documentID, grade: grade, judge: judge, line: row.line))
                }
            }
        }
        guard !file.entries.isEmpty else { throw warnings.first ?? .empty(path, expected: "judgments") }
        return Reading(file, warnings: warnings.all(of: [.lines: total]))
    }

    private struct Place: Hashable {
        var query, documentID: String
        var judge: String?
    }

    /// Quepid puts a space before what a spreadsheet would take for a formula.
    private static func unguarded(_ text: String) -> String {
        let isGuarded = text.hasPrefix(" ") && text.dropFirst().first.map { "-=+@".contains($0) } == true
        return isGuarded ? String(text.dropFirst()) : text
    }
}

extension JudgmentFile {
    /// The same with each query named by its id; and the texts that are no query's, or several queries', each with its first line.
    ///
    /// A text is looked for as it stands, then without the space Quepid puts before a formula; then it may be an id itself. Of
    /// two rows that come to the same query, document and judge the first counts. In the other forms ids stand already, and nothing changes.
    public func named(by queries: [Query]) -> (file: JudgmentFile, unknown: [(text: String, line: Int)]) {
        guard format == .quepid else { return (self, []) }
        var ids: [String: Set<String>] = [:]
        for query in queries { ids[query.text, default: []].insert(query.id) }
        let plain = Set(queries.map(\.id))
        var (file, unknown) = (self, [(text: String, line: Int)]())
        var (known, places) = (Set<String>(), Set<Place>())
        file.entries = entries.compactMap { entry in
            let found = ids[entry.query] ?? ids[Self.unguarded(entry.query)] ?? (plain.contains(entry.query) ? [entry.query] : [])
            guard found.count == 1, let id = found.first else {
                if known.insert(entry.query).inserted { unknown.append((entry.query, entry.line)) }
                return nil
            }
            var entry = entry
            entry.query = id
            let place = Place(query: id, documentID: entry.documentID, judge: entry.judge)
            return places.insert(place).inserted ? entry : nil
        }
        return (file, unknown)
    }
}
