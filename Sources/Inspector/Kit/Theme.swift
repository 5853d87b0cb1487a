import Terminal

/// How meanings look. Colours are Okabe and Ito's, told apart by every kind of sight; without colour, attributes say the same.
public struct Theme: Sendable, Hashable {
    /// What the terminal has of colours: 256, sixteen, none.
    public enum Palette: Sendable, Hashable { case full, sixteen, none }

    /// The colours that styles are made of.
    public var palette: Palette
    /// Whether only ASCII is drawn: borders and bars have other signs.
    public var isASCII: Bool
    /// Whether the terminal's background is light.
    public var isLight: Bool

    /// A theme as given; the default is for a dark terminal with 256 colours and Unicode.
    public init(palette: Palette = .full, isASCII: Bool = false, isLight: Bool = false) {
        self.palette = palette
        self.isASCII = isASCII
        self.isLight = isLight
    }

    /// What a stretch of text means.
    enum Role: Sendable, Hashable {
        case text, quiet, strong, heading, activeHeading, rule, key
        /// A word of the query in a document; a match of the search.
        case term, match
        /// Something goes on. Something deserves a look. Something went wrong.
        case active, attention, failure
        case up, down
        /// Bars: a value, the value chosen.
        case bar, chosenBar
        case grade
        case cursor
    }

    static let sky = Color(86, 180, 233, ansi: 14)
    static let blue = Color(0, 114, 178, ansi: 12)
    static let deepBlue = Color(0, 84, 140, ansi: 4)
    static let orange = Color(230, 159, 0, ansi: 11)
    static let brown = Color(150, 90, 0, ansi: 3)
    static let vermillion = Color(222, 100, 20, ansi: 9)
    static let rust = Color(180, 60, 0, ansi: 1)
    static let grey = Color(138, 138, 138, ansi: 8)
    static let green = Color(0, 158, 115, ansi: 2)

    private var accent: Color { isLight ? Self.deepBlue : Self.sky }
    private var warm: Color { isLight ? Self.brown : Self.orange }
    private var hot: Color { isLight ? Self.rust : Self.vermillion }

    func style(_ role: Role) -> Style {
        guard palette != .none else { return uncoloured(role) }
        return switch role {
        case .text: .plain
        case .quiet, .rule: Style(foreground: Self.grey)
        case .strong: Style(attributes: .bold)
        case .heading: .plain
        case .activeHeading: Style(foreground: accent, attributes: .bold)
        case .key: Style(foreground: accent)
        case .term: Style(foreground: accent, attributes: .bold)
        case .match: Style(foreground: Color(0, 0, 0, ansi: 0), background: Self.orange)
        case .active: Style(foreground: accent)
        case .attention: Style(foreground: warm)
        case .failure: Style(foreground: hot)
        case .up: Style(foreground: accent)
        case .down: Style(foreground: warm)
        case .bar: Style(foreground: isLight ? Self.blue : Color(74, 138, 180, ansi: 6))
        case .chosenBar: Style(foreground: accent, attributes: .bold)
        case .grade: Style(foreground: Self.green, attributes: .bold)
        case .cursor: Style(attributes: .reverse)
        }
    }

    private func uncoloured(_ role: Role) -> Style {
        switch role {
        case .text, .heading, .bar, .down: .plain
        case .quiet, .rule: Style(attributes: .dim)
        case .strong, .key, .active, .up, .chosenBar, .grade: Style(attributes: .bold)
        case .activeHeading: Style(attributes: [.bold, .underline])
        case .term: Style(attributes: .bold)
        case .attention: Style(attributes: .underline)
        case .failure: Style(attributes: [.bold, .underline])
        case .match, .cursor: Style(attributes: .reverse)
        }
    }

    /// The same, on the selected row.
    func selected(_ style: Style) -> Style {
        var style = style
        switch palette {
        case .full: style.background = isLight ? Color(214, 228, 240, ansi: 7) : Color(38, 54, 72, ansi: 4)
        case .sixteen:
            // Sixteen colours have no quiet background: the row is turned round, whole.
            style = Style(attributes: style.attributes.union(.reverse).subtracting(.dim))
        case .none: style.attributes = style.attributes.union(.reverse).subtracting(.dim)
        }
        return style
    }

    /// A token's look by its probability: the surer, the plainer; doubt glows. One hue, five steps.
    func confidence(_ probability: Double) -> Style {
        let step = Self.steps.firstIndex { probability >= $0 } ?? Self.steps.count
        guard step > 0 else { return .plain }
        switch palette {
        case .full:
            let ramp = isLight ? Self.lightRamp : Self.darkRamp
            return Style(foreground: ramp[step - 1], attributes: step == 4 ? .underline : [])
        case .sixteen:
            let colors = [nil, Self.brown, Self.orange, Self.vermillion]
            return Style(foreground: colors[step - 1], attributes: step == 4 ? .underline : [])
        case .none: return Style(attributes: [[], [], .underline, [.underline, .bold]][step - 1])
        }
    }

    /// The bounds between the five steps.
    static let steps = [0.9, 0.7, 0.5, 0.25]
    private static let darkRamp = [
        Color(214, 198, 160, ansi: 7), Color(226, 180, 92, ansi: 3), Color(234, 150, 40, ansi: 11), Color(236, 110, 30, ansi: 9),
    ]
    private static let lightRamp = [
        Color(110, 90, 50, ansi: 8), Color(140, 90, 10, ansi: 3), Color(170, 80, 0, ansi: 3), Color(190, 50, 0, ansi: 1),
    ]

    /// The sign for a line end inside a token.
    static let lineEnd: Character = "\u{21B5}"
}
