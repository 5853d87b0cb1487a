/// A document or query in JSON, under any of the member names in use.
struct DocumentRecord {
    var id: String?
    var title = ""
    var text = ""
    var rank: Int?
    var score: Double?
    private var need = Need()

    /// For a query: a description of the relevant documents, as in TREC topics. It is read from the object itself or, as BEIR
    /// has it, from its `metadata`.
    var narrative: String? {
        let parts = [need.description, need.narrative].compactMap(\.self).filter { !$0.allSatisfy(\.isWhitespace) }
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }

    private struct Need {
        var description: String?
        var narrative: String?

        /// Reads the member if it is one of these; false if it is another.
        mutating func take(_ key: String, _ cursor: inout JSONCursor) throws(JSONFailure) -> Bool {
            guard cursor.kind() == .string else { return false }
            switch key {
            case "description": description = try cursor.string()
            case "narrative": narrative = try cursor.string()
            default: return false
            }
            return true
        }
    }

    /// The member names for the text, most common first. If an object has several, the first one that is not empty is used.
    private static let textKeys = ["text", "contents", "content", "segment", "passage", "body"]

    /// Reads an object, or a string that is the text itself.
    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        guard cursor.kind() != .string else {
            text = try cursor.string()
            return
        }
        var textRank = Self.textKeys.count
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if try cursor.skipNull() { continue }
            switch key {
            case "_id", "id", "docid", "doc_id", "docno", "pid": id = try cursor.identifier() ?? id
            case "title": title = try cursor.scalarText() ?? ""
            case "rank":
                guard cursor.kind() == .number else { fallthrough }
                rank = Int(exactly: try cursor.double())
            case "score":
                guard cursor.kind() == .number else { fallthrough }
                score = try cursor.double()
            case "description", "narrative":
                if try !need.take(key, &cursor) { try cursor.skip() }
            case "metadata" where cursor.kind() == .object:
                try cursor.beginObject()
                while let key = try cursor.nextKey() {
                    if try !need.take(key, &cursor) { try cursor.skip() }
                }
            case _ where cursor.kind() == .string:
                guard let place = Self.textKeys.firstIndex(of: key), place < textRank else { fallthrough }
                let text = try cursor.string()
                if !text.isEmpty { (self.text, textRank) = (text, place) }
            default: try cursor.skip()
            }
        }
    }
}
