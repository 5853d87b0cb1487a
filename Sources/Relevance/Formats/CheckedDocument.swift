/// A document that can be shown: it has text, is not binary, and is cut to the byte limit.
struct CheckedDocument {
    var document: Document
    /// The warning for a text that was cut; nil if it was not.
    var cut: FormatError?

    /// - Parameters:
    ///   - limit: the number of bytes of the text (and of the title) to keep.
    ///   - file, line: where the document was read, for the errors.
    init(_ document: Document, limit: Int, file: String, line: Int?) throws(FormatError) {
        guard !document.text.utf8.contains(0), !document.title.utf8.contains(0) else { throw .binary(file, line: line) }
        guard Self.isVisible(document.text) || Self.isVisible(document.title) else { throw .emptyDocument(file, line: line) }
        self.document = document
        if let beginning = Self.prefix(of: document.text, bytes: limit) {
            self.document.text = beginning
            cut = .cut(file, line: line, limit: limit)
        }
        self.document.title = Self.prefix(of: document.title, bytes: limit) ?? document.title
    }

    /// Whether there is anything to read: not white space, controls and invisible formats alone. O(bytes).
    private static func isVisible(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            let properties = scalar.properties
            return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint && properties.generalCategory != .control
        }
    }

    /// The longest beginning of at most `bytes` bytes that does not split a character; nil if the text is not longer.
    private static func prefix(of text: String, bytes: Int) -> String? {
        guard text.utf8.count > bytes else { return nil }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: bytes)
        while text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
