import Relevance
import Sessions

/// What a judge chooses: each choice is recorded.
extension InspectorState {
    mutating func performJudging(_ command: Command) -> [Effect] {
        switch command {
        case .judge: openJudge()
        case .skip:
            // Between judges there is nothing to skip: the next disagreement, this one stays open.
            if judging.isAdjudicating { moveConflict(1) } else { return give(.skipped) }
        case .cannotTell: return give(.cannotTell)
        case .undo: return [.append(.undo(judge: session.judge))]
        case .redo: return [.append(.redo(judge: session.judge))]
        case .nextUnjudged: goToUnjudged()
        case .note: return note(on: judging.name)
        case .noteLast: return note(on: judging.last)
        case .blind:
            var plan = session.plan
            plan.isBlind.toggle()
            say(
                .information,
                plan.isBlind
                    ? "blind: scores, ranks and others' grades are hidden until you graded; that is recorded"
                    : "unblinded: judgments from here on are recorded as not blind")
            return [.append(.judging(plan))]
        case .order: overlay = .picker(Picker(orders: session.plan.order))
        case .judgeName: overlay = .picker(Picker(judges: session.book.judges, current: session.judge))
        case .scale: overlay = .picker(Picker(scale: session.scale))
        default: break
        }
        return []
    }

    mutating func accept(order: JudgingOrder) -> [Effect] {
        var plan = session.plan
        plan.order = order
        return plan == session.plan ? [] : [.append(.judging(plan))]
    }

    mutating func accept(judge: String) -> [Effect] {
        guard !judge.isEmpty else {
            say(.failure, "a judge needs a name: it is still \(session.judge)")
            return []
        }
        return judge == session.judge ? [] : [.append(.judge(judge))]
    }
}

extension Picker {
    init(orders current: JudgingOrder) {
        self.init(
            kind: .order, title: "Order in which documents are judged",
            items: JudgingOrder.allCases.map { order in
                Item(
                    title: order.rawValue, detail: order.sentence, hint: order == current ? "in use" : "", action: .order(order))
            },
            selection: JudgingOrder.allCases.firstIndex(of: current) ?? 0)
    }

    init(judges: [String], current: String) {
        let known = judges.contains(current) ? judges : judges + [current]
        self.init(
            kind: .judge, title: "Who judges",
            items: known.map { Item(title: $0, detail: "", hint: $0 == current ? "in use" : "", action: .judge($0)) }
                + [Item(title: "somebody else\u{2026}", detail: "type a name", hint: "", action: .judgeName)],
            selection: known.firstIndex(of: current) ?? 0)
    }

    init(scale current: GradeScale) {
        let known = GradeScale.all.contains(current) ? GradeScale.all : GradeScale.all + [current]
        self.init(
            kind: .scale, title: "Scale: grades given on another one stay, and keep its name",
            items: known.map { scale in
                Item(
                    title: scale.name,
                    detail: scale.grades.filter { !$0.label.isEmpty }.map { "\($0.value) \($0.label)" }.joined(separator: ", "),
                    hint: scale == current ? "in use" : "", action: .scale(scale))
            } + [
                Item(
                    title: "your own\u{2026}", detail: "from a small file: a grade and its label a line", hint: "",
                    action: .scalePath)
            ],
            selection: known.firstIndex(of: current) ?? 0)
    }
}

extension JudgingOrder {
    /// What it is good for, for the list to choose from.
    var sentence: String {
        switch self {
        case .shuffled: "as chance has it: no place says anything about a document"
        case .poolDepth: "what some ranking has near its top comes first"
        case .uncertainty: "where the model is least certain comes first"
        case .gap: "judged ones again, furthest from the model's score first"
        case .disagreement: "where the rankings' ranks lie furthest apart comes first"
        }
    }
}
