import Comparing
import Relevance
import Sessions
import Terminal

/// One screen: its state, and all that is done with it. A screen lives in a folder of its own under `Screens/`; the root knows
/// it by one line of `Screens.all`. It reads and changes the board that all screens share, and asks the root for what is not its
/// own by `ScreenIO`. Nothing here may wait, read a clock or touch a disk.
///
/// Most requirements have a default; a screen that shows a text and leaves with Esc needs `context`, `bindings` and `draw`.
protocol ScreenModel: Sendable {
    /// Where its keys hold, and its name.
    static var context: KeyContext { get }
    /// The key that opens it from the other screens; nil for one that opens otherwise.
    static var opener: Binding? { get }
    /// All its keys in the order of footer and help, the openers of the other screens among them.
    static func bindings(openers: [Binding]) -> [Binding]
    /// Whether judging goes on here: what its judge saw before is recorded when the screen is in view.
    static var recordsWhatIsSeen: Bool { get }
    /// Whether it is of no use where nothing can be recorded.
    static var isForWriting: Bool { get }
    /// Whether a search is in the one document in view.
    static var searchesOneDocument: Bool { get }
    /// What the numbers on it mean, for help.
    static func numbers(_ keys: KeyNames) -> [Help.Section]

    init()
    /// Another session takes the place of the one before.
    mutating func reset()
    /// It is opened by its key.
    mutating func open(_ board: inout Board, _ io: inout ScreenIO)
    /// Takes what another screen asks to see, and so comes into view; false for what another screen shows.
    mutating func accept(_ visit: Visit, _ board: inout Board, _ io: inout ScreenIO) -> Bool
    /// The screen above it was left: `document` is the one in view there.
    mutating func appear(after document: DocumentName?, _ board: inout Board, _ io: inout ScreenIO)
    /// It goes out of the stack of screens without being left by Esc.
    mutating func dismiss()
    /// Whether the screen can be shown where a person was; false shows the ranking.
    mutating func restore(_ place: Place, _ board: inout Board, _ io: inout ScreenIO) -> Bool
    /// Adds to `place` what finds it again.
    func describe(_ place: inout Place)

    /// The board changed while the screen was in view.
    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO)
    /// Does a command that the root does not do itself.
    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO)
    /// Why a command can do nothing now, in a sentence that says what to do instead; nil where it can.
    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String?
    /// What a command does now in a word, where that is not what its key does elsewhere.
    func word(for command: Command) -> String?
    mutating func grade(_ grade: Int, _ board: inout Board, _ io: inout ScreenIO)
    /// Moves the cursor or the text by rows, down for a positive number.
    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO)
    /// The rows of a page down.
    func pageHeight(_ board: Board, _ size: Size) -> Int
    /// To the next place with the text searched for, or to the one before.
    mutating func find(_ step: Int, _ board: inout Board, _ io: inout ScreenIO)
    /// An item of one of its own lists was chosen.
    mutating func choose(_ choice: Picker.Choice, _ board: inout Board, _ io: inout ScreenIO)
    mutating func scroll(by lines: Int, at point: Point, _ board: inout Board, _ io: inout ScreenIO)
    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO)
    /// Lays texts out and keeps each scroll within its bounds: once after each event while in view.
    mutating func settle(_ board: inout Board, _ size: Size)

    /// The documents of which score, rank, thought or others' grades are in view.
    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName]
    /// Whether it needs the time more often than twice a second.
    var isMoving: Bool { get }
    /// Draws all but footer and overlays. Pure; it costs what is in view.
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext)
}

extension ScreenModel {
    static var opener: Binding? { nil }
    static var recordsWhatIsSeen: Bool { false }
    static var isForWriting: Bool { false }
    static var searchesOneDocument: Bool { false }
    static func numbers(_ keys: KeyNames) -> [Help.Section] { [] }

    mutating func reset() { self = Self() }
    mutating func open(_ board: inout Board, _ io: inout ScreenIO) {}
    mutating func accept(_ visit: Visit, _ board: inout Board, _ io: inout ScreenIO) -> Bool { false }
    mutating func appear(after document: DocumentName?, _ board: inout Board, _ io: inout ScreenIO) {}
    mutating func dismiss() {}
    mutating func restore(_ place: Place, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        open(&board, &io)
        return true
    }
    func describe(_ place: inout Place) {}

    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO) {}
    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        performShared(command, &board, &io)
    }
    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? { board.whyNot(command, keys) }
    func word(for command: Command) -> String? { nil }
    mutating func grade(_ grade: Int, _ board: inout Board, _ io: inout ScreenIO) { board.gradeSelected(grade, &io) }
    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) {}
    func pageHeight(_ board: Board, _ size: Size) -> Int { max(1, size.height - 6) }
    mutating func find(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {}
    mutating func choose(_ choice: Picker.Choice, _ board: inout Board, _ io: inout ScreenIO) {}
    mutating func scroll(by lines: Int, at point: Point, _ board: inout Board, _ io: inout ScreenIO) {
        move(by: lines.signum(), &board, &io)
    }
    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {}
    mutating func settle(_ board: inout Board, _ size: Size) {}

    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName] { [] }
    var isMoving: Bool { false }

    /// What a screen does not do in a way of its own: moving, Esc, search, and the commands of the board.
    mutating func performShared(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .down: move(by: 1, &board, &io)
        case .up: move(by: -1, &board, &io)
        case .pageDown: move(by: pageHeight(board, io.size), &board, &io)
        case .pageUp: move(by: -pageHeight(board, io.size), &board, &io)
        case .first: move(by: -ListCursor.farthest, &board, &io)
        case .last: move(by: ListCursor.farthest, &board, &io)
        case .back: io.go(.back(from: nil))
        case .nextMatch: find(1, &board, &io)
        case .previousMatch: find(-1, &board, &io)
        default: board.perform(command, &io)
        }
    }
}

/// What a screen asks to see that another one shows.
enum Visit: Sendable {
    /// The thought of the document selected.
    case thought
    /// Documents on which judges disagree, one after the other from `index` on; the grade given is an adjudication.
    case adjudication([DocumentName], index: Int)
    /// The documents of the query shown, to be judged.
    case judging
    /// Two rankings side by side.
    case comparison(ComparedSides)
}

/// What changed on the board.
enum BoardChange: Sendable {
    /// Another query is shown, or the candidates of the one shown are others.
    case topic
    /// Judgments, or the scale they are read by. The changes are those of an undo or redo.
    case judgments(undone: [JudgmentBook.Change])
    /// A result, the order asked for, or a recorded ranking.
    case rankings
    /// Who judges.
    case judge
    /// How judging goes: blind or not, the order.
    case plan
    /// What a judge has seen.
    case seen
    /// How two sides are compared.
    case comparing(ComparisonOptions, sides: ComparedSides?)
    case time
    /// The sessions on this machine, newest first.
    case sessions([SessionEntry])
    /// The topics of the demo.
    case demos([DemoEntry])
}
