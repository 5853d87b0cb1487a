/// Conversion of text to cells. Documents, model output and file names are untrusted, and terminals disagree about the width of
/// many characters. So all text is converted here to glyphs that all terminals draw alike and that contain no control
/// characters.
///
/// - Control characters (C0, DEL) become their control pictures ("␛"). C1 controls and unassigned scalars become U+FFFD.
///   Invisible formats (zero-width characters, marks, embeddings and overrides of direction, soft hyphens, tags) are dropped. A
///   line break becomes a space. A tab advances to the next multiple of four columns.
/// - A sequence joined by ZWJ, skin tones or variation selectors becomes its base character. A flag becomes its two letters.
/// - Combining marks stay on their base character, at most three. A mark without a base is shown on a dotted circle.
public enum TerminalText {
    /// The number of columns between tab stops.
    public static let tabStop = 4

    /// The number of columns that `text` takes when it is written from column 0. O(n).
    public static func width(of text: some StringProtocol) -> Int {
        var glyphs = Glyphs(text)
        while glyphs.next() != nil {}
        return glyphs.column
    }

    /// `text` as the cells will show it: sanitized, on one line, with tabs expanded. O(n).
    public static func sanitized(_ text: some StringProtocol) -> String {
        var result = ""
        for glyph in Glyphs(text) {
            result += glyph.isTab ? String(repeating: " ", count: glyph.width) : String(glyph.character)
        }
        return result
    }

    /// `text` with everything that controls a terminal replaced: C0 controls but line feeds and tabs by their pictures ("␛"),
    /// C1 controls by U+FFFD. What is invisible and changes the direction is dropped. All other characters stay as they are.
    /// O(n).
    public static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard isControl(scalar) else {
                result.append(scalar)
                continue
            }
            // Invisible: without it nothing turns.
            if case .ignored = Kind(scalar) { continue }
            let picture: UInt32 = scalar.value < 0x20 ? 0x2400 + scalar.value : scalar.value == 0x7F ? 0x2421 : 0xFFFD
            result.append(Unicode.Scalar(picture) ?? "\u{FFFD}")
        }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The sanitized `text` if it fits into `width` columns; otherwise its beginning, followed by `ellipsis`. O(width), however
    /// long the text is.
    public static func truncated(_ text: some StringProtocol, to width: Int, ellipsis: Character = "…") -> String {
        guard width > 0 else { return "" }
        var result = ""
        /// The end of the part of `result` that leaves one column for the ellipsis.
        var kept = result.endIndex
        var glyphs = Glyphs(text)
        while let glyph = glyphs.next() {
            guard glyphs.column <= width else { return result[..<kept] + String(ellipsis) }
            result += glyph.isTab ? String(repeating: " ", count: glyph.width) : String(glyph.character)
            if glyphs.column < width { kept = result.endIndex }
        }
        return result
    }

    /// The sanitized `text`, truncated or padded with spaces to exactly `width` columns.
    public static func padded(_ text: some StringProtocol, to width: Int, alignment: Alignment = .leading) -> String {
        let cut = truncated(text, to: width)
        let blank = String(repeating: " ", count: max(0, width - Self.width(of: cut)))
        return alignment == .leading ? cut + blank : blank + cut
    }

    /// The side on which padded text stands.
    public enum Alignment: Sendable { case leading, trailing }
}
