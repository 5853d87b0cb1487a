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
    /// The items that match what was typed, best first, as indices into `items`.
    private var found: [Int]
    /// Those, then what is marked though it does not match.
    private(set) var matches: [Int]
    /// Whether the filter matches the name of an item, not only its details.
    private var matchesName = true
    private var cursor = ListCursor()
    /// The items marked, as indices into `items`; nil where none can be.
    var marked: Set<Int>?
    /// What is run with the model that is chosen, in a list of models that was opened for it.
    var wish: ComparedRun?
    /// What stands on the frame under the list.
    var note: [Span] = []
    /// About the columns of the longest item.
    private(set) var widestRow: Int
    /// The row selected among the matches.
    var selection: Int { cursor.row }

    init(kind: Kind = .other, title: String, items: [Item], selection: Int = 0) {
        self.kind = kind
        self.title = title
        self.items = items
        found = Array(items.indices)
        matches = found
        let widest = items.lazy.map { TerminalText.width(of: $0.detail) + TerminalText.width(of: $0.hint) }.max() ?? 0
        let titles = items.prefix(200).map { TerminalText.width(of: $0.title) }.max() ?? 0
        widestRow = widest + 8 + min(Self.mostTitle, max(22, titles))
        cursor.select(selection, of: items.count)
    }

    /// What was typed, as an item of its own: in a list that takes what a person types, unless it is the name of an item.
    private var typed: Item? {
        let text = filter.trimmed
        guard !text.isEmpty, !items.contains(where: { $0.title == text }),
            let input = items.lazy.compactMap({ if case .line(let input) = $0.action { input } else { nil } }).first,
            // A model, and what is compared, is named by the list, or by a path.
            ![.modelPath, .comparedPath].contains(input.kind) || text.contains("/") || text.contains("."),
            input.kind != .depth || text.allSatisfy(\.isNumber)
        else { return nil }
        let line = LineInput(input.kind, text: text, beside: input.beside)
        return Item(text, input.kind.typedWords, hint: "Enter", .typed(line))
    }

    /// The row of what was typed: after the items that match. It is before them where no item's name matches it, and in a list of
    /// judges or numbers, where the beginning of a known one can be a new one.
    private var typedRow: Int? {
        guard case .typed(let input)? = typed?.action else { return nil }
        if let first = matches.first, case .line = items[first].action { return matches.count }
        return matchesName && ![.judgeName, .depth].contains(input.kind) ? matches.count : 0
    }
    private var rowCount: Int { matches.count + (typedRow == nil ? 0 : 1) }

    /// The index of the item in a row; nil for what was typed, and where there is no row.
    private func index(at row: Int) -> Int? {
        let place = typedRow == 0 ? row - 1 : row
        return matches.indices.contains(place) ? matches[place] : nil
    }

    var chosen: Item? { selection == typedRow ? typed : selectedIndex.map { items[$0] } }

    /// The index of the item selected; nil where what was typed is selected, or nothing.
    var selectedIndex: Int? { index(at: selection) }

    /// Marks the item selected, or takes its mark away, and goes on to the next.
    mutating func toggleMark() {
        guard let index = selectedIndex else { return }
        if marked?.remove(index) == nil { marked?.insert(index) }
        move(1)
    }

    /// Marks all that match, or takes their marks away where all have one.
    mutating func markAll() {
        let all = Set(found)
        marked = marked.map { all.isSubset(of: $0) ? $0.subtracting(all) : $0.union(all) }
    }

    var isNarrowed: Bool { !filter.isEmpty }

    /// A key that edits the text that narrows the list.
    mutating func type(_ key: Key) {
        if case .character(let character) = key { narrow(to: filter + String(character)) }
        if key == .backspace { narrow(to: String(filter.dropLast())) }
        if key == .control("u") { narrow(to: "") }
        if key == .control("w") {
            let words = filter.split(separator: " ").dropLast().joined(separator: " ")
            narrow(to: words.isEmpty ? "" : words + " ")
        }
    }

    mutating func move(_ rows: Int) { cursor.move(by: rows, of: rowCount) }
    mutating func select(_ row: Int) { if (0..<rowCount).contains(row) { cursor.select(row, of: rowCount) } }

    /// Keeps the items that have what was typed: as words where any has them, else as letters in their order. What is marked
    /// stays, at the end. O(text of all items).
    mutating func narrow(to text: String) {
        filter = text
        let possible = items.indices.filter { index in
            // A new name must not choose "somebody else" by its letters.
            guard case .line = items[index].action else { return true }
            return items[index].title.lowercased().hasPrefix(text.lowercased())
        }
        let words = Fuzzy.words(of: text)
        var scored = possible.compactMap { index in
            score(of: items[index]) { Fuzzy.score(words: words, in: $0) }.map { (index, $0) }
        }
        if scored.isEmpty {
            // Letters in their order are in any long enough text: of the names alone they tell something.
            scored = possible.compactMap { index in
                Fuzzy.score(text, in: items[index].title).map { (index, ($0, isOfTitle: true)) }
            }
        }
        matchesName = scored.contains { $0.1.isOfTitle }
        found = scored.sorted { $0.1.value != $1.1.value ? $0.1.value > $1.1.value : $0.0 < $1.0 }.map(\.0)
        let known = Set(found)
        matches = found + (marked ?? []).subtracting(known).sorted()
        cursor = ListCursor()
    }

    /// How well an item matches: its title counts twice.
    private func score(of item: Item, _ score: (String) -> Int?) -> (value: Int, isOfTitle: Bool)? {
        let title = score(item.title).map { $0 * 2 }
        return [title, score(item.detail)].compactMap(\.self).max().map { ($0, title != nil) }
    }

    /// Other items in the same list: what was typed and chosen stays.
    mutating func replace(_ items: [Item]) {
        self.items = items
        let selection = selection
        narrow(to: filter)
        cursor.select(selection, of: rowCount)
    }

    /// Of the names in the list.
    private var widestTitle: Int {
        let widest = items.prefix(200).map { TerminalText.width(of: $0.title) }.max() ?? 0
        return marked == nil ? max(22, widest) : widest
    }
    /// Longer names are cut.
    private static let mostTitle = 34

    func draw(_ grid: inout Grid, size: Size, theme: Theme) {
        let layout = OverlayLayout(size: size, picker: self)
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
        if rowCount == 0 {
            grid.write(
                [Span("nothing matches '\(filter)'", .quiet)], at: Point(x: place.x, y: filterY + 1),
                maxWidth: layout.list.width - 2,
                theme: theme)
        }
        if !note.isEmpty {
            let width = min(note.width, layout.frame.width - 4)
            grid.write(
                [Span(" ")] + note + [Span(" ")], at: Point(x: layout.frame.x + 1, y: layout.frame.endY - 1), maxWidth: width + 2,
                theme: theme)
        }
        let indent = marked == nil ? 2 : 3
        let name = min(Self.mostTitle, layout.list.width * 2 / 5, max(10, widestTitle))
        let (top, typed, typedRow) = (layout.top(of: self), typed, typedRow)
        for row in 0..<max(0, min(layout.list.height, rowCount - top)) {
            let index = index(at: row + top)
            guard let item = row + top == typedRow ? typed : index.map({ items[$0] }) else { continue }
            let isSelected = row + top == selection
            let line = Rect(x: layout.list.x, y: layout.list.y + row, width: layout.list.width, height: 1)
            if isSelected { grid.select(line, theme: theme) }
            // Enter takes what was typed where that is selected.
            let hint = index == nil && !isSelected ? "" : item.hint
            let hintWidth = TerminalText.width(of: hint)
            let room = line.width - 3 - (hintWidth > 0 ? hintWidth + 2 : 0)
            if let index, marked?.contains(index) == true {
                grid.write(
                    [Span(String(theme.valueGlyph), .chosenBar)], at: Point(x: line.x + 1, y: line.y), maxWidth: 1, theme: theme,
                    isSelected: isSelected)
            }
            grid.write(
                [Span(TerminalText.padded(item.title, to: name), .strong), Span(" " + item.detail, .quiet)],
                at: Point(x: line.x + indent, y: line.y), maxWidth: room - indent + 2, theme: theme, isSelected: isSelected)
            grid.write(
                [Span(hint, .key)], at: Point(x: line.endX - 1 - hintWidth, y: line.y), maxWidth: hintWidth, theme: theme,
                isSelected: isSelected)
        }
    }
}
