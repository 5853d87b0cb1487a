import Relevance

/// Sets of candidates, written and read without Codable for speed: they are the longest lines of a session, and a job over a
/// whole collection has one for each query.
extension SessionLine {
    static func write(_ candidates: [Candidate], source: String, to writer: inout JSONWriter) {
        writer.object { object in
            object.member("list") { list in
                list.array { list in for candidate in candidates { list.object { write(candidate, to: &$0) } } }
            }
            object.member("source", source)
        }
    }

    private static func write(_ candidate: Candidate, to object: inout JSONWriter) {
        object.member("document") {
            $0.object { document in
                document.member("id", candidate.document.id)
                document.member("text", candidate.document.text)
                document.member("title", candidate.document.title)
            }
        }
        object.member("firstStageRank", candidate.firstStageRank)
        guard let score = candidate.firstStageScore else { return }
        // JSON has no numbers for infinity and NaN.
        if score.isFinite {
            object.member("firstStageScore", score)
        } else {
            object.member("firstStageScore", score.isNaN ? "nan" : score < 0 ? "-inf" : "inf")
        }
    }

    static func candidates(_ cursor: inout JSONCursor) throws(JSONFailure) -> (list: [Candidate], source: String) {
        var list: [Candidate]?
        var source: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "source": source = try cursor.name()
            case "list":
                var candidates: [Candidate] = []
                try cursor.beginArray()
                while try cursor.nextElement() { candidates.append(try candidate(&cursor)) }
                list = candidates
            default: try cursor.skip()
            }
        }
        guard let list, let source else { throw JSONFailure(offset: cursor.offset, expected: "candidates") }
        return (list, source)
    }

    private static func candidate(_ cursor: inout JSONCursor) throws(JSONFailure) -> Candidate {
        var document: Document?
        var rank: Int?
        var score: Double?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "document": document = try self.document(&cursor)
            case "firstStageRank": rank = try cursor.integer()
            case "firstStageScore": score = try self.score(&cursor)
            default: try cursor.skip()
            }
        }
        guard let document, let rank else { throw JSONFailure(offset: cursor.offset, expected: "a candidate") }
        return Candidate(document: document, firstStageRank: rank, firstStageScore: score)
    }

    private static func document(_ cursor: inout JSONCursor) throws(JSONFailure) -> Document {
        var (id, title, text): (String?, String?, String?)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.name()
            case "title": title = try cursor.string()
            case "text": text = try cursor.string()
            default: try cursor.skip()
            }
        }
        guard let id, let title, let text else { throw JSONFailure(offset: cursor.offset, expected: "a document") }
        return Document(id: id, title: title, text: text)
    }

    private static func score(_ cursor: inout JSONCursor) throws(JSONFailure) -> Double? {
        if try cursor.skipNull() { return nil }
        guard cursor.kind() == .string else { return try cursor.double() }
        switch try cursor.string() {
        case "inf": return .infinity
        case "-inf": return -.infinity
        case "nan": return .nan
        default: throw JSONFailure(offset: cursor.offset, expected: "a score")
        }
    }
}
