extension TerminalText {
    /// What one or two cells show.
    public struct Glyph: Sendable, Hashable {
        /// One printable scalar with its combining marks; a space for tabs and line ends.
        public let character: Character
        /// 1 or 2; up to `tabStop` for a tab.
        public let width: Int
        public let isTab: Bool
        public let isNewline: Bool
    }

    /// The glyphs of a text, made one at a time: a prefix costs only itself.
    public struct Glyphs: Sequence, IteratorProtocol {
        private let scalars: Substring.UnicodeScalarView
        private var index: String.Index
        /// Columns used so far; tabs look at it.
        private(set) var column = 0

        public init(_ text: some StringProtocol) {
            scalars = Substring(text).unicodeScalars
            index = scalars.startIndex
        }

        public mutating func next() -> Glyph? {
            while index < scalars.endIndex {
                let scalar = scalars[index]
                scalars.formIndex(after: &index)
                switch Kind(scalar) {
                case .printable(let width):
                    return glyph(clustered(scalar), width: width)
                case .replaced(let substitute):
                    return glyph(Character(substitute), width: 1)
                case .mark:
                    guard let onCircle = TerminalText.cluster(["\u{25CC}", scalar]) else { continue }
                    return glyph(onCircle, width: 1)
                case .tab:
                    return glyph(" ", width: tabStop - column % tabStop, isTab: true)
                case .newline:
                    if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { scalars.formIndex(after: &index) }
                    return glyph(" ", width: 1, isNewline: true)
                case .ignored:
                    continue
                }
            }
            return nil
        }

        private mutating func glyph(_ character: Character, width: Int, isTab: Bool = false, isNewline: Bool = false) -> Glyph {
            column += width
            return Glyph(character: character, width: width, isTab: isTab, isNewline: isNewline)
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
