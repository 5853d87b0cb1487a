/// What a person looks for: one line of a topic file.
public struct Query: Sendable, Hashable, Codable {
    /// The id by which runs and qrels name this query; kept byte for byte as it was read.
    public var id: String
    public var text: String

    public init(id: String, text: String) {
        self.id = id
        self.text = text
    }
}
