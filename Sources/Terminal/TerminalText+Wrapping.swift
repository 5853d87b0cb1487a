extension TerminalText {
    /// One line of a wrapped text.
    public struct Line: Sendable, Hashable {
        /// The part of the source on this line, with the spaces it was broken at and without its line end. Hand
        /// `text[range]` to `Grid.write`: spaces that hang over the edge are clipped there.
        public let range: Range<String.Index>
        /// Columns used, with hanging spaces.
        public let width: Int
    }

    /// Breaks `text` into lines of at most `width` columns: at line ends, after spaces, after hyphens within words,
    /// between ideographs (never before closing or after opening punctuation), and inside a word longer than a line.
    ///
    /// - Parameter maximumLines: stops there; a long document need only be wrapped as far as it is shown.
    /// - Returns: at least one line. Their ranges follow one another, so a place in the text is on the last line that
    ///   begins at or before it.
    /// - Complexity: O(n) in the length wrapped.
    public static func wrap(_ text: some StringProtocol, width: Int, maximumLines: Int = .max) -> [Line] {
        let width = max(1, width)
        var lines: [Line] = []
        var start = text.startIndex
        var column = 0
        /// The last place where the line may end, and its column.
        var opportunity: (index: String.Index, column: Int)?
        var previous: Glyph?
        var glyphs = Glyphs(text)

        while let glyph = glyphs.next(), lines.count < maximumLines {
            if glyph.isNewline {
                lines.append(Line(range: start..<glyph.range.lowerBound, width: column))
                (start, column, opportunity, previous) = (glyph.range.upperBound, 0, nil, nil)
                glyphs.column = 0
                continue
            }
            if let previous, allowsBreak(between: previous, and: glyph) {
                opportunity = (glyph.range.lowerBound, column)
            }
            // A line may end in any number of spaces: they hang over the edge. What an opportunity leaves for the next
            // line may still be too long for this glyph: then that is broken once more.
            while column + glyph.width > width, !glyph.isSpace, column > 0 {
                let end = opportunity ?? (glyph.range.lowerBound, column)
                lines.append(Line(range: start..<end.index, width: end.column))
                (start, column, opportunity) = (end.index, column - end.column, nil)
            }
            column += glyph.width
            glyphs.column = column
            previous = glyph
        }
        if lines.count < maximumLines { lines.append(Line(range: start..<text.endIndex, width: column)) }
        return lines.count > maximumLines ? Array(lines.prefix(maximumLines)) : lines
    }

    private static func allowsBreak(between first: Glyph, and second: Glyph) -> Bool {
        if first.isSpace { return !second.isSpace }
        if second.isSpace { return false }
        switch first.base {
        case "-", "\u{2013}", "\u{2014}": return second.base.properties.isAlphabetic
        default: break
        }
        guard first.width == 2 || second.width == 2 else { return false }
        return !closing.contains(second.base) && !opening.contains(first.base)
    }

    /// No line begins with one of these, or ends with one of those.
    private static let closing = Set("、。，．：；？！）］｝」』】〉》ー々ァィゥェォッャュョぁぃぅぇぉっゃゅょ,.:;?!)]}…".unicodeScalars)
    private static let opening = Set("（［｛「『【〈《([{".unicodeScalars)
}
