import Terminal

/// A list to choose from, narrowed by typing.
struct Picker: Sendable {
    enum Kind: Sendable { case models, other }

    struct Item: Sendable {
        var title: String
        var detail: String
        /// At the right: a key, a size.
        var hint: String
        var action: Action

        init(_ title: String, _ detail: String = "", hint: String = "", _ action: Action) {
            (self.title, self.detail, self.hint, self.action) = (title, detail, hint, action)
        }
    }

    enum Action: Sendable {
        /// What a key would do on the screen.
        case command(Binding)
        case effects([Effect])
        /// A line is to be typed.
        case line(LineInput)
        /// A line that was typed to narrow the list.
        case typed(LineInput)
        /// The screen's own.
        case choice(Choice)
    }

    /// An item of a list that a screen made for itself.
    struct Choice: Sendable, Hashable {
        /// Which list.
        var list: String
        /// Which item of it.
        var index: Int
    }

    let kind: Kind
    let title: String
    private(set) var items: [Item]
    private(set) var filter = ""
    /// Indices into `items`, best match first.
    private(set) var matches: [Int]
    /// Whether the filter matches the name of an item, not only its details.
    private var matchesName = true
    private var cursor = ListCursor()
    /// The row selected among the matches.
    var selection: Int { cursor.row }

    init(kind: Kind = .other, title: String, items: [Item], selection: Int = 0) {
        self.kind = kind
        self.title = title
        self.items = items
        matches = Array(items.indices)
        cursor.select(selection, of: items.count)
    }

    /// What was typed, as an item of its own: in a list that takes what a person types, unless it is the name of an item.
    private var typed: Item? {
        let text = filter.trimmed
        guard !text.isEmpty, !items.contains(where: { $0.title == text }),
            let kind = items.lazy.compactMap({ if case .line(let input) = $0.action { input.kind } else { nil } }).first
        else { return nil }
        return Item(text, kind.typedWords, hint: "Enter", .typed(LineInput(kind, text: text)))
    }

    /// The items that match, and what was typed: before them where no item's name matches it.
    private var rows: [Item] {
        let found = matches.map { items[$0] }
        guard let typed else { return found }
        return matchesName ? found + [typed] : [typed] + found
    }
    private var rowCount: Int { matches.count + (typed == nil ? 0 : 1) }

    var chosen: Item? {
        let all = rows
        return all.indices.contains(selection) ? all[selection] : nil
    }

    mutating func move(_ rows: Int) { cursor.move(by: rows, of: rowCount) }
    mutating func select(_ row: Int) { if (0..<rowCount).contains(row) { cursor.select(row, of: rowCount) } }

    mutating func narrow(to text: String) {
        filter = text
        matchesName = false
        let scored = items.indices.compactMap { index -> (index: Int, score: Int)? in
            let item = items[index]
            // A new name must not choose "somebody else" by its letters.
            if case .line = item.action, !item.title.lowercased().hasPrefix(text.lowercased()) { return nil }
            let title: Int? = Fuzzy.score(text, in: item.title).map { $0 * 2 }
            if title != nil { matchesName = true }
            guard let score = [title, Fuzzy.score(text, in: item.detail)].compactMap({ $0 }).max() else { return nil }
            return (index, score)
        }
        matches = scored.sorted { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }.map(\.index)
        cursor = ListCursor()
    }

    /// Other items in the same list: what was typed and chosen stays.
    mutating func replace(_ items: [Item]) {
        self.items = items
        let selection = selection
        narrow(to: filter)
        cursor.select(selection, of: rowCount)
    }

    func draw(_ grid: inout Grid, size: Size, theme: Theme) {
        let layout = OverlayLayout(size: size, rows: items.count)
        grid.drawFrame(layout.frame, title: title, theme: theme)
        let filterY = layout.frame.y + 1
        let place = Point(x: layout.frame.x + 2, y: filterY)
        let used = grid.write([Span(": ", .key), Span(filter)], at: place, maxWidth: layout.frame.width - 4, theme: theme)
        if filter.isEmpty {
            grid.write(
                [Span("type to narrow", .quiet)], at: Point(x: place.x + used + 1, y: filterY),
                maxWidth: layout.frame.width - used - 6, theme: theme)
        }
        grid.cursor = Point(x: min(place.x + used, layout.frame.endX - 2), y: filterY)
        let rows = rows
        if rows.isEmpty {
            grid.write(
                [Span("nothing matches '\(filter)'", .quiet)], at: Point(x: place.x, y: filterY + 1),
                maxWidth: layout.list.width - 2,
                theme: theme)
        }
        let top = layout.top(of: self)
        for (row, item) in rows.dropFirst(top).prefix(layout.list.height).enumerated() {
            let isSelected = row + top == selection
            let line = Rect(x: layout.list.x, y: layout.list.y + row, width: layout.list.width, height: 1)
            if isSelected { grid.select(line, theme: theme) }
            let hintWidth = TerminalText.width(of: item.hint)
            let room = line.width - 3 - (hintWidth > 0 ? hintWidth + 2 : 0)
            let name = min(22, max(10, line.width / 3))
            grid.write(
                [Span(TerminalText.padded(item.title, to: name), .strong), Span(" " + item.detail, .quiet)],
                at: Point(x: line.x + 2, y: line.y), maxWidth: room, theme: theme, isSelected: isSelected)
            grid.write(
                [Span(item.hint, .key)], at: Point(x: line.endX - 1 - hintWidth, y: line.y), maxWidth: hintWidth, theme: theme,
                isSelected: isSelected)
        }
    }
}
