/// What the terminal can show, after what the person asked for.
public struct Capabilities: Sendable, Hashable {
    public enum Colors: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// Attributes only.
        case none = 0
        case eight = 8
        case sixteen = 16
        case palette256 = 256

        public static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
    }

    public enum Glyphs: Sendable, Hashable { case unicode, ascii }

    public var colors: Colors
    public var glyphs: Glyphs
    public var hasMouse: Bool

    public init(colors: Colors = .palette256, glyphs: Glyphs = .unicode, hasMouse: Bool = true) {
        self.colors = colors
        self.glyphs = glyphs
        self.hasMouse = hasMouse
    }
}

/// What a person may ask of the screens; nil is for the terminal to say.
public struct TerminalOptions: Sendable, Hashable {
    /// At most so many colours.
    public var colors: Capabilities.Colors?
    public var glyphs: Capabilities.Glyphs?
    public var mouse: Bool

    public init(colors: Capabilities.Colors? = nil, glyphs: Capabilities.Glyphs? = nil, mouse: Bool = true) {
        self.colors = colors
        self.glyphs = glyphs
        self.mouse = mouse
    }
}

extension Capabilities {
    /// What follows from the terminal's own word, the environment and the options, in this order of weight: options,
    /// `NO_COLOR` (set and not empty), the terminal.
    ///
    /// - Parameters:
    ///   - terminalColors: how many colours its description names, -1 or 0 for none.
    ///   - codeset: of the locale, as `nl_langinfo(CODESET)` names it.
    ///   - hasMouse: whether its description names a mouse.
    init(terminalColors: Int, codeset: String, hasMouse: Bool, environment: [String: String], options: TerminalOptions) {
        let own = Colors.allCases.last { $0.rawValue <= max(0, terminalColors) } ?? .none
        let isWithout = !(environment["NO_COLOR"] ?? "").isEmpty
        colors = min(own, options.colors ?? (isWithout ? .none : own))
        let isUnicode = ["utf-8", "utf8"].contains(codeset.lowercased())
        glyphs = isUnicode ? options.glyphs ?? .unicode : .ascii
        self.hasMouse = hasMouse && options.mouse
    }

    /// The locales to ask for, the first that the system has: the environment's own (LC_ALL, LC_CTYPE, LANG), and for one
    /// of UTF-8 that is not installed, plain UTF-8. So too where the environment names none at all, as in a bare
    /// container: every terminal emulator of today draws it (the consoles linux and vt excepted).
    static func localeNames(environment: [String: String], options: TerminalOptions) -> [String] {
        let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let isConsole = ["linux", "vt100", "vt102", "vt220", "ansi"].contains(environment["TERM"] ?? "")
        if options.glyphs == .unicode { return ["C.UTF-8", "C"] }
        guard let named else { return isConsole ? ["C"] : ["C.UTF-8", "C"] }
        let isUnicode = named.lowercased().contains("utf-8") || named.lowercased().contains("utf8")
        return isUnicode ? [named, "C.UTF-8", "C"] : [named, "C"]
    }
}
