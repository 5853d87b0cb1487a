/// Text for cells. Documents, model output and file names are untrusted, and terminals disagree about how wide the
/// stranger half of Unicode is; so all text passes through here, where it becomes glyphs that every terminal draws alike
/// and that hold no control character.
///
/// - Controls (C0, DEL) become their picture ("␛"); C1, bidi overrides, tags, unassigned scalars and other invisible
///   formats become U+FFFD. Line ends become a space, tabs go to the next stop of four columns.
/// - A cluster joined by ZWJ, skin tones or variation selectors becomes its base; a flag becomes its two letters.
/// - Combining marks stay on their base, three at most; a stray one is shown on a dotted circle.
public enum TerminalText {
    /// Columns between tab stops.
    public static let tabStop = 4

    /// How many columns `text` takes when written from column 0. O(n).
    public static func width(of text: some StringProtocol) -> Int {
        var glyphs = Glyphs(text)
        while glyphs.next() != nil {}
        return glyphs.column
    }

    /// `text` as it will stand in the cells: harmless, on one line, tabs expanded. O(n).
    public static func sanitized(_ text: some StringProtocol) -> String {
        var result = ""
        for glyph in Glyphs(text) {
            result += glyph.isTab ? String(repeating: " ", count: glyph.width) : String(glyph.character)
        }
        return result
    }

    /// `text` if it fits into `width` columns; otherwise as much as leaves room for `ellipsis`, and the ellipsis.
    /// O(width), however long the text is.
    public static func truncated(_ text: some StringProtocol, to width: Int, ellipsis: Character = "…") -> String {
        guard width > 0 else { return "" }
        var result = ""
        /// The end, in `result`, of what leaves one column for the ellipsis.
        var kept = result.endIndex
        var glyphs = Glyphs(text)
        while let glyph = glyphs.next() {
            guard glyphs.column <= width else { return result[..<kept] + String(ellipsis) }
            result += glyph.isTab ? String(repeating: " ", count: glyph.width) : String(glyph.character)
            if glyphs.column < width { kept = result.endIndex }
        }
        return result
    }

    /// `text` cut or filled with spaces to exactly `width` columns.
    public static func padded(_ text: some StringProtocol, to width: Int, alignment: Alignment = .leading) -> String {
        let cut = truncated(text, to: width)
        let blank = String(repeating: " ", count: max(0, width - Self.width(of: cut)))
        return alignment == .leading ? cut + blank : blank + cut
    }

    public enum Alignment: Sendable { case leading, trailing }
}
