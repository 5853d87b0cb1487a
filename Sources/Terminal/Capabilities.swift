/// What the screen uses of the terminal: its capabilities, limited by the person's options.
public struct Capabilities: Sendable, Hashable {
    /// Numbers of colours, in ascending order.
    public enum Colors: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// No colours, only attributes such as bold.
        case none = 0
        case eight = 8
        case sixteen = 16
        case palette256 = 256

        /// True if `first` has fewer colours.
        public static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
    }

    /// The characters that the terminal can show.
    public enum Glyphs: Sendable, Hashable { case unicode, ascii }

    /// The colours that styles are reduced to.
    public var colors: Colors
    /// With `ascii`, every grid is converted to ASCII before it is shown.
    public var glyphs: Glyphs
    /// True if the terminal reports the mouse.
    public var hasMouse: Bool

    /// Capabilities as given; the defaults are those of a modern terminal.
    public init(colors: Colors = .palette256, glyphs: Glyphs = .unicode, hasMouse: Bool = true) {
        self.colors = colors
        self.glyphs = glyphs
        self.hasMouse = hasMouse
    }
}

/// A person's choices for the screens. nil: as the terminal can.
public struct TerminalOptions: Sendable, Hashable {
    /// The largest number of colours to use.
    public var colors: Capabilities.Colors?
    /// The characters to use.
    public var glyphs: Capabilities.Glyphs?
    /// False: do not use the mouse.
    public var mouse: Bool

    /// Options as given; the defaults leave everything to the terminal.
    public init(colors: Capabilities.Colors? = nil, glyphs: Capabilities.Glyphs? = nil, mouse: Bool = true) {
        self.colors = colors
        self.glyphs = glyphs
        self.mouse = mouse
    }
}

extension Capabilities {
    /// Determines the capabilities from the options, the environment and the terminal. Options take precedence over `NO_COLOR`
    /// (set and not empty), which takes precedence over the terminal. The terminal's number of colours is never exceeded.
    ///
    /// - Parameters:
    ///   - terminalColors: the number of colours in the terminal's description; -1 or 0 for none.
    ///   - codeset: the locale's character encoding, as `nl_langinfo(CODESET)` returns it.
    ///   - hasMouse: whether the terminal's description has a mouse.
    init(terminalColors: Int, codeset: String, hasMouse: Bool, environment: [String: String], options: TerminalOptions) {
        let own = Colors.allCases.last { $0.rawValue <= max(0, terminalColors) } ?? .none
        let isWithout = !(environment["NO_COLOR"] ?? "").isEmpty
        colors = min(own, options.colors ?? (isWithout ? .none : own))
        let isUnicode = ["utf-8", "utf8"].contains(codeset.lowercased())
        glyphs = isUnicode ? options.glyphs ?? .unicode : .ascii
        self.hasMouse = hasMouse && options.mouse
    }

    /// The locales to try, in order, until the system has one. First comes the environment's locale (LC_ALL, LC_CTYPE, LANG),
    /// then C.UTF-8 if that is a UTF-8 locale, then C. If the environment names none, as in a bare container, C.UTF-8 is tried
    /// too, because all current terminal emulators support UTF-8 (except the consoles linux, vt100 and the like). If the person
    /// chose Unicode glyphs, the environment is ignored: C.UTF-8, then C.
    static func localeNames(environment: [String: String], options: TerminalOptions) -> [String] {
        let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let isConsole = ["linux", "vt100", "vt102", "vt220", "ansi"].contains(environment["TERM"] ?? "")
        if options.glyphs == .unicode { return ["C.UTF-8", "C"] }
        guard let named else { return isConsole ? ["C"] : ["C.UTF-8", "C"] }
        let isUnicode = named.lowercased().contains("utf-8") || named.lowercased().contains("utf8")
        return isUnicode ? [named, "C.UTF-8", "C"] : [named, "C"]
    }
}
