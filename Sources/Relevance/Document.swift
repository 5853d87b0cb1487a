import Foundation

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

    /// Whether title and text are the same, byte for byte. Swift compares texts in normal form, which takes quadratic time of a
    /// letter with many combining marks.
    public func hasSameContent(as other: Document) -> Bool {
        Self.isSame(title, other.title) && Self.isSame(text, other.text)
    }

    /// O(1) for copies of one text, which share their memory.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        let isSame = one.utf8.withContiguousStorageIfAvailable { one -> Bool? in
            other.utf8.withContiguousStorageIfAvailable { other -> Bool in
                guard one.count == other.count, let start = one.baseAddress, let second = other.baseAddress else {
                    return one.count == other.count
                }
                return start == second || memcmp(start, second, one.count) == 0
            }
        }
        return (isSame ?? nil) ?? one.utf8.elementsEqual(other.utf8)
    }

    /// The same id, and the same title and text byte for byte.
    public static func == (left: Document, right: Document) -> Bool { left.id == right.id && left.hasSameContent(as: right) }

    /// By the id alone.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// The text that a reranker reads: title, newline and text; the text alone without a title.
    public var content: String { title.isEmpty ? text : text.isEmpty ? title : title + "\n" + text }
}
