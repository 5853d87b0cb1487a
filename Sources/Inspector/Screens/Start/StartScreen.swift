import Relevance
import Sessions
import Terminal

/// The start page: what one can begin with, and the sessions on this machine.
struct StartScreen: ScreenModel {
    static let context = KeyContext("start", "Start page")

    enum Item: Sendable, Hashable {
        case demo(DemoEntry)
        case query, candidates
        case session(SessionEntry)
    }

    private var demos: [DemoEntry] = []
    private var sessions: [SessionEntry] = []
    private(set) var items: [Item] = [.query, .candidates]
    private(set) var cursor = ListCursor()

    /// How many items begin something new; the sessions come after them.
    var newCount: Int { demos.count + 2 }

    var selectedItem: Item? { items.indices.contains(cursor.row) ? items[cursor.row] : nil }

    private var selectedSession: SessionEntry? {
        if case .session(let entry) = selectedItem { entry } else { nil }
    }

    /// The page is the same whatever session is open.
    mutating func reset() {}

    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO) {
        switch change {
        case .sessions(let sessions): self.sessions = sessions
        case .demos(let demos): self.demos = demos
        default: return
        }
        let selected = cursor.row == 0 ? nil : selectedItem
        items = demos.map(Item.demo) + [.query, .candidates] + sessions.map(Item.session)
        cursor.select(items.firstIndex { $0 == selected } ?? 0, of: items.count)
    }

    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .open: openItem(&board, &io)
        case .play: if let entry = selectedSession { io.perform(.leave(io.place, for: .replay(path: entry.path))) }
        case .newSession: io.perform(.leave(io.place, for: .newSession))
        // A query typed here begins a session.
        case .editQuery: io.show(.line(LineInput(.query)))
        default: performShared(command, &board, &io)
        }
    }

    private mutating func openItem(_ board: inout Board, _ io: inout ScreenIO) {
        switch selectedItem {
        case .demo(let demo): io.perform(.leave(io.place, for: .demo(demo.name)))
        case .query: perform(.editQuery, &board, &io)
        case .candidates: perform(.candidates, &board, &io)
        case .session(let entry): io.perform(.leave(io.place, for: .session(path: entry.path)))
        case nil: break
        }
    }

    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        switch command {
        case .editQuery, .candidates, .model: nil
        case .play: selectedSession == nil ? "choose a session to play" : nil
        case .back: "nothing to go back to: \(keys(.quit)) quits"
        default: board.whyNot(command, keys)
        }
    }

    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) { cursor.move(by: rows, of: items.count) }

    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        guard let row = StartLayout(io.size, self).row(at: point) else { return }
        cursor.select(row, of: items.count)
        if isDouble { openItem(&board, &io) }
    }
}

// MARK: Keys

extension ScreenName {
    static let start = ScreenName(StartScreen.self)
}

extension Command {
    static let play = Command("play")
    static let newSession = Command("newSession")
}

extension StartScreen {
    static func bindings(openers: [Binding]) -> [Binding] {
        .moving() + [
            Binding(.open, [.enter], "open", "open what is selected", weight: 0),
            Binding(.play, "p", "play", "play the selected session at its own pace, without a model", weight: 5),
        ] + openers + [Binding].asking.filter { [.editQuery, .candidates, .model].contains($0.command) } + [
            Binding(.newSession, "c", "new", "begin a new session")
        ] + .program
    }
}
