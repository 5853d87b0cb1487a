extension TaskBuilder {
    /// The largest file that is one JSON value, in bytes. Unlike JSON Lines, it must be in memory as a whole.
    private static let wholeLimit = 2 << 30

    mutating func readRankLLM(_ lines: inout LineReader) throws(FormatError) {
        let first = try lines.prefix(1 << 16).first { !CandidateKind.isSpace($0) && $0 < 0x80 }
        // Each line is an object, unless the first line alone is not valid JSON: then the file is one value on many lines.
        if first == UInt8(ascii: "{"), try isOneLine(lines.prefix(1 << 16)) {
            while let line = try lines.next() {
                guard !line.isBlank else { continue }
                guard !line.isTooLong else {
                    skip(.tooLarge(path, line: line.number, limit: line.bytes.count))
                    continue
                }
                var cursor = JSONCursor(line.bytes)
                do throws(JSONFailure) {
                    let request = try cursor.raw()
                    try cursor.finish()
                    readRequest(request, of: line.bytes, line: line.number)
                } catch {
                    skip(.badJSON(path, line: line.number, error))
                }
            }
        } else {
            let whole = try lines.rest(limit: Self.wholeLimit)
            var cursor = JSONCursor(whole)
            do throws(JSONFailure) {
                if cursor.kind() == .array {
                    try cursor.beginArray()
                    while try cursor.nextElement() { readRequest(try cursor.raw(), of: whole, line: nil) }
                } else {
                    readRequest(try cursor.raw(), of: whole, line: nil)
                }
                // What stands after the value is not read, and said.
                try cursor.finish()
            } catch {
                // The requests before the damage are kept; where the next one begins cannot be told.
                skip(.badJSON(path, error, isEnd: true))
            }
        }
    }

    /// True if the first line is a whole object, as far as `prefix` shows.
    private func isOneLine(_ prefix: ArraySlice<UInt8>) -> Bool {
        guard let end = prefix.firstIndex(of: 0x0A) else { return true }
        var cursor = JSONCursor(prefix[..<end])
        do throws(JSONFailure) {
            try cursor.skip()
            return true
        } catch {
            // An error before the end of the line means a damaged line; an error at its end means that the object goes on.
            return error.offset < end - prefix.startIndex - 1
        }
    }

    /// Reads one request: `query` (an object or a string) and `candidates`, or `hits` in the older format. A candidate that
    /// cannot be read is left out alone; with a query that cannot, all its candidates are.
    ///
    /// - Parameters:
    ///   - request: one whole JSON value.
    ///   - whole: what the places of problems are counted from.
    private mutating func readRequest(_ request: ArraySlice<UInt8>, of whole: ArraySlice<UInt8>, line: Int?) {
        func problem(_ failure: JSONFailure, in part: ArraySlice<UInt8>) -> FormatError {
            var failure = failure
            failure.offset += part.startIndex - whole.startIndex
            return .badJSON(path, line: line, failure)
        }
        var candidates: ArraySlice<UInt8>?
        var (id, text) = (String?.none, "")
        do throws(JSONFailure) {
            var first: JSONFailure?
            var cursor = JSONCursor(request)
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                let start = cursor
                do throws(JSONFailure) {
                    switch key {
                    case "query": (text, id) = try Self.query(&cursor, id: id)
                    case "qid", "query_id": id = try cursor.identifier() ?? id
                    case "candidates", "hits": candidates = try cursor.raw()
                    default: try cursor.skip()
                    }
                } catch {
                    first = first ?? error
                    cursor = start
                    try cursor.skip()
                }
            }
            if let first { throw first }
        } catch {
            return skip(problem(error, in: request), documents: max(1, candidates.map(Self.elements)?.count ?? 1))
        }
        guard let candidates else { return skip(.missingField("candidates", path, line: line)) }
        guard JSONCursor.kind(of: candidates) == .array else {
            return skip(.missingField("list of candidates", path, line: line))
        }
        let list = Self.elements(candidates)
        guard !list.isEmpty else { return skip(.missingField("candidates", path, line: line)) }
        guard reader.query != nil || !text.allSatisfy(\.isWhitespace) else {
            return skip(.blankQuery(path, line: line), documents: list.count)
        }
        var task: Int?
        for (index, element) in list.enumerated() {
            let entry: RankLLMCandidate
            do throws(JSONFailure) {
                entry = try RankLLMCandidate(element)
            } catch {
                skip(problem(error, in: element))
                continue
            }
            // The older format has the query's id in each hit.
            let queryID = id ?? entry.queryID
            if task == nil {
                let name = queryID.flatMap { $0.isEmpty ? nil : $0 } ?? Query.typed(text).id
                guard wants(query: name) else { return }
                task = self.task(id: queryID, text: text, line: line, documents: list.count - index)
            }
            guard let task else { return }
            guard let documentID = entry.record.id else {
                skip(.missingField("docid", path, line: line))
                continue
            }
            add(
                Document(id: documentID, title: entry.record.title, text: entry.record.text), score: entry.record.score,
                line: line, to: task)
        }
    }

    /// The elements of an array that is known to be whole; none of another value.
    private static func elements(_ array: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var elements: [ArraySlice<UInt8>] = []
        var cursor = JSONCursor(array)
        do throws(JSONFailure) {
            try cursor.beginArray()
            while try cursor.nextElement() { elements.append(try cursor.raw()) }
        } catch {}
        return elements
    }

    private static func query(_ cursor: inout JSONCursor, id: String?) throws(JSONFailure) -> (text: String, id: String?) {
        guard cursor.kind() == .object else { return (try cursor.identifier() ?? "", id) }
        var (text, id) = ("", id)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "text": text = try cursor.identifier() ?? ""
            case "qid", "id", "_id": id = try cursor.identifier() ?? id
            default: try cursor.skip()
            }
        }
        return (text, id)
    }
}

/// One entry of a request's candidates: `docid`, `score` and `doc` (an object or a text), or the text in the entry itself.
private struct RankLLMCandidate {
    var record: DocumentRecord
    var queryID: String?

    init(_ raw: ArraySlice<UInt8>) throws(JSONFailure) {
        var outer = JSONCursor(raw)
        record = try DocumentRecord(&outer)
        var members = JSONCursor(raw)
        guard members.kind() == .object else { return }
        try members.beginObject()
        while let key = try members.nextKey() {
            switch key {
            case "doc":
                guard members.kind() == .object || members.kind() == .string else { fallthrough }
                let inner = try DocumentRecord(&members)
                record.title = inner.title
                record.text = inner.text
                record.id = record.id ?? inner.id
            case "qid": queryID = try members.identifier()
            default: try members.skip()
            }
        }
    }
}
