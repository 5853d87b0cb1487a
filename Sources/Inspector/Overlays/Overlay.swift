import Terminal

/// What lies over a screen.
enum Overlay: Sendable {
    case line(LineInput)
    case list(Picker)
    /// The queries of a collection, to open some of them.
    case queries(QueryPicker)
    case page(TextPage)

    /// The list of models: the root knows them, and fills it in.
    static let models = Overlay.list(Picker(kind: .models, title: "Model", items: []))

    var context: KeyContext {
        switch self {
        case .line: .line
        case .list, .queries: .list
        case .page(let page): page.finding == nil ? .page : .line
        }
    }

    /// The list of those that are one.
    var picker: Picker? {
        get {
            switch self {
            case .list(let picker): picker
            case .queries(let queries): queries.picker
            case .line, .page: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .list: self = .list(newValue)
            case .queries(var queries):
                queries.picker = newValue
                self = .queries(queries)
            case .line, .page: break
            }
        }
    }

    /// Why a command can do nothing in it; nil where it can.
    func whyNot(_ command: Command) -> String? {
        switch (command, self) {
        case (.nextPane, .page(let page)): page.hasOtherSide ? nil : "this page has no other side"
        case (.editLineOutside, .line(let input)) where input.field != nil: nil
        case (.editLineOutside, _): "only a query or an instruction is written in $EDITOR"
        default: nil
        }
    }

    /// Whether keys without a command, and pasted text, go into a line.
    var isTyping: Bool { context.isTyping }

    /// A key that is no command here: it edits the line being typed.
    mutating func type(_ key: Key) {
        switch self {
        case .line(var input):
            _ = input.editor.handle(key)
            self = .line(input)
        case .list: picker?.type(key)
        case .queries(var queries):
            if !queries.press(key) { queries.picker.type(key) }
            self = .queries(queries)
        case .page(var page):
            _ = page.finding?.editor.handle(key)
            self = .page(page)
        }
    }

    /// Puts a pasted text into the line being typed.
    mutating func insert(_ text: String) {
        switch self {
        case .line(var input):
            input.editor.insert(text)
            self = .line(input)
        case .list, .queries:
            let typed = picker?.filter ?? ""
            picker?.narrow(to: typed + text)
        case .page(var page):
            page.finding?.editor.insert(text)
            self = .page(page)
        }
    }
    // MARK: The mouse

    enum Click { case nothing, outside, row }

    /// Selects the row of a list at a point.
    mutating func click(_ point: Point, _ size: Size) -> Click {
        switch self {
        case .line: return .nothing
        case .page: return .outside
        case .list, .queries:
            guard var picker else { return .nothing }
            let layout = OverlayLayout(size: size, picker: picker)
            guard layout.list.contains(point) else { return .outside }
            picker.select(point.y - layout.list.y + layout.top(of: picker))
            self.picker = picker
            return .row
        }
    }

    // MARK: Paths

    /// Takes what a path being typed could become.
    mutating func take(_ paths: [String], for path: String) -> [Effect] {
        guard case .line(var input) = self, input.isPath, input.editor.text == path else { return [] }
        let isAwaited = input.take(paths, for: path)
        self = .line(input)
        return isAwaited ? completePath() : []
    }

    /// Tab: as much as all completions share.
    mutating func completePath() -> [Effect] {
        guard case .line(var input) = self else { return [] }
        let isLonger = input.complete()
        self = .line(input)
        return isLonger ? [.complete(path: input.editor.text)] : []
    }
}
