/// How a cell looks. Colours are asked for as RGB and brought to what the terminal has by the back end.
public struct Style: Sendable, Hashable {
    public var foreground: Color?
    public var background: Color?
    public var attributes: Attributes

    /// nil colours are the terminal's own.
    public init(foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    public static let plain = Style()

    public struct Attributes: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let italic = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        public static let reverse = Attributes(rawValue: 16)
    }
}

/// A colour in sRGB, with the one of the sixteen standard colours that stands for it where there are no more.
public struct Color: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8
    /// 0...15 in the order black, red, green, yellow, blue, magenta, cyan, white, then the bright ones.
    public var ansi: UInt8

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, ansi: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
        self.ansi = ansi
    }
}
