/// A place where keys mean something: a screen, or what lies over it.
public struct KeyContext: Sendable, Hashable {
    /// Its name in a keys file: `judge` in `judge.skip x`.
    public let word: String
    /// Its name for people.
    public let name: String

    init(_ word: String, _ name: String) { (self.word, self.name) = (word, name) }

    /// Help and messages: text to read.
    public static let page = KeyContext("help", "Help and messages")
    /// A list to pick from, narrowed by typing.
    public static let list = KeyContext("list", "Lists")
    /// A line being typed; its editing keys are the line editor's own.
    public static let line = KeyContext("line", "Typing")

    /// Whether letters are typed here, so that they can be no commands.
    var isTyping: Bool { self == .list || self == .line }
}

/// The bindings of one place, in the order in which they are shown.
public struct KeyTable: Sendable, Hashable {
    /// The place where the bindings hold.
    public let context: KeyContext
    /// In the order of footer and help.
    public internal(set) var bindings: [Binding]
}

/// A table of keys with the place whose names a sentence uses.
struct KeyNames: Sendable {
    let keymap: Keymap
    let context: KeyContext

    /// The key of a command as a sentence names it: `r`, or `: cancel run` without any.
    func callAsFunction(_ command: Command) -> String { keymap.label(command, in: context) }

    /// The key of a command on the start page.
    func atHome(_ command: Command) -> String { keymap.label(command, in: Screens.home.context) }
}
