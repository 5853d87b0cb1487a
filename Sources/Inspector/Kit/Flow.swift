import Terminal

/// Text broken into lines of a width, growing at its end: each glyph remembers which piece it came from (a token, a
/// highlighted word). Appending costs only what is appended and the last line.
struct Flow: Sendable {
    struct Glyph: Sendable, Hashable {
        var character: Character
        var width: Int
        /// The piece it belongs to; pieces are appended in rising order.
        var tag: Int
    }

    let width: Int
    /// Whether a line end is drawn as a sign, so that a token made of one can be seen.
    let marksLineEnds: Character?
    private(set) var lines: [[Glyph]] = [[]]
    private var column = 0

    init(width: Int, marksLineEnds: Character? = nil) {
        self.width = max(1, width)
        self.marksLineEnds = marksLineEnds
    }

    mutating func append(_ text: some StringProtocol, tag: Int) {
        for glyph in TerminalText.Glyphs(text) {
            if glyph.isNewline {
                if let marksLineEnds { place(Glyph(character: marksLineEnds, width: 1, tag: tag)) }
                lines.append([])
                column = 0
            } else {
                place(Glyph(character: glyph.character, width: glyph.isTab ? 1 : glyph.width, tag: tag))
            }
        }
    }

    private mutating func place(_ glyph: Glyph) {
        // Twice where what moved to the new line leaves no room for a wide glyph.
        while column + glyph.width > width, column > 0, glyph.character != " " { breakLine() }
        lines[lines.count - 1].append(glyph)
        column += glyph.width
    }

    /// Ends the last line after its last space, hyphen or ideograph; without one, right here.
    private mutating func breakLine() {
        let last = lines.count - 1
        var moved: [Glyph] = []
        if let end = lines[last].lastIndex(where: { $0.character == " " || $0.character == "-" || $0.width == 2 }) {
            moved = Array(lines[last][(end + 1)...])
            lines[last].removeSubrange((end + 1)...)
        }
        column = moved.reduce(0) { $0 + $1.width }
        lines.append(moved)
    }

    /// The line of a piece, or of the last piece before it. A piece broken over several lines gives the last one: the space of
    /// a token may be on the line before its word. O(log lines).
    func line(of tag: Int) -> Int {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if let last = lastTag(upTo: middle), last >= tag { high = middle } else { low = middle + 1 }
        }
        while low + 1 < lines.count, lines[low + 1].first?.tag == tag { low += 1 }
        return min(low, lines.count - 1)
    }

    /// The last piece on a line, or before it where the line is empty.
    private func lastTag(upTo line: Int) -> Int? {
        lines[...line].reversed().lazy.compactMap(\.last?.tag).first
    }
}

extension Grid {
    /// Draws a line of a flow, each piece in its own style. O(columns).
    mutating func write(_ line: [Flow.Glyph], at point: Point, maxWidth: Int, style: (Int) -> Style) {
        var x = 0
        var index = 0
        while index < line.count, x < maxWidth {
            let tag = line[index].tag
            var run = ""
            var width = 0
            while index < line.count, line[index].tag == tag {
                run.append(line[index].character)
                width += line[index].width
                index += 1
            }
            write(run, at: Point(x: point.x + x, y: point.y), style: style(tag), maxWidth: maxWidth - x)
            x += width
        }
    }
}
