/// A document as JSON spells it, under any of the names in use.
struct DocumentRecord {
    var id: String?
    var title = ""
    var text = ""
    var rank: Int?
    var score: Double?

    /// The commonest first: where several are there, the first of these that is not empty is the text.
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
            case "_id", "id", "docid", "doc_id", "docno", "pid": id = try cursor.scalarText() ?? id
            case "title": title = try cursor.scalarText() ?? ""
            case "rank":
                guard cursor.kind() == .number else { fallthrough }
                rank = Int(exactly: try cursor.double())
            case "score":
                guard cursor.kind() == .number else { fallthrough }
                score = try cursor.double()
            case _ where cursor.kind() == .string:
                guard let place = Self.textKeys.firstIndex(of: key), place < textRank else { fallthrough }
                let text = try cursor.string()
                if !text.isEmpty { (self.text, textRank) = (text, place) }
            default: try cursor.skip()
            }
        }
    }
}
