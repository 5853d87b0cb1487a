extension TerminalText {
    /// A printable unit of text: the content of one or two cells, or a tab.
    public struct Glyph: Sendable, Hashable {
        /// One printable scalar with its combining marks; a space for tabs and line breaks.
        public let character: Character
        /// The number of columns: 1 or 2; 1...`tabStop` for a tab.
        public let width: Int
        /// True for a tab.
        public let isTab: Bool
        /// True for a line break.
        public let isNewline: Bool
    }

    /// The glyphs of a text, computed one at a time, so that a prefix of a long text costs only its own length.
    public struct Glyphs: Sequence, IteratorProtocol {
        private let scalars: Substring.UnicodeScalarView
        private var index: String.Index
        /// The number of columns so far, which determines the width of tabs.
        private(set) var column = 0

        /// The glyphs of `text`, written from column 0.
        public init(_ text: some StringProtocol) {
            scalars = Substring(text).unicodeScalars
            index = scalars.startIndex
        }

        /// The next glyph; nil at the end. Characters that are not shown are skipped.
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

        /// The base character with the combining marks that follow it. Skips characters that are joined to it by ZWJ, skin
        /// tones and tags.
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
                    // A skin tone: skipped, so the base keeps its own colour.
                } else if (0xE0020...0xE007F).contains(next.value), scalar == "\u{1F3F4}" {
                    // The tags of a regional flag: skipped.
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

    /// The scalars as one character; nil if they do not form a single grapheme cluster.
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
