/// The start page: what one can begin with.
struct StartState: Sendable {
    enum Item: Sendable, Hashable {
        case demo(DemoEntry)
        case query, candidates
        case session(SessionEntry)
    }

    private var demos: [DemoEntry] = []
    private var sessions: [SessionEntry] = []
    private(set) var items: [Item] = [.query, .candidates]
    private(set) var selection = 0

    /// How many begin something new; the sessions stand behind them.
    var newCount: Int { demos.count + 2 }

    var selectedItem: Item? { items.indices.contains(selection) ? items[selection] : nil }

    var selectedSession: SessionEntry? {
        if case .session(let entry) = selectedItem { entry } else { nil }
    }

    mutating func take(sessions: [SessionEntry]) {
        self.sessions = sessions
        list()
    }

    mutating func take(demos: [DemoEntry]) {
        self.demos = demos
        list()
    }

    private mutating func list() {
        let selected = selection == 0 ? nil : selectedItem
        items = demos.map(Item.demo) + [.query, .candidates] + sessions.map(Item.session)
        selection = items.firstIndex { $0 == selected } ?? 0
    }

    mutating func move(_ rows: Int) { select(max(0, min(selection + rows, items.count - 1))) }
    mutating func select(_ row: Int) { if items.indices.contains(row) { selection = row } }
}

extension InspectorState {
    mutating func openStartItem() -> [Effect] {
        switch start.selectedItem {
        case .demo(let demo): return [.leave(place, for: .demo(demo.name))]
        case .query: return perform(.editQuery)
        case .candidates: return perform(.candidates)
        case .session(let entry): return [.leave(place, for: .session(path: entry.path))]
        case nil: return []
        }
    }
}
