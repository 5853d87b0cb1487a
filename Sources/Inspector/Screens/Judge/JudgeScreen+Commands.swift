import Relevance
import Sessions
import Terminal

extension JudgeScreen {
    mutating func perform(_ command: Command, _ board: inout Board, _ io: inout ScreenIO) {
        switch command {
        case .skip:
            // Between judges there is nothing to skip: the next disagreement, this one stays open.
            if isAdjudicating { moveConflict(1, &board, &io) } else { give(.skipped, &board, &io) }
        case .nextQuery where isDone && queriesLeft > 0: goToQueryLeft(&board, &io)
        case .cannotTell: give(.cannotTell, &board, &io)
        case .nextUnjudged: goOn(&board, &io)
        case .nextDocument: moveDocument(1, &board, &io)
        case .previousDocument: moveDocument(-1, &board, &io)
        case .note: board.askNote(on: name, &io)
        case .noteLast: board.askNote(on: last, &io)
        case .need: io.show(.page(TextPage(.text(title: "What is asked", paragraphs: need(board).paragraphs))))
        case .blind: toggleBlind(board, &io)
        case .order: io.show(.list(Picker(orders: board.session.plan)))
        case .judgeName: io.show(.list(Picker(judges: board.session.book.judges, current: board.session.judge)))
        case .scale: io.show(.list(Picker(scale: board.session.scale)))
        case .copy: board.copy(candidate?.document, thought: nil, &io)
        case .back: if board.search.needle.isEmpty { leave(&board, &io) } else { board.search.needle = "" }
        default: performShared(command, &board, &io)
        }
    }

    func whyNot(_ command: Command, _ board: Board, _ keys: KeyNames) -> String? {
        let whyNotWrite = board.whyNotWrite(keys)
        if isDone, whyNotWrite == nil, [.grade, .skip, .cannotTell, .note].contains(command) {
            return "every document of this query has your verdict: \(keys(.previousDocument)) goes back to change one"
        }
        return switch command {
        case .grade:
            whyNotWrite ?? board.whyNotJudge(candidate, keys)
        case .skip, .cannotTell, .note: whyNotWrite ?? board.whyNotJudge(candidate, keys)
        case .nextUnjudged: candidate == nil ? "no document to judge" : nil
        case .noteLast: whyNotWrite ?? (last == nil ? "nothing was judged yet" : nil)
        case .blind, .order, .judgeName, .scale: whyNotWrite
        case .copy: candidate == nil ? "nothing to copy" : nil
        case .nextQuery where isAdjudicating, .previousQuery where isAdjudicating:
            "adjudicating: \(keys(.nextDocument)) goes to the next disagreement, \(keys(.back)) to the list of them"
        default: board.whyNot(command, keys)
        }
    }

    mutating func grade(_ grade: Int, _ board: inout Board, _ io: inout ScreenIO) { give(.grade(grade), &board, &io) }

    /// The verdict on the document in view, and on to the next one.
    mutating func give(_ verdict: Verdict, _ board: inout Board, _ io: inout ScreenIO) {
        guard let name else { return }
        var judgment = board.newJudgment(of: name)
        judgment.verdict = verdict
        judgment.seconds = Double(max(0, board.time.clock - shownAt)) / 1000
        judgment.isBlind = board.session.plan.isBlind && !board.hasSeen(name) && !isAdjudicating
        judgment.isAdjudication = isAdjudicating
        last = name
        board.append(judgment, &io)
        goOn(&board, &io)
    }

    private func toggleBlind(_ board: Board, _ io: inout ScreenIO) {
        var plan = board.session.plan
        plan.isBlind.toggle()
        io.say(
            plan.isBlind
                ? "blind: scores, ranks and others' grades are hidden until you graded; that is recorded"
                : "unblinded: judgments from here on are recorded as not blind")
        io.append(.judging(plan))
    }

    /// Whether score, rank and others' grades of a document are in view: unblinded, adjudicating, or this judge graded it. Skip
    /// and can't tell are no grades: the document will be asked again.
    func isOpen(_ name: DocumentName, _ board: Board) -> Bool { isAdjudicating || !board.isHidden(name) }
}

extension Picker {
    init(orders plan: JudgingPlan) {
        self.init(
            title: "Order in which documents are judged",
            items: JudgingOrder.allCases.map { order in
                var changed = plan
                changed.order = order
                let isCurrent = order == plan.order
                return Item(
                    order.rawValue, order.sentence, hint: isCurrent ? "in use" : "",
                    .effects(isCurrent ? [] : [.append(.judging(changed))]))
            },
            selection: JudgingOrder.allCases.firstIndex(of: plan.order) ?? 0)
    }

    init(judges: [String], current: String) {
        let known = judges.contains(current) ? judges : judges + [current]
        self.init(
            title: "Who judges",
            items: known.map {
                Item($0, hint: $0 == current ? "in use" : "", .effects($0 == current ? [] : [.append(.judge($0))]))
            } + [Item("somebody else\u{2026}", "type a name", .line(LineInput(.judgeName)))],
            selection: known.firstIndex(of: current) ?? 0)
    }

    init(scale current: GradeScale) {
        let known = GradeScale.all.contains(current) ? GradeScale.all : GradeScale.all + [current]
        self.init(
            title: "Scale: grades given on another one stay, and keep its name",
            items: known.map { scale in
                Item(
                    scale.name,
                    scale.grades.filter { !$0.label.isEmpty }.map { "\($0.value) \($0.label)" }.joined(separator: ", "),
                    hint: scale == current ? "in use" : "", .effects(scale == current ? [] : [.append(.scale(scale))]))
            } + [Item("your own\u{2026}", "from a small file: a grade and its label a line", .line(LineInput(.scalePath)))],
            selection: known.firstIndex(of: current) ?? 0)
    }
}

// MARK: Keys

extension ScreenName {
    /// The screen that judges.
    public static let judge = ScreenName(JudgeScreen.self)
}

extension Command {
    static let judge = Command("judge")
    static let skip = Command("skip")
    static let cannotTell = Command("cannotTell")
    static let nextUnjudged = Command("nextUnjudged")
    static let note = Command("note")
    static let noteLast = Command("noteLast")
    static let need = Command("need")
    static let blind = Command("blind")
    static let order = Command("order")
    static let judgeName = Command("judgeName")
    static let scale = Command("scale")
}

extension JudgeScreen {
    static let opener: Binding? = Binding(
        .judge, "A", "judge blind", "blind judging: scores and ranks stay hidden until you graded", weight: 5)

    static func bindings(openers: [Binding]) -> [Binding] {
        let down = Binding(.pageDown, [.character(" "), .pageDown, .control("d")], nil, "a page down of the document")
        let verdicts = [
            Binding(.skip, "s", "skip", "skip the document: no grade; the page at the end asks for it again", weight: 5),
            Binding(.cannotTell, "c", "can't tell", "can't tell: the text does not say enough to grade it", weight: 5),
        ]
        let going = [
            Binding(.nextUnjudged, ".", "next unjudged", "to the next document not judged yet", weight: 5),
            Binding(
                .previousDocument, [.character("h"), .left], "document", "the document before in judging order",
                with: .nextDocument),
            Binding(.nextDocument, [.character("l"), .right], nil, "the next document in judging order"),
            Binding(.note, "a", "note", "write a note on the document in view"),
            Binding(.noteLast, "p", nil, "write a note on the document judged last"),
            Binding(.need, "i", nil, "what is asked, in full: query, instruction, narrative"),
        ]
        let choosing = [
            Binding(.blind, "b", "blind", "judge blind, or with scores, ranks and others' grades in view"),
            Binding(.order, "O", "order", "choose the order in which documents are judged"),
            Binding(.judgeName, "w", "who", "choose who judges"),
            Binding(.scale, "L", "scale", "choose the scale: grades, labels and keys"),
            Binding(.nextQuery, [.tab, .character("J")], "query", "the next query to judge", with: .previousQuery),
            Binding(.previousQuery, [.backTab, .character("K")], nil, "the query before"),
        ]
        let candidates = [Binding(.candidates, "o", nil, "open candidates: a file or folder")]
        let own: [Binding] = .moving(pageDown: down) + .grade + verdicts + .undoing + going + choosing
        return own + openers + candidates + .finding + .copying + .home + .program
    }

    static func numbers(_ keys: KeyNames) -> [Help.Section] {
        let judging: Help.Section = (
            "Judging",
            [
                (
                    "blind",
                    "until you graded a document, its score, ranks, thought and others' grades are hidden. \(keys(.blind)) switches that; each judgment records which it was."
                ),
                (
                    "skipped",
                    "no grade: the page at the end, when all others are judged, asks for it again (\(keys(.nextUnjudged)))."
                ),
                ("can't tell", "no grade either, and it does not come again: the text does not say enough."),
                (
                    "4.2 s each",
                    "the median time of your grades of this query, from the document's coming into view to the key."
                ),
                ("ETA", "the time for what is left, at that pace."),
                (
                    "order",
                    "shuffled says nothing about a document; other orders do, and are shown in another colour. \(keys(.order)) chooses, and the choice is recorded."
                ),
                ("last", "the document judged last: what was hidden of it."),
                (
                    "on the scale 0-1",
                    "a grade that was given on another scale than the one chosen now; it stays as it was given."
                ),
                ("ADJUDICATING", "judges disagree: your grade decides, beside their own grades."),
            ]
        )
        return [judging, Help.agreement]
    }
}
