extension TerminalText {
    /// What one or two cells show, and the part of the source it stands for.
    public struct Glyph: Sendable, Hashable {
        /// One printable scalar with its combining marks; a space for tabs and line ends.
        public let character: Character
        /// 1 or 2; up to `tabStop` for a tab.
        public let width: Int
        public let range: Range<String.Index>
        public let isTab: Bool
        public let isNewline: Bool

        /// The scalar that the character begins with.
        let base: Unicode.Scalar

        /// A space with a mark on it is ink.
        public var isSpace: Bool { base == " " && character.utf8.count == 1 }
    }

    /// The glyphs of a text, made one at a time: a prefix costs only itself.
    public struct Glyphs: Sequence, IteratorProtocol {
        private let scalars: Substring.UnicodeScalarView
        private var index: String.Index
        /// Columns used so far; tabs look at it. A caller that breaks the line sets it to what stands on the new one.
        public var column = 0

        public init(_ text: some StringProtocol) {
            scalars = Substring(text).unicodeScalars
            index = scalars.startIndex
        }

        public mutating func next() -> Glyph? {
            while index < scalars.endIndex {
                let start = index
                let scalar = scalars[index]
                scalars.formIndex(after: &index)
                switch Kind(scalar) {
                case .printable(let width):
                    return glyph(clustered(scalar), base: scalar, width: width, from: start)
                case .replaced(let substitute):
                    return glyph(Character(substitute), base: substitute, width: 1, from: start)
                case .mark:
                    guard let onCircle = TerminalText.cluster(["\u{25CC}", scalar]) else { continue }
                    return glyph(onCircle, base: "\u{25CC}", width: 1, from: start)
                case .tab:
                    return glyph(" ", base: " ", width: tabStop - column % tabStop, from: start, isTab: true)
                case .newline:
                    if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { scalars.formIndex(after: &index) }
                    return glyph(" ", base: " ", width: 1, from: start, isNewline: true)
                case .ignored:
                    continue
                }
            }
            return nil
        }

        private mutating func glyph(
            _ character: Character, base: Unicode.Scalar, width: Int, from start: String.Index, isTab: Bool = false,
            isNewline: Bool = false
        ) -> Glyph {
            column += width
            return Glyph(
                character: character, width: width, range: start..<index, isTab: isTab, isNewline: isNewline, base: base)
        }

        /// The base with the marks that follow it, stepping over what is joined to it.
        private mutating func clustered(_ scalar: Unicode.Scalar) -> Character {
            guard index < scalars.endIndex, scalars[index].value >= 0xAD else { return Character(scalar) }
            var cluster = [scalar]
            var joined = false
            while index < scalars.endIndex {
                let next = scalars[index]
                if next == "\u{200D}" {
                    joined = isPictograph(scalar)
                } else if joined, isPictograph(next) {
                    joined = false
                } else if (0x1F3FB...0x1F3FF).contains(next.value), isPictograph(scalar) {
                    // A skin tone: the base is drawn in its own colour.
                } else if (0xE0020...0xE007F).contains(next.value), scalar == "\u{1F3F4}" {
                    // The tags of a regional flag.
                } else {
                    switch Kind(next) {
                    case .mark: if cluster.count <= maximumMarks { cluster.append(next) }
                    case .ignored: break
                    default: return TerminalText.cluster(cluster) ?? Character(scalar)
                    }
                }
                scalars.formIndex(after: &index)
            }
            return TerminalText.cluster(cluster) ?? Character(scalar)
        }
    }

    private static let maximumMarks = 3

    /// The scalars as one character, or nil where they are not one grapheme.
    private static func cluster(_ scalars: [Unicode.Scalar]) -> Character? {
        guard scalars.count > 1 else { return scalars.first.map(Character.init) }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        let text = String(view)
        guard let first = text.first, first.unicodeScalars.count == scalars.count else { return nil }
        return first
    }

    private static func isPictograph(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0xFF && scalar.properties.isEmoji
    }
}
