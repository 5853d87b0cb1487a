import Terminal

/// What lies over a screen.
enum Overlay: Sendable {
    case line(LineInput)
    case list(Picker)
    case page(TextPage)

    /// The list of models: the root knows them, and fills it in.
    static let models = Overlay.list(Picker(kind: .models, title: "Model", items: []))

    var context: KeyContext {
        switch self {
        case .line: .line
        case .list: .list
        case .page(let page): page.finding == nil ? .page : .line
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
        case .list(var picker):
            if case .character(let character) = key { picker.narrow(to: picker.filter + String(character)) }
            if key == .backspace { picker.narrow(to: String(picker.filter.dropLast())) }
            self = .list(picker)
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
        case .list(var picker):
            picker.narrow(to: picker.filter + text)
            self = .list(picker)
        case .page(var page):
            page.finding?.editor.insert(text)
            self = .page(page)
        }
    }
}
