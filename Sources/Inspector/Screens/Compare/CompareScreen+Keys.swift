import Reranking
import Sessions
import Terminal

extension ScreenName {
    /// The screen of two rankings side by side.
    public static let compare = ScreenName(CompareScreen.self)
}

extension Command {
    static let compare = Command("compare")
    static let swapSides = Command("swapSides")
    static let chooseA = Command("chooseA")
    static let chooseB = Command("chooseB")
    static let onlyDiffering = Command("onlyDiffering")
    static let nextDifference = Command("nextDifference")
    static let previousDifference = Command("previousDifference")
    static let nextMeasure = Command("nextMeasure")
    static let judgeStakes = Command("judgeStakes")
}

extension CompareScreen {
    static let opener: Binding? = Binding(
        .compare, "c", "compare", "two rankings of the session side by side: jobs, or the first stage", weight: 8)

    static func bindings(openers: [Binding]) -> [Binding] {
        let own = [
            Binding(
                .open, [.enter], "open",
                "both sides of the document in full; a query of the table; the queries by a measure; a bin's queries", weight: 0),
            Binding(
                .changeView, [.tab], "view",
                "the documents of the query, where each moved, all queries in a table, all measures, pictures", weight: 6),
            Binding(.nextMeasure, "v", "measure", "measure by the next of the measures", weight: 8),
            Binding(.swapSides, "x", "swap", "swap A and B", weight: 7),
            Binding(.chooseA, "a", "sides", "choose side A", with: .chooseB, weight: 5),
            Binding(.chooseB, "b", nil, "choose side B"),
            Binding(.sortRows, "t", "sort", "sort the documents by a disagreement, or the queries", weight: 7),
            Binding(
                .onlyDiffering, "d", "filter",
                "only documents that differ by more and more; of the queries, one part after the other", weight: 8),
            Binding(
                .nextDifference, ".", "difference", "the next document on which the sides differ", with: .previousDifference,
                weight: 8),
            Binding(.previousDifference, ",", nil, "the document before on which the sides differ"),
            Binding(
                .judgeStakes, "w", "judge what matters", "judge the documents first whose grades could change most", weight: 8),
        ]
        let cancel = [Binding].running.filter { $0.command == .cancelRun }
        return .moving() + own + cancel + .grade + .undoing + .queries + openers + .home + .program
    }

    static func numbers(_ keys: KeyNames) -> [Help.Section] {
        let figures: [(String, String)] = [
            ("A, B", "the rank of a document on each side; \(keys(.chooseA)) and \(keys(.chooseB)) choose the sides."),
            ("move", "the ranks gained from A to B. ! stands by a move against your grade."),
            ("W", "the Wasserstein distance of both distributions: by how many answers they are apart on average."),
            (
                "apart by 2 ranks or 1 answer",
                "\(keys(.onlyDiffering)) leaves out documents that moved by fewer ranks and whose scores and distributions are fewer answers apart: 2 and 1, then 5 and 2, then 10 and 4. \(keys(.nextDifference)) goes to the next that differs by 2 or 1."
            ),
            (
                "judged pairs",
                "pairs of documents with different grades, and how many of them each side has in the order of the grades."
            ),
            ("d_z", "the mean difference over the standard deviation of the differences: the effect size."),
            ("difference", "B - A, over the queries that are judged; wins are B's."),
            (
                "95 %",
                "where the mean difference lies, by a paired t interval. p is that of the sign-flip randomisation test, of all assignments up to 20 queries."
            ),
            ("tau_AP,b", "agreement of both rankings, near the top above all: 1 is the same order, -1 the other way round."),
            ("RBO", "rank-biased overlap, p = 0.9: the first ten ranks have 86 % of the weight."),
            (
                "if all judged",
                "the least and the most that the difference could be if every document had a grade. Where both have one sign, no missing grade can change which side is better."
            ),
            (
                "if stopped here",
                "the expected score that A and B would have answered with, had their thoughts been closed after so many tokens; \u{25CF} where both are the same. Forced so early, it is no belief, and can miss what thinking on would have found."
            ),
            (
                "parts",
                "the first token at which both thoughts are no longer the same, and the probability that each side gave there to what the other wrote; below: it was not among the likeliest that are recorded."
            ),
        ]
        return [("Compare", figures)]
    }
}

extension Picker {
    static let sideA = "compare A"
    static let sideB = "compare B"
    static let compareOrders = "compare order"
    static let querySorts = "compare queries"

    init(querySort sort: ComparedQueries.Sort) {
        let all = ComparedQueries.Sort.allCases
        self.init(
            title: "Sort the queries",
            items: all.enumerated().map { index, each in
                Item(
                    each.rawValue, each.name, hint: each == sort ? "in use" : "",
                    .choice(Choice(list: Self.querySorts, index: index)))
            }, selection: all.firstIndex(of: sort) ?? 0)
    }

    /// What a model that is run now scores, and how it is asked.
    private static func nowWords(_ other: ComparedSystem, _ session: SessionState) -> String {
        guard case .job(let id) = other, let job = session.job(id) else {
            let queries = Figures.count(session.topics.count, "query", "queries")
            return "\(session.settings.mode.rawValue), \(queries) of the session, as set on the ranking"
        }
        return "\(job.settings.mode.rawValue), on the queries and documents of the other side, asked as it was"
    }

    /// - Parameter beside: what another file would be compared with; nil where nothing can be run or left now.
    init(
        side: ComparedSystem, beside other: ComparedSystem, isB: Bool, _ session: SessionState, file beside: ComparedBeside?,
        canRun: Bool
    ) {
        let systems = ComparedSystem.all(in: session)
        let list = isB ? Self.sideB : Self.sideA
        var items = systems.enumerated().map { index, system in
            Item(
                system.name(in: session), system.detail(in: session), hint: system == side ? "in use" : "",
                .choice(Choice(list: list, index: index)))
        }
        if canRun {
            let now = Choice(list: list, index: systems.count)
            items.append(Item("a model, run now\u{2026}", Self.nowWords(other, session), .choice(now)))
        }
        if let beside {
            items.append(
                Item(
                    "another file\u{2026}",
                    "a session or a TREC run, beside \(other.name(in: session)): to look at, not to grade",
                    .line(LineInput(.comparedPath, beside: beside))))
        }
        self.init(
            title: "Side \(isB ? "B" : "A")", items: items, selection: systems.firstIndex(of: side) ?? 0)
    }

    init(compareOrder order: CompareOrder) {
        let all = CompareOrder.allCases
        self.init(
            title: "Sort the documents by",
            items: all.enumerated().map { index, each in
                Item(
                    each.name, each.detail, hint: each == order ? "in use" : "",
                    .choice(Choice(list: Self.compareOrders, index: index)))
            }, selection: all.firstIndex(of: order) ?? 0)
    }
}

extension ComparedSystem {
    /// What it is, for the list to choose from.
    fileprivate func detail(in session: SessionState) -> String {
        switch self {
        case .firstStage:
            return session.firstStageName == "first stage" ? "the order in which the candidates came" : "a ranking of a file"
        case .recorded: return "a recorded ranking"
        case .job(let id):
            guard let job = session.job(id) else { return "" }
            let runs = session.runs(of: job)
            let left = session.unfinishedCount(of: job)
            let queries = Figures.count(runs.count, "query", "queries")
            return "\(queries), instruction \(job.settings.instructionWords)" + (left > 0 ? ", \(left) documents left" : "")
        }
    }
}
