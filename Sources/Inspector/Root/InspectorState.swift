import Relevance
import Reranking
import Sessions
import Terminal

/// All that the screens know. Changed only by `handle`, drawn only by `render`.
///
/// It is the root of the screens: it holds the board that they share, the stack of those in view, and what lies over them; a key
/// goes to the overlay, then to the commands of the program, then to the screen.
public struct InspectorState: Sendable {
    var board: Board
    /// The state of each screen, in the order of `Screens.all`.
    var screens: [any ScreenModel] = Screens.all.map { $0.init() }
    var stack = ScreenStack()
    var overlay: Overlay?
    var messages = Messages()
    /// Columns and rows of the terminal.
    public internal(set) var size: Size
    /// Events that the journal's disk has not taken.
    var unsaved = 0
    /// The models that can be loaded by name.
    var catalogue: [ModelListing] = []
    /// What was typed, oldest first, by the kind of line.
    public internal(set) var histories: [String: [String]] = [:]
    /// The person's own keys, before the scale's grades are in them.
    private let keys: KeysFile
    private(set) var keymap = Keymap.standard

    /// - Parameters:
    ///   - size: of the terminal.
    ///   - reducesMotion: whether rows jump to their places at once.
    ///   - opening: the session that is being read and will be shown first, by its name.
    ///   - keys: what is wrong with them is said at once.
    public init(size: Size, reducesMotion: Bool = false, opening: String? = nil, keys: KeysFile = KeysFile()) {
        board = Board(reducesMotion: reducesMotion)
        board.source.opening = opening
        self.size = size
        self.keys = keys
        keymap = Keymap(keys.tables, scale: .graded)
        for problem in keys.problems { complain(problem) }
        if keys.problems.count > 1 {
            let palette = keymap.label(.palette, in: Screens.home.context)
            complain("\(keys.problems.count) lines of the keys file are left out: \(palette) messages says why")
        }
    }

    /// The fold of the journal.
    public var session: SessionState { board.session }

    /// The index of the screen in view.
    var current: Int { stack.current }
    var screen: any ScreenModel { screens[current] }
    var screenName: ScreenName { ScreenName(type(of: screen)) }
    var screenContext: KeyContext { type(of: screen).context }
    /// What the keys mean now.
    public var context: KeyContext { overlay?.context ?? screenContext }
    /// Whether the start page is in view.
    var isHome: Bool { stack.isHome }

    /// The grades' keys are the scale's.
    mutating func refreshKeys() {
        keymap = Keymap(keys.tables, scale: session.scale)
        guard !board.isReplay, !keymap.keyless.isEmpty else { return }
        let names = keymap.keyless.map(\.name).joined(separator: ", ")
        let palette = keymap.label(.palette, in: screenContext)
        inform("the scale \(session.scale.name) takes the only key of \(names); \(palette) finds a command by its name")
    }

    mutating func inform(_ text: String) { say(Notice(.information, text)) }
    mutating func complain(_ text: String) { say(Notice(.failure, text)) }

    mutating func say(_ notice: Notice) { messages.say(notice, at: board.time.frame) }
    /// The message over the footer.
    var notice: Notice? { messages.shown }

    /// Lets the time pass without anything happening: what happens next begins at this time.
    public mutating func pass(frame: Int, session: Int?) {
        board.pass(frame: frame, session: session)
        messages.pass(frame: frame)
    }
}
