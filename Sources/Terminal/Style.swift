/// The colours and attributes of a cell. The back end reduces the colours to those of the terminal.
public struct Style: Sendable, Hashable {
    /// The colour of the character; nil for the terminal's default.
    public var foreground: Color?
    /// The colour behind the character; nil for the terminal's default.
    public var background: Color?
    /// Bold, dim and the like.
    public var attributes: Attributes

    /// A style as given; nil colours are the terminal's defaults.
    public init(foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// Default colours, no attributes.
    public static let plain = Style()

    /// Text attributes. Terminals without one of them ignore it.
    public struct Attributes: OptionSet, Sendable, Hashable {
        /// The bits of the attributes below.
        public let rawValue: UInt8
        /// The attributes with these bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Heavier or brighter text.
        public static let bold = Attributes(rawValue: 1)
        /// Darker text.
        public static let dim = Attributes(rawValue: 2)
        /// Slanted text.
        public static let italic = Attributes(rawValue: 4)
        /// A line below the text.
        public static let underline = Attributes(rawValue: 8)
        /// Foreground and background exchanged.
        public static let reverse = Attributes(rawValue: 16)
    }
}

/// A colour in sRGB, and its replacement on terminals with at most sixteen colours.
public struct Color: Sendable, Hashable {
    /// The red component, 0...255.
    public var red: UInt8
    /// The green component, 0...255.
    public var green: UInt8
    /// The blue component, 0...255.
    public var blue: UInt8
    /// The index among the sixteen standard colours: black, red, green, yellow, blue, magenta, cyan and white are 0...7, the
    /// bright ones 8...15.
    public var ansi: UInt8

    /// A colour as given.
    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, ansi: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
        self.ansi = ansi
    }
}
