import Inference
import Relevance
import Reranking
import Sessions
import Terminal

/// Inside a score: the thought token by token, each as sure as it looks, with what else it might have been.
struct InsideScreen: ScreenModel {
    static let context = KeyContext("inside", "Inside a score")

    /// The token under the cursor, from 0.
    private(set) var token = 0
    /// First line in view.
    private(set) var top = 0
    private(set) var colouring = Colouring.probability
    private(set) var tokens = ThoughtFlow(marksLineEnds: true)
    /// Whether the keys are in the document, and, where there is no room for both, whether it is in view.
    private var wantsDocument = false
    /// Whether there is a thought to look at: without one the document has its place.
    private(set) var hasThought = true
    var isInDocument: Bool { wantsDocument || !hasThought }
    private(set) var document = DocumentFlow()
    /// First line of the document in view.
    private(set) var documentTop = 0
    /// What the model would have answered, had it stopped; nil where nothing is known of it.
    private(set) var curve: StopCurve?
    /// The selection's count of changes for which the cursor began at the beginning.
    private var changes = 0

    enum Colouring: String, Sendable, CaseIterable { case probability, entropy }

    /// Tokens less likely than this are worth a look.
    static let uncertain = 0.5

    /// What the tokens are coloured by stays.
    mutating func reset() {
        let colouring = colouring
        self = Self()
        self.colouring = colouring
    }

    // MARK: Coming into view

    mutating func accept(_ visit: Visit, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        guard case .thought = visit else { return false }
        begin(board)
        return true
    }

    mutating func restore(_ place: Place, _ board: inout Board, _ io: inout ScreenIO) -> Bool {
        guard board.selectedProgress?.hasInside == true else { return false }
        begin(board)
        token = place.token
        return true
    }

    func describe(_ place: inout Place) { place.token = token }

    /// The document selected, from the token that begins its answer.
    private mutating func begin(_ board: Board) {
        changes = board.selection.changes
        token = board.selectedProgress?.result?.answerToken ?? 0
        (top, documentTop) = (0, 0)
        noteThought(board)
    }

    private mutating func noteThought(_ board: Board) {
        hasThought = board.selectedProgress?.result == nil || !board.selectedTokens.isEmpty
        curve = board.selectedTokens.isEmpty ? nil : board.selectedProgress.flatMap(StopCurve.init)
    }

    func layout(_ size: Size) -> InsideLayout {
        InsideLayout(size: size, showsDocument: isInDocument, hasThought: hasThought, stops: curve)
    }

    // MARK: Commands

    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .nextPane: wantsDocument.toggle()
        case .back where wantsDocument: wantsDocument = false
        case .first where isInDocument: documentTop = 0
        case .last where isInDocument: documentTop = ListCursor.farthest
        case .left: moveToken(to: token - 1, board)
        case .right: moveToken(to: token + 1, board)
        case .wordLeft: moveToken(words: -1, board)
        case .wordRight: moveToken(words: 1, board)
        case .nextUncertain: moveToUncertain(1, board, &io)
        case .previousUncertain: moveToUncertain(-1, board, &io)
        case .answerToken: moveToAnswer(board, &io)
        case .colouring: colouring = colouring == .probability ? .entropy : .probability
        case .nextDocument: moveDocument(1, &board, &io)
        case .previousDocument: moveDocument(-1, &board, &io)
        case .first: moveToken(to: 0, board)
        case .last: moveToken(to: ListCursor.farthest, board)
        default: performShared(command, &board, &io)
        }
    }

    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        if command == .answerToken, let result = board.selectedProgress?.result, result.answerToken == nil, !result.isForced {
            return "no token begins the answer"
        }
        let ofTokens: [Command] = [
            .left, .right, .wordLeft, .wordRight, .nextUncertain, .previousUncertain, .answerToken, .colouring, .nextPane,
        ]
        if board.selectedTokens.isEmpty, ofTokens.contains(command) { return "this document has no thought" }
        return board.whyNot(command, keys)
    }

    /// The next row that can be looked into.
    private mutating func moveDocument(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {
        var row = board.selectedRow + step
        while let document = board.rows.document(at: row) {
            if board.progress(of: document)?.hasInside == true {
                board.selection.follow = .stay
                board.select(document)
                return begin(board)
            }
            row += step
        }
        io.say(step > 0 ? "no document further down was scored" : "no document further up was scored")
    }

    // MARK: The cursor

    func pageHeight(_ board: Board, _ size: Size) -> Int {
        let layout = layout(size)
        return max(1, (isInDocument ? layout.document : layout.thought).height - 1)
    }

    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) {
        if isInDocument { documentTop += rows } else { moveToken(lines: rows, board) }
    }

    mutating func scroll(by lines: Int, at point: Point, _ board: inout Board, _ io: inout ScreenIO) {
        if layout(io.size).document.contains(point) { documentTop += lines } else { moveToken(lines: lines.signum(), board) }
    }

    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        let layout = layout(io.size)
        if layout.hasBoth { wantsDocument = layout.document.contains(point) }
        let map = layout.stops
        let cells = StopMap.cells(width: map.width, tokens: tokens.count)
        let cell = point.x - map.x - StopMap.labelWidth
        if map.contains(point), point.y > map.y, (0..<cells).contains(cell) {
            return moveToken(to: StopMap.tokens(ofCell: cell, of: cells, count: tokens.count).upperBound - 1, board)
        }
        let area = layout.thought
        let line = top + point.y - area.y
        guard area.contains(point), tokens.lines.indices.contains(line) else { return }
        var x = area.x + 1
        for glyph in tokens.lines[line] {
            x += glyph.width
            if point.x < x { return moveToken(to: glyph.tag, board) }
        }
    }

    mutating func find(_ step: Int, _ board: inout Board, _ io: inout ScreenIO) {
        let needle = board.search.needle
        let text = board.selectedProgress?.reasoning ?? ""
        var starts: [Int] = []
        var rest = text[...]
        while let match = rest.range(ofFolded: needle) {
            starts.append(text.utf8.distance(from: text.startIndex, to: match.lowerBound))
            rest = rest[match.upperBound...]
        }
        var ends: [Int] = []
        for token in board.selectedTokens { ends.append((ends.last ?? 0) + token.text.utf8.count) }
        let hits = starts.compactMap { start in ends.firstIndex { $0 > start } }
        let next = step > 0 ? hits.first { $0 > token } ?? hits.first : hits.last { $0 < token } ?? hits.last
        if let next { moveToken(to: next, board) } else { io.say("the thought does not have '\(needle)'") }
    }

    private mutating func moveToken(to token: Int, _ board: Board) {
        self.token = min(max(0, token), max(0, board.selectedTokens.count - 1))
    }

    /// Up or down by lines, to the token nearest in its column.
    private mutating func moveToken(lines: Int, _ board: Board) {
        let flow = tokens.flow
        let line = flow.line(of: token)
        let target = min(max(0, line + lines), flow.lines.count - 1)
        guard target != line else { return }
        let column = flow.lines[line].prefix { $0.tag < token }.reduce(0) { $0 + $1.width }
        var x = 0
        var nearest = flow.lines[target].first?.tag
        for glyph in flow.lines[target] where x <= column {
            nearest = glyph.tag
            x += glyph.width
        }
        if let nearest {
            moveToken(to: nearest, board)
        } else {
            // A line without tokens: the next one that has some.
            let beyond = lines > 0 ? flow.lines[target...].first { !$0.isEmpty } : flow.lines[...target].last { !$0.isEmpty }
            moveToken(to: beyond?.first?.tag ?? token, board)
        }
    }

    private mutating func moveToken(words: Int, _ board: Board) {
        let all = board.selectedTokens
        var index = token + words
        while all.indices.contains(index), !beginsWord(all, index) { index += words }
        moveToken(to: index, board)
    }

    private func beginsWord(_ tokens: TokenLog, _ index: Int) -> Bool {
        guard index > 0 else { return true }
        let first = tokens[index].text.first
        let isAfterSpace = tokens[index - 1].text.last?.isWhitespace == true
        return first?.isWhitespace == true || isAfterSpace
    }

    private mutating func moveToUncertain(_ step: Int, _ board: Board, _ io: inout ScreenIO) {
        let all = board.selectedTokens
        var index = token + step
        while all.indices.contains(index) {
            if all[index].probability < Self.uncertain { return moveToken(to: index, board) }
            index += step
        }
        io.say("no token \(step > 0 ? "further on" : "before") was less likely than one half")
    }

    private mutating func moveToAnswer(_ board: Board, _ io: inout ScreenIO) {
        if let answer = board.selectedProgress?.result?.answerToken { return moveToken(to: answer, board) }
        moveToken(to: ListCursor.farthest, board)
        io.say("forced: the answer was asked for after this token")
    }

    mutating func settle(_ board: inout Board, _ size: Size) {
        if changes != board.selection.changes {
            changes = board.selection.changes
            (token, top, documentTop) = (0, 0, 0)
        }
        noteThought(board)
        let layout = layout(size)
        if !layout.document.isEmpty {
            document.lay(
                board.selectedCandidate?.document, width: layout.document.width - 2, board.search, showsTitle: true)
            documentTop = Scroll.clamped(documentTop, lines: document.lineCount, height: layout.document.height)
        }
        guard !layout.thought.isEmpty else { return }
        let area = layout.thought
        tokens.lay(board.selectedTokens, key: .init(run: board.shown.run, document: board.selected, width: area.width - 2))
        moveToken(to: token, board)
        let height = max(1, area.height)
        top = Scroll.revealing(tokens.flow.line(of: token), from: top, height: height)
        // What closed the thought stands under its last line.
        let isAtEnd = token + 1 >= board.selectedTokens.count
        let lines = tokens.lines.count + closingLines(board, width: area.width - 2).count
        top = Scroll.clamped(isAtEnd ? lines - height : top, lines: lines, height: height)
    }

    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName] { [board.name(of: board.selected)].compactMap(\.self) }
}

// MARK: Keys

extension ScreenName {
    static let inside = ScreenName(InsideScreen.self)
}

extension Command {
    static let left = Command("left")
    static let right = Command("right")
    static let wordLeft = Command("wordLeft")
    static let wordRight = Command("wordRight")
    static let nextUncertain = Command("nextUncertain")
    static let previousUncertain = Command("previousUncertain")
    static let answerToken = Command("answerToken")
    static let colouring = Command("colouring")
}

extension InsideScreen {
    static func bindings(openers: [Binding]) -> [Binding] {
        let cursor = [
            Binding(.nextPane, [.tab], "document", "to the document, and back to the thought", weight: 6),
            Binding(.left, [.character("h"), .left], "token", "one token back", with: .right, weight: 5),
            Binding(.right, [.character("l"), .right], nil, "one token on"),
            Binding(.wordLeft, "b", nil, "one word back"),
            Binding(.wordRight, "w", nil, "one word on"),
            Binding(
                .nextUncertain, ";", "uncertain", "to the next token that was less likely than one half",
                with: .previousUncertain, weight: 5),
            Binding(.previousUncertain, ",", nil, "to the uncertain token before"),
            Binding(.answerToken, "a", "answer", "to the token that begins the answer"),
            Binding(.colouring, "v", "colour by", "colour tokens by probability or by entropy"),
            Binding(.nextDocument, "J", "document", "the next document, still inside", with: .previousDocument),
            Binding(.previousDocument, "K", nil, "the document before, still inside"),
        ]
        let own: [Binding] = .moving() + cursor + .replay + .running + .grade + .undoing
        return own + openers + .asking + .finding + .runs + .copying + .home + .program
    }

    static func numbers(_ keys: KeyNames) -> [Help.Section] {
        let inside: Help.Section = (
            "Inside a score",
            [
                ("p", "the token's probability given everything before it: the model's own, before any sampling."),
                (
                    "colour",
                    "plain tokens were sure (0.9 and more); the warmer, the less likely. Underlined: less than a quarter. \(keys(.colouring)) colours by entropy instead."
                ),
                ("rank", "the token's rank among all that the model might have written; 1 is likeliest."),
                ("H", "entropy of the next-token distribution in bits: how open the choice was."),
                ("the strip", "entropy along the whole thought; the cursor's place is marked."),
                (
                    "if stopped here",
                    "what the model would have answered, had its thought been closed at that token: a column a stretch of tokens, a row a score or several; E the expected score, HE the entropy of the answer. It is no belief of the model: forced so early, it can miss what thinking on would have found. Go on: the mean answer of thoughts that went on freely from there (erank stops --at); such a point of E is white. Closed otherwise: the expected score with another closing text; dE is how much it changes. Warm, or underlined: not the last answer. The mark beside the text is the sentence that moved it most."
                ),
                ("other", "probability on anything that is no answer of the scale. It is never shared out among the eleven."),
                ("expected", "the sum of k times P(k) over 0 to 10; what is on no answer counts as 0. The pointer marks it."),
            ]
        )
        return [inside, Help.states(keys), Help.header]
    }
}
