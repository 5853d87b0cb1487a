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
}
