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
}
