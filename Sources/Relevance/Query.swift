/// What a person looks for: one line of a topic file.
public struct Query: Sendable, Hashable, Codable {
    /// The id by which runs and qrels name this query; kept byte for byte as it was read.
    public var id: String
    public var text: String
    /// What would be relevant and what not, in sentences, where the topic file says so: TREC's narrative or description.
    public var narrative: String?

    public init(id: String, text: String, narrative: String? = nil) {
        self.id = id
        self.text = text
        self.narrative = narrative
    }
}
