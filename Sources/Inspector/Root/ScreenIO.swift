import Sessions
import Terminal

/// What a screen and the board are told about what surrounds them while they handle one event, and what they ask of the root.
struct ScreenIO {
    let size: Size
    /// The names of the keys on the screen in view.
    let keys: KeyNames
    /// Where the person is, for an effect that leaves.
    let place: Place

    private(set) var effects: [Effect] = []
    private(set) var notices: [Notice] = []
    /// Whether the message in view is no longer so.
    private(set) var isNoticeOver = false
    /// Messages that are no longer so, where they are in view.
    private(set) var overNotices: [String] = []
    private(set) var overlay: Overlay?
    private(set) var navigation: Navigation?
    /// To be told to the screens in view.
    var changes: [BoardChange] = []

    enum Navigation: Sendable {
        /// To the screen below; `from` is the document in view here.
        case back(from: DocumentName?)
        /// To the ranking of the board.
        case base
        case visit(Visit)
    }

    init(size: Size, keys: KeyNames, place: Place) {
        self.size = size
        self.keys = keys
        self.place = place
    }

    mutating func perform(_ effect: Effect) { effects.append(effect) }
    mutating func perform(_ more: [Effect]) { effects += more }

    /// Appends to the journal.
    mutating func append(_ event: SessionEvent) { effects.append(.append(event)) }

    /// A sentence in the message line.
    mutating func say(_ text: String) { notices.append(Notice(.information, text)) }
    /// Takes the message in view away: it is no longer so.
    mutating func clearNotice() { isNoticeOver = true }
    /// Takes a message away where it is the one in view.
    mutating func clearNotice(_ text: String) { overNotices.append(text) }
    mutating func complain(_ text: String) { notices.append(Notice(.failure, text)) }

    /// Shows a list, a line to type in, or a page over the screen.
    mutating func show(_ overlay: Overlay) { self.overlay = overlay }

    mutating func go(_ navigation: Navigation) { self.navigation = navigation }
}

/// What a picture needs besides the state drawn.
struct DrawContext {
    let size: Size
    let theme: Theme
    /// The names of the keys on the screen drawn.
    let keys: KeyNames
    /// What the header says of the journal: that events are not saved, or that it cannot be written; nil where all is well.
    let sign: String?
    /// The query while it is typed: the header shows it.
    let queryLine: LineEditor?
}
