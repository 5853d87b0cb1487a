/// One document of a corpus.
public struct Document: Sendable, Hashable, Codable {
    /// The id that runs and qrels use for this document, byte for byte as it was read.
    public var id: String
    /// Empty if the collection has no titles.
    public var title: String
    /// The document's text, without its title.
    public var text: String

    /// A document with these fields.
    public init(id: String, title: String = "", text: String) {
        self.id = id
        self.title = title
        self.text = text
    }

    /// The text that a reranker reads: title, newline and text; the text alone without a title.
    public var content: String { title.isEmpty ? text : text.isEmpty ? title : title + "\n" + text }
}
