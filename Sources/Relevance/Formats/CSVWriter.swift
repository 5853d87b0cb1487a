/// Writes comma-separated values as RFC 4180 has them, with line feeds alone at the ends of rows: Quepid's import takes a carriage return for a part of
/// the heading.
enum CSVWriter {
    /// A row with its line feed, quoted where a reader could take a field otherwise.
    static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\n"
    }

    private static func field(_ text: String) -> String {
        let bytes = text.utf8
        let isPlain = !bytes.contains { special.contains($0) } && bytes.first != 0x20 && bytes.last != 0x20
        return isPlain ? text : "\"\(text.replacing("\"", with: "\"\""))\""
    }

    private static let special = [UInt8](",\"\r\n".utf8)
}
