import Relevance

extension MeasuresScreen.Sort {
    /// In the order of the list to choose from.
    static let all: [Self] =
        [.session, .changeFalling, .changeRising, .unjudged] + MeasuresScreen.measures.indices.map(Self.measure)

    private var title: String {
        switch self {
        case .session: "session"
        case .changeFalling: "change, falling"
        case .changeRising: "change, rising"
        case .unjudged: "unjudged"
        case .measure(let index): MeasuresScreen.measures[index].name
        }
    }

    /// In words, after a comma.
    var detail: String {
        switch self {
        case .session: "in the order of the session"
        case .changeFalling: "largest gain against the first stage first"
        case .changeRising: "largest loss against the first stage first"
        case .unjudged: "largest share of unjudged documents first"
        case .measure: "this measure, the lowest first"
        }
    }

    func item(_ index: Int, isCurrent: Bool) -> Picker.Item {
        Picker.Item(
            title, detail, hint: isCurrent ? "in use" : "", .choice(Picker.Choice(list: Picker.sortList, index: index)))
    }

    /// The queries in this order, as indices; a query without a figure comes last.
    func order(in cache: EvaluationCache, system: Int, measure: Int) -> [Int] {
        let rows = cache.rows
        func change(_ row: EvaluationCache.Row) -> SortKey? {
            guard let base = row.figures.first ?? nil, let own = cache.finishedFigures(row, system) else { return nil }
            return .number(own.values[measure] - base.values[measure])
        }
        return switch self {
        case .session: Array(rows.indices)
        case .changeFalling: SortKey.order(rows, descending: true, by: change)
        case .changeRising: SortKey.order(rows, descending: false, by: change)
        case .unjudged: SortKey.order(rows, descending: true) { .number($0.unjudgedShare) }
        case .measure(let measure):
            SortKey.order(rows, descending: false) { row in
                cache.finishedFigures(row, system).map { .number($0.values[measure]) }
            }
        }
    }
}

extension Picker {
    static let sortList = "sort"

    init(sorts current: MeasuresScreen.Sort) {
        let all = MeasuresScreen.Sort.all
        self.init(
            title: "Sort the queries by",
            items: all.enumerated().map { index, sort in sort.item(index, isCurrent: sort == current) },
            selection: all.firstIndex(of: current) ?? 0)
    }

    init(graders current: String?, judges: [String]) {
        func choice(_ index: Int) -> Action { .choice(Choice(list: "graders", index: index)) }
        let all = Item(
            "all judges", "grades that judges agree on, or their adjudication", hint: current == nil ? "in use" : "", choice(0))
        self.init(
            title: "Whose grades",
            items: [all]
                + judges.enumerated().map { index, judge in
                    Item(judge, "this judge's alone", hint: judge == current ? "in use" : "", choice(index + 1))
                },
            selection: current.flatMap { judges.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
    }
}
