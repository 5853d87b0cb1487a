extension TaskBuilder {
    mutating func readJSONLines(_ lines: inout LineReader) throws(FormatError) {
        let task = onlyTask()
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            guard !isFull(task) else { return noteMore() }
            guard !line.isTooLong else {
                skip(.tooLarge(path, line: line.number, limit: line.bytes.count))
                continue
            }
            do throws(JSONFailure) {
                var cursor = JSONCursor(line.bytes)
                let record = try DocumentRecord(&cursor)
                try cursor.finish()
                add(
                    Document(id: record.id ?? String(line.number), title: record.title, text: record.text), rank: record.rank,
                    score: record.score, line: line.number, to: task, isNumbered: record.id == nil)
            } catch {
                skip(.badJSON(path, line: line.number, error))
            }
        }
    }

    /// Reads one document per line. A line over the limit is cut, like every long document.
    mutating func readLines(_ lines: inout LineReader) throws(FormatError) {
        let task = onlyTask()
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            guard !isFull(task) else { return noteMore() }
            guard let text = String(validating: line.bytes.dropPartialCharacter(ifCut: line.isTooLong), as: UTF8.self) else {
                skip(.notUTF8(path, line: line.number))
                continue
            }
            add(Document(id: String(line.number), text: text), line: line.number, to: task)
        }
    }

    mutating func readMSMARCO(_ lines: inout LineReader) throws(FormatError) {
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            let fields = line.bytes.split(separator: 0x09, maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count == 4, !fields[0].isEmpty, !fields[1].isEmpty else {
                skip(.badLine(path, line: line.number, expected: "query id, passage id, query and passage, separated by tabs"))
                continue
            }
            guard let id = MarkPile.comparable(fields[0]), let passageID = MarkPile.comparable(fields[1]) else {
                skip(.incomparable(path, line: line.number))
                continue
            }
            guard wants(query: id) else { continue }
            guard let query = MarkPile.comparable(fields[2]),
                let passage = String(validating: fields[3].dropPartialCharacter(ifCut: line.isTooLong), as: UTF8.self)
            else {
                skip(.incomparable(path, line: line.number))
                continue
            }
            guard !query.allSatisfy(\.isWhitespace) else {
                skip(.blankQuery(path, line: line.number))
                continue
            }
            guard let task = task(id: id, text: query, line: line.number) else { continue }
            add(Document(id: passageID, text: passage), line: line.number, to: task)
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without a character that was cut in two at the end.
    func dropPartialCharacter(ifCut isCut: Bool) -> ArraySlice<UInt8> {
        guard isCut, let lead = suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return self }
        let length = self[lead] < 0x80 ? 1 : self[lead] < 0xE0 ? 2 : self[lead] < 0xF0 ? 3 : 4
        return lead + length > endIndex ? self[..<lead] : self
    }
}
