/// Writes comma-separated values (RFC 4180), but ends rows with LF alone: Quepid's import would read a CR as part of the last
/// heading.
public enum CSVWriter {
    /// A row with its line feed. A field is quoted if a reader could misread it otherwise.
    public static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\n"
    }

    private static func field(_ text: String) -> String {
        let bytes = text.utf8
        let isPlain = !bytes.contains { special.contains($0) } && bytes.first != 0x20 && bytes.last != 0x20
        return isPlain ? text : "\"\(text.replacing("\"", with: "\"\""))\""
    }

    private static let special = [UInt8](",\"\r\n".utf8)
}
