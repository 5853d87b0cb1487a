import Relevance

extension Picker {
    init(sorts current: MeasuresState.Sort) {
        var items = [
            Item(title: "session", detail: "in the order of the session", hint: "", action: .sort(.session)),
            Item(
                title: "change, falling", detail: "what won most against the first stage first", hint: "",
                action: .sort(.changeFalling)),
            Item(
                title: "change, rising", detail: "what lost most against the first stage first", hint: "",
                action: .sort(.changeRising)),
            Item(title: "unjudged", detail: "the largest share of unjudged documents first", hint: "", action: .sort(.unjudged)),
        ]
        items += Standings.measures.enumerated().map { index, measure in
            Item(title: measure.name, detail: "this measure, the lowest first", hint: "", action: .sort(.measure(index)))
        }
        for index in items.indices {
            if case .sort(current) = items[index].action { items[index].hint = "in use" }
        }
        self.init(
            kind: .sort, title: "Sort the queries by", items: items,
            selection: items.firstIndex { $0.hint == "in use" } ?? 0)
    }

    init(whose current: String?, judges: [String]) {
        let all = Item(
            title: "those that count", detail: "what judges agree on, or the last word", hint: current == nil ? "in use" : "",
            action: .whose(nil))
        self.init(
            kind: .whose, title: "Whose grades",
            items: [all]
                + judges.map {
                    Item(title: $0, detail: "this judge's alone", hint: $0 == current ? "in use" : "", action: .whose($0))
                },
            selection: current.flatMap { judges.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
    }
}
