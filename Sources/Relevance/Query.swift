/// An information need: one line of a topic file, or a text that a person typed.
public struct Query: Sendable, Hashable, Codable {
    /// Tells the queries of a session apart. It is also the id in runs and qrels, unless `idInCollection` says otherwise.
    public var id: String
    /// The query's words.
    public var text: String
    /// A description of which documents are relevant and which are not, in sentences: the narrative or description of a TREC
    /// topic.
    public var narrative: String?
    /// The collection or file that the query came from; nil for a query that was typed.
    public var collection: String?
    /// The query's id in its collection, byte for byte, if another query of the session had that id already; nil if it is
    /// `id`.
    public var idInCollection: String?

    /// A query with these fields.
    public init(
        id: String, text: String, narrative: String? = nil, collection: String? = nil, idInCollection: String? = nil
    ) {
        self.id = id
        self.text = text
        self.narrative = narrative
        self.collection = collection
        self.idInCollection = idInCollection
    }

    /// A query that a person typed. Its id is made from the text, so that it is the same in every session: `q-` and sixteen
    /// hexadecimal digits, which collections do not use. (Earlier versions wrote eight.)
    public static func typed(_ text: String) -> Query {
        // FNV-1a in 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return Query(id: "q-" + String(repeating: "0", count: 16 - digits.count) + digits, text: text)
    }

    /// The id that runs and qrels use.
    public var exportedID: String { idInCollection ?? id }
}
