/// The start page: what one can begin with.
struct StartState: Sendable {
    enum Item: Sendable, Hashable {
        case demo, query, candidates
        case session(SessionEntry)
    }

    private(set) var items: [Item] = [.demo, .query, .candidates]
    private(set) var selection = 0

    var selectedItem: Item? { items.indices.contains(selection) ? items[selection] : nil }

    var selectedSession: SessionEntry? {
        if case .session(let entry) = selectedItem { entry } else { nil }
    }

    mutating func take(_ entries: [SessionEntry]) {
        let selected = selectedItem
        items = [.demo, .query, .candidates] + entries.map(Item.session)
        selection = items.firstIndex { $0 == selected } ?? 0
    }

    mutating func move(_ rows: Int) { select(max(0, min(selection + rows, items.count - 1))) }
    mutating func select(_ row: Int) { if items.indices.contains(row) { selection = row } }
}

extension InspectorState {
    mutating func openStartItem() -> [Effect] {
        switch start.selectedItem {
        case .demo: return [.openDemo]
        case .query: return perform(.editQuery)
        case .candidates: return perform(.candidates)
        case .session(let entry): return [.openSession(path: entry.path)]
        case nil: return []
        }
    }
}
