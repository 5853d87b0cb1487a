/// An information need: one line of a topic file.
public struct Query: Sendable, Hashable, Codable {
    /// The id that runs and qrels use for this query, byte for byte as it was read.
    public var id: String
    /// The query's words.
    public var text: String
    /// A description of which documents are relevant and which are not, in sentences: the narrative or description of a TREC
    /// topic.
    public var narrative: String?

    /// A query with these fields.
    public init(id: String, text: String, narrative: String? = nil) {
        self.id = id
        self.text = text
        self.narrative = narrative
    }
}
