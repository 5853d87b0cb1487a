extension JudgmentFile {
    /// The fields of the first row if they are the heading of a Quepid CSV; nil otherwise.
    static func quepidHeading(_ bytes: ArraySlice<UInt8>) -> [String]? {
        var rows = CSVReader(bytes)
        // Names of judges are compared.
        let heading = rows.next()?.fields?.map { MarkPile.comparable($0) ?? "\u{FFFD}" }
        guard let heading, heading.count > 1, heading[0].lowercased() == "query" else { return nil }
        return ["docid", "doc_id"].contains(heading[1].lowercased()) ? heading : nil
    }

    /// Reads `query,docid,rating`, or `query,docid` and one column per judge. A row without a document and a blank cell hold
    /// no judgment.
    ///
    /// Source: the CSV that Quepid exports for the ratings of a case and for a judgement book, and imports as ratings.
    static func readQuepid(_ bytes: ArraySlice<UInt8>, heading: [String], path: String) throws(FormatError) -> Parsed<
        JudgmentFile
    > {
        guard heading.count > 2, let last = heading.last, !last.isEmpty else {
            throw .missingField("column of grades after query,docid", path, line: 1)
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
            // Quepid writes a query that nobody judged without a document.
            guard fields.count > 2, !fields[1].isEmpty else { continue }
            guard let query = MarkPile.comparable(fields[0]), let documentID = MarkPile.comparable(fields[1]) else {
                warnings.add(.incomparable(path, line: row.line), .lines)
                continue
            }
            for (judge, cell) in zip(judges, fields.dropFirst(2)) where !cell.allSatisfy(CandidateKind.isSpace) {
                // A judgement book writes grades as decimals.
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
        return Parsed(file, warnings: warnings.all(of: [.lines: total]))
    }

    private struct Place: Hashable {
        var query, documentID: String
        var judge: String?
    }

    /// Without the space that Quepid writes before a text that a spreadsheet would take for a formula.
    private static func unguarded(_ text: String) -> String {
        let isGuarded = text.hasPrefix(" ") && text.dropFirst().first.map { "-=+@".contains($0) } == true
        return isGuarded ? String(text.dropFirst()) : text
    }
}

extension JudgmentFile {
    /// The same judgments with query ids in place of query texts, and the texts that match no query or several queries, each
    /// with its first line.
    ///
    /// A text is compared as it is, then without the space that Quepid writes before a formula; then it may itself be an id.
    /// If two rows have the same query, document and judge, the first one counts. The other formats have ids already and stay
    /// unchanged.
    ///
    /// - Returns: the file with the sessions' ids; the texts that no query has, and the first one that several have.
    public func named(
        by queries: [Query]
    ) -> (file: JudgmentFile, unknown: [(text: String, line: Int)], ambiguous: (text: String, ids: Set<String>, line: Int)?) {
        guard format == .quepid else { return (self, [], nil) }
        var ids: [String: Set<String>] = [:]
        for query in queries { ids[query.text, default: []].insert(query.id) }
        let plain = Set(queries.map(\.id))
        var (file, unknown) = (self, [(text: String, line: Int)]())
        var ambiguous: (text: String, ids: Set<String>, line: Int)?
        var (known, places) = (Set<String>(), Set<Place>())
        file.entries = entries.compactMap { entry in
            let found = ids[entry.query] ?? ids[Self.unguarded(entry.query)] ?? (plain.contains(entry.query) ? [entry.query] : [])
            if found.count > 1, ambiguous == nil { ambiguous = (entry.query, found, entry.line) }
            guard found.count == 1, let id = found.first else {
                if known.insert(entry.query).inserted { unknown.append((entry.query, entry.line)) }
                return nil
            }
            var entry = entry
            entry.query = id
            let place = Place(query: id, documentID: entry.documentID, judge: entry.judge)
            return places.insert(place).inserted ? entry : nil
        }
        return (file, unknown, ambiguous)
    }
}
