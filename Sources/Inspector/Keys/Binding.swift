import Terminal

/// Where keys mean something: the screen, or what lies over it.
public struct Contexts: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let start = Contexts(rawValue: 1)
    public static let rank = Contexts(rawValue: 2)
    public static let inside = Contexts(rawValue: 4)
    /// Help and messages: text to read.
    public static let reader = Contexts(rawValue: 8)
    /// A list to pick from, narrowed by typing.
    public static let picker = Contexts(rawValue: 16)
    /// A line being typed; its editing keys are the line editor's own.
    public static let prompt = Contexts(rawValue: 32)
    public static let judge = Contexts(rawValue: 64)
    public static let measures = Contexts(rawValue: 128)
    public static let agreement = Contexts(rawValue: 256)

    public static let screens: Contexts = [.start, .rank, .inside, .judge, .measures, .agreement]
    /// Where a run is looked at.
    public static let session: Contexts = [.rank, .inside]
    /// Where the grades' keys grade.
    public static let grading: Contexts = [.rank, .inside, .judge]
    /// Where letters are typed, so that they can be no commands.
    public static let typing: Contexts = [.picker, .prompt]
    public static let all: Contexts = [.screens, .reader, .typing]
}

/// One line of the keymap: a command, the keys that give it, where, and the words for it.
public struct Binding: Sendable, Hashable {
    public var command: Command
    public var keys: [Key]
    public var contexts: Contexts
    /// A word or two, for the footer; nil keeps it out of the footer.
    public var short: String?
    /// The command the footer names together with this one: `h l`.
    public var partner: Command?
    /// A sentence without a full stop, for help, palette and README.
    public var long: String
    /// What a `.grade` grades.
    public var grade: Int?

    init(
        _ command: Command, _ keys: [Key], _ contexts: Contexts, _ short: String?, _ long: String, with partner: Command? = nil,
        grade: Int? = nil
    ) {
        self.command = command
        self.keys = keys
        self.contexts = contexts
        self.short = short
        self.partner = partner
        self.long = long
        self.grade = grade
    }
}
