import Relevance
import Reranking
import Sessions
import Terminal

/// The ranking, the selected document, its thought as the model writes it, and how its score comes about.
struct RankScreen: ScreenModel {
    static let context = KeyContext("rank", "Ranking")

    private(set) var focus = Pane.ranking
    /// The pane that shows where they share a place.
    private(set) var detail = Pane.reasoning
    private(set) var isZoomed = false
    /// What the rows are sorted by.
    private(set) var order = RankOrder()
    /// The order and the ranking that the rows were sorted for last; nil sorts them anew.
    private var sorted: (order: RankOrder, revision: Int)?
    /// First row of the table in view.
    private(set) var tableTop = 0
    /// First line of the document in view.
    var documentTop = 0
    /// First line of the thought in view; nil keeps to the end of one being written.
    private(set) var reasoningTop: Int?
    private(set) var document = DocumentFlow()
    private(set) var thought = ThoughtFlow()
    /// The selection's count of changes for which the texts began at their beginning.
    private var changes = 0

    func layout(_ board: Board, _ size: Size) -> RankLayout {
        RankLayout(size: size, rows: board.rows.count, focus: focus, detail: detail, isZoomed: isZoomed)
    }

    // MARK: Commands

    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .open: io.go(.visit(.thought))
        case .nextPane: moveFocus(1, &board)
        case .previousPane: moveFocus(-1, &board)
        case .zoom: isZoomed.toggle()
        case .follow: board.changeFollow(&io)
        case .compareThought: compareThought(&board, &io)
        case .sortRows: io.show(.list(Picker(order: order)))
        case .last where focus == .reasoning && board.selectedProgress?.phase != .finished: reasoningTop = nil
        case .back: goBack(&board, &io)
        case .nextQuery, .previousQuery:
            board.perform(command, &io)
            tableTop = 0
            board.selectTop()
        default: performShared(command, &board, &io)
        }
    }

    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        if command == .open { return DocumentWords(board: board, keys: keys).whyNotInside }
        if command == .compareThought { return whyNotCompareThought(board, keys) }
        return board.whyNot(command, keys)
    }

    mutating func choose(_ choice: Picker.Choice, _ board: inout Board, _ io: inout ScreenIO) {
        guard RankSort.allCases.indices.contains(choice.index) else { return }
        sortRows(by: RankSort.allCases[choice.index], &board)
    }

    private mutating func sortRows(by sort: RankSort, _ board: inout Board) {
        order.choose(sort)
        board.selection.wantsReveal = true
    }

    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO) {
        if case .judgments = change, order.sort == .grade { sorted = nil }
        if case .judge = change { sorted = nil }
    }

    mutating func appear(after document: DocumentName?, _ board: inout Board, _ io: inout ScreenIO) { sorted = nil }

    /// Esc: one step back, whatever that is here.
    private mutating func goBack(_ board: inout Board, _ io: inout ScreenIO) {
        if isZoomed {
            isZoomed = false
        } else if !board.search.needle.isEmpty {
            board.search.needle = ""
        } else {
            focus = .ranking
        }
    }

    private mutating func moveFocus(_ step: Int, _ board: inout Board) {
        let panes = Pane.allCases
        guard let index = panes.firstIndex(of: focus) else { return }
        show(panes[(index + step + panes.count) % panes.count])
        board.selection.wantsReveal = true
    }

    private mutating func show(_ pane: Pane) {
        focus = pane
        if pane != .ranking { detail = pane }
    }

    // MARK: Moving

    func pageHeight(_ board: Board, _ size: Size) -> Int { max(1, (layout(board, size)[focus]?.content.height ?? 2) - 1) }

    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) {
        switch focus {
        case .ranking, .why: board.moveSelection(by: rows)
        case .document, .reasoning: scroll(focus, by: rows, board, io.size)
        }
    }

    /// Scrolls a pane; the ranking moves its view, not its selection.
    private mutating func scroll(_ pane: Pane, by lines: Int, _ board: Board, _ size: Size) {
        switch pane {
        case .ranking: tableTop += lines
        case .document: documentTop += lines
        case .reasoning:
            let height = layout(board, size)[.reasoning].map { thoughtPlace($0.content, board).height } ?? 1
            let end = max(0, thought.lines.count - height)
            let top = min(end, (reasoningTop ?? end)) + lines
            // At its end a thought still being written is followed again.
            reasoningTop = top >= end && board.selectedProgress?.phase != .finished ? nil : top
        case .why: break
        }
    }

    mutating func scroll(by lines: Int, at point: Point, _ board: inout Board, _ io: inout ScreenIO) {
        if let pane = layout(board, io.size).pane(at: point)?.pane { scroll(pane, by: lines, board, io.size) }
    }

    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        let layout = layout(board, io.size)
        if layout.header.contains(point) {
            if let reason = board.whyNot(.editQuery, io.keys) { return io.say(reason) }
            return board.perform(.editQuery, &io)
        }
        guard let placed = layout.pane(at: point) else { return }
        if point.y == placed.rect.y {
            if let tab = heading(placed, board).tab(at: point.x, in: placed.rect) { show(placed.tabs[tab]) }
            return
        }
        show(placed.pane)
        guard placed.pane == .ranking else { return }
        if point.y == placed.content.y {
            let table = RankingTable(board: board, theme: Theme(), keys: io.keys, width: placed.content.width)
            let visible = visible(board, height: placed.content.height - 1)
            if let sort = table.sort(at: point.x - placed.content.x, visible) { sortRows(by: sort, &board) }
            return
        }
        let order = board.order
        let row = tableTop + point.y - placed.content.y - 1
        guard point.y > placed.content.y, order.indices.contains(row) else { return }
        board.selection.follow = .stay
        board.select(order[row])
        if isDouble, DocumentWords(board: board, keys: io.keys).whyNotInside == nil { io.go(.visit(.thought)) }
    }

    /// To the next row, in the table's order, whose document or thought has the text searched for.
    mutating func find(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {
        let count = board.rows.count
        let row = board.selectedRow
        for offset in stride(from: step, through: step * count, by: step) where count > 0 {
            guard let document = board.rows.document(at: ((row + offset) % count + count) % count), board.matches(document)
            else { continue }
            board.selection.follow = .stay
            board.select(document)
            // Scrolls the document so that the first match is in view.
            settle(&board, io.size)
            if let match = self.document.matches.first, let height = layout(board, io.size)[.document]?.content.height {
                documentTop = max(0, match - height / 3)
            }
            return
        }
        io.say("no document has '\(board.search.needle)'")
    }

    // MARK: Settling

    mutating func settle(_ board: inout Board, _ size: Size) {
        if changes != board.selection.changes {
            changes = board.selection.changes
            documentTop = 0
            reasoningTop = board.selectedProgress?.phase == .finished ? 0 : nil
        }
        if sorted?.order != order || sorted?.revision != board.rows.revision {
            board.rows.sort(order.documents(board), frame: board.time.frame, moves: !board.reducesMotion)
            sorted = (order, board.rows.revision)
        }
        let layout = layout(board, size)
        if let place = layout[.document]?.content {
            document.lay(board.selectedCandidate?.document, width: place.width - 2, board.search)
            documentTop = Scroll.clamped(documentTop, lines: document.lineCount, height: place.height)
        }
        if let place = layout[.reasoning].map({ thoughtPlace($0.content, board) }) {
            thought.lay(
                board.selectedTokens, key: .init(run: board.shown.run, document: board.selected, width: place.width - 2))
            reasoningTop = reasoningTop.map { Scroll.clamped($0, lines: thought.lines.count, height: place.height) }
        }
        if let table = layout[.ranking]?.content {
            if board.selection.wantsReveal {
                tableTop = Scroll.revealing(board.selectedRow, from: tableTop, height: table.height - 1)
                board.selection.wantsReveal = false
            }
            tableTop = Scroll.clamped(tableTop, lines: board.rows.count, height: table.height - 1)
        }
    }

    /// The documents in view in the table, from top to bottom.
    func visible(_ board: Board, height: Int) -> ArraySlice<Int> { board.order.dropFirst(tableTop).prefix(max(0, height)) }

    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName] {
        let height = (layout(board, size)[.ranking]?.content.height ?? 1) - 1
        return (visible(board, height: height) + [board.selected]).compactMap(board.name(of:))
    }
}

/// The panes of the ranking.
enum Pane: String, CaseIterable, Sendable {
    case ranking, document, reasoning, why

    var title: String {
        switch self {
        case .ranking: "Ranking"
        case .document: "Document"
        case .reasoning: "Reasoning"
        case .why: "Why this score"
        }
    }
}

// MARK: Keys

extension ScreenName {
    static let rank = ScreenName(RankScreen.self)
}

extension Command {
    static let previousPane = Command("previousPane")
    static let zoom = Command("zoom")
    static let follow = Command("follow")
    static let sortRows = Command("sortRows")
}

extension RankScreen {
    static func bindings(openers: [Binding]) -> [Binding] {
        let panes = [
            Binding(.nextPane, [.tab], "pane", "to the next pane", weight: 7),
            Binding(.previousPane, [.backTab], nil, "to the pane before"),
            Binding(.zoom, "z", "zoom", "give the pane the whole screen, or take it back"),
        ]
        let own: [Binding] =
            .moving() + [Binding(.open, [.enter], "look inside", "look inside the selected document's score", weight: 0)]
            + .replay + .running + .grade + .undoing
        let asked: [Binding] =
            .queries + openers + .asking
            + [
                Binding(
                    .runAll, "a", "run all queries", "score every query that is not scored with these settings", weight: 4),
                Binding(
                    .compareThought, "T", nil, "does the thought help? this run beside one without its thought, or with one"),
                Binding(.sortRows, "t", "sort", "sort the rows by any column, or by the ranking", weight: 8),
                Binding(.follow, "f", "follow", "selection: stays, follows the top, or follows the thinking"),
            ]
        return own + asked + .finding + panes + .runs + .copying + .home + .program
    }
}
