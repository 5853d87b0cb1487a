/// One retrievable text: a line of a corpus.
public struct Document: Sendable, Hashable, Codable {
    /// The id by which runs and qrels name this document; kept byte for byte as it was read.
    public var id: String
    /// Empty where the collection has no titles.
    public var title: String
    public var text: String

    public init(id: String, title: String = "", text: String) {
        self.id = id
        self.title = title
        self.text = text
    }

    /// Title and text as a reranker reads them: the title, a newline, the text; the text alone without a title.
    public var content: String { title.isEmpty ? text : text.isEmpty ? title : title + "\n" + text }
}
