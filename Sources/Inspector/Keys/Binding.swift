import Terminal

/// Where keys mean something: the screen, or what lies over it.
public struct Contexts: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let start = Contexts(rawValue: 1)
    public static let rank = Contexts(rawValue: 2)
    public static let inside = Contexts(rawValue: 4)
    /// Help and messages: text to read.
    public static let reader = Contexts(rawValue: 8)
    /// A list to pick from, narrowed by typing.
    public static let picker = Contexts(rawValue: 16)
    /// A line being typed; its editing keys are the line editor's own.
    public static let prompt = Contexts(rawValue: 32)

    public static let screens: Contexts = [.start, .rank, .inside]
    public static let session: Contexts = [.rank, .inside]
    public static let all: Contexts = [.start, .rank, .inside, .reader, .picker, .prompt]
}

/// One line of the keymap: a command, the keys that give it, where, and the words for it.
public struct Binding: Sendable, Hashable {
    public var command: Command
    public var keys: [Key]
    public var contexts: Contexts
    /// A word or two, for the footer; nil keeps it out of the footer.
    public var short: String?
    /// The keys as the footer names them, where one binding stands for several there: `h l`.
    public var shortKeys: String
    /// A sentence without a full stop, for help, palette and README.
    public var long: String

    init(
        _ command: Command, _ keys: [Key], _ contexts: Contexts, _ short: String?, _ long: String, shortKeys: String? = nil
    ) {
        self.shortKeys = shortKeys ?? keys.first?.label ?? ""
        self.command = command
        self.keys = keys
        self.contexts = contexts
        self.short = short
        self.long = long
    }
}

extension Key {
    /// How a person reads the key: `j`, `Ctrl-C`, `Enter`, `PgDn`.
    public var label: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "Ctrl-\(character.uppercased())"
        case .alt(let character): "Alt-\(character)"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }
}
