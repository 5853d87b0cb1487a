import Relevance
import Sessions
import Terminal

/// How far the judges agree, and the documents on which their grades differ.
struct AgreementScreen: ScreenModel {
    static let context = KeyContext("agreement", "Agreement")
    static let recordsWhatIsSeen = true

    /// As the judgments were when last looked at.
    private(set) var agreement: JudgeAgreement?
    /// Among the disagreements.
    private(set) var cursor = ListCursor()
    /// Whether the model counts as one more judge: it does when somebody asks, since it shows what is hidden while judging is
    /// blind.
    private(set) var countsModel = false
    /// Of the first pairs that graded something both.
    private(set) var matrices: [ConfusionMatrix] = []
    /// The text of the document selected, where there is room for it.
    private(set) var document = DocumentFlow()
    /// First pair in view, and whether the keys move among the pairs.
    private(set) var pairsTop = 0
    private(set) var isInPairs = false
    /// Pairs there is no room for.
    private var hiddenPairs = 0

    var disagreements: [JudgeAgreement.Disagreement] { agreement?.disagreements ?? [] }

    private func layout(_ size: Size) -> AgreementLayout { AgreementLayout(size, agreement) }

    // MARK: Coming into view

    mutating func open(_ board: inout Board, _ io: inout ScreenIO) { refresh(board) }

    mutating func appear(after document: DocumentName?, _ board: inout Board, _ io: inout ScreenIO) {
        refresh(board)
        let row = disagreements.firstIndex { $0.queryID == document?.queryID && $0.documentID == document?.documentID }
        if let row { cursor.select(row, of: disagreements.count) }
    }

    mutating func follow(_ change: BoardChange, _ board: inout Board, _ io: inout ScreenIO) {
        if case .judgments = change { refresh(board) }
    }

    /// O(documents judged): when the screen opens, and when judgments change under it.
    private mutating func refresh(_ board: Board) {
        let session = board.session
        let model = countsModel && !session.runs.isEmpty ? session.modelAsJudge(on: session.scale) : nil
        agreement = board.bookWithPending.agreement(scale: session.scale, model: model)
        cursor.select(cursor.row, of: disagreements.count)
        matrices = (agreement?.pairs ?? []).prefix(8).compactMap { pair in
            guard let table = agreement?.table, pair.judges.count == 2, pair.count > 0,
                let first = table.judges.firstIndex(of: pair.judges[0]), let second = table.judges.firstIndex(of: pair.judges[1])
            else { return nil }
            return ConfusionMatrix(table: ConfusionTable(table, first, second))
        }
    }

    // MARK: Commands

    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .open: adjudicate(&io)
        case .nextPane: isInPairs.toggle()
        case .system: toggleModel(board, &io)
        default: performShared(command, &board, &io)
        }
    }

    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        switch command {
        case .open:
            board.whyNotWrite(keys) ?? (disagreements.isEmpty ? "no disagreement to adjudicate" : nil)
        case .nextPane: hiddenPairs == 0 ? "every pair is in view" : nil
        default: board.whyNot(command, keys)
        }
    }

    /// The document with all grades in view; the next grade is an adjudication.
    private func adjudicate(_ io: inout ScreenIO) {
        guard disagreements.indices.contains(cursor.row) else { return }
        let names = disagreements.map { DocumentName(queryID: $0.queryID, documentID: $0.documentID) }
        io.go(.visit(.adjudication(names, index: cursor.row)))
    }

    private mutating func toggleModel(_ board: Board, _ io: inout ScreenIO) {
        countsModel.toggle()
        refresh(board)
        guard countsModel else { return io.say("the model no longer counts as a judge") }
        guard !board.session.runs.isEmpty else { return io.say("the model has not scored anything yet") }
        io.say("the model counts as a judge: \((agreement?.modelBasis ?? .expected).words), on your scale")
    }

    // MARK: Moving

    func pageHeight(_ board: Board, _ size: Size) -> Int {
        let layout = layout(size)
        return max(1, (isInPairs ? layout.pairRows : layout.list.height) - 1)
    }

    mutating func move(by rows: Int, _ board: inout Board, _ io: inout ScreenIO) {
        if isInPairs { pairsTop += rows } else { cursor.move(by: rows, of: disagreements.count) }
    }

    mutating func scroll(by lines: Int, at point: Point, _ board: inout Board, _ io: inout ScreenIO) {
        if layout(io.size).pairs.contains(point) { pairsTop += lines } else { move(by: lines.signum(), &board, &io) }
    }

    mutating func click(_ point: Point, isDouble: Bool, _ board: inout Board, _ io: inout ScreenIO) {
        let list = layout(io.size).list
        guard list.contains(point), let row = cursor.row(at: point.y, from: list.y, of: disagreements.count) else { return }
        cursor.select(row, of: disagreements.count)
        if isDouble, whyNot(.open, board, io.keys) == nil { adjudicate(&io) }
    }

    mutating func settle(_ board: inout Board, _ size: Size) {
        hiddenPairs = max(0, (agreement?.pairs.count ?? 0) - layout(size).pairRows)
        pairsTop = max(0, min(pairsTop, hiddenPairs))
        if hiddenPairs == 0 { isInPairs = false }
        cursor.settle(count: disagreements.count, height: layout(size).list.height)
        let place = layout(size).document
        guard !place.isEmpty, disagreements.indices.contains(cursor.row) else { return }
        let row = disagreements[cursor.row]
        let topic = board.session.topic(row.queryID)
        let shown = topic?.candidates.first { $0.document.id == row.documentID }?.document
        document.lay(shown, width: place.width - 2, board.search, showsTitle: true)
    }

    func documentsInView(_ board: Board, _ size: Size) -> [DocumentName] {
        disagreements.dropFirst(cursor.top).prefix(max(0, layout(size).list.height)).map {
            DocumentName(queryID: $0.queryID, documentID: $0.documentID)
        }
    }
}

// MARK: Keys

extension ScreenName {
    static let agreement = ScreenName(AgreementScreen.self)
}

extension Command {
    static let agreement = Command("agreement")
}

extension AgreementScreen {
    static let opener: Binding? = Binding(
        .agreement, "D", "agreement", "how far the judges agree, and the documents they disagree on", weight: 12)

    static func bindings(openers: [Binding]) -> [Binding] {
        let own = [
            Binding(.open, [.enter], "adjudicate", "judge the document with all grades in view: adjudicate", weight: 0),
            Binding(.system, "v", "model", "count the model as one more judge, or people alone", weight: 6),
        ]
        let pairs = [
            Binding(.nextPane, [.tab], "pairs", "to the pairs of judges where not all are in view, and back", weight: 7)
        ]
        return .moving() + own + openers + pairs + .home + .program
    }

    static func numbers(_ keys: KeyNames) -> [Help.Section] { [Help.agreement] }
}
