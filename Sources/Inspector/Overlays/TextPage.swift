import Terminal

/// A page to read over the screen: help, the messages so far, or a longer text. It scrolls, and finds text.
struct TextPage: Sendable {
    enum Content: Sendable {
        /// The keys of a screen, or what its numbers mean.
        case help(numbers: Bool)
        case messages
        case text(title: String, paragraphs: [[Span]])
    }

    var content: Content
    /// First line in view.
    var top: Int
    /// The text to find while it is typed.
    var finding: LineInput?
    /// What is found.
    var needle = ""
    /// The line that was found last, until the page is scrolled by hand.
    private var found: Int?

    init(_ content: Content, top: Int = 0) { (self.content, self.top) = (content, top) }

    /// The columns that the page takes at most: keys stand side by side, longer lines of text are hard to read.
    var width: Int {
        if case .help(numbers: false) = content { 240 } else { 100 }
    }

    /// Whether the page has another side: the keys, or what the numbers mean.
    var hasOtherSide: Bool { if case .help = content { true } else { false } }

    func layout(_ size: Size) -> OverlayLayout { OverlayLayout(size: size, pageWidth: width) }

    private func title(_ screen: any ScreenModel.Type) -> String {
        switch content {
        case .help(let numbers): numbers ? "\(screen.context.name): the numbers" : "\(screen.context.name): the keys"
        case .messages: "Messages"
        case .text(let title, _): title
        }
    }

    /// The whole page in lines of the width it has. O(page).
    func lines(_ screen: any ScreenModel.Type, _ keymap: Keymap, _ notices: [Notice], _ size: Size) -> [[Span]] {
        let text = layout(size).text
        let width = text.width
        switch content {
        case .help(numbers: false):
            return Help.keys(of: screen.context, keymap, width: width, height: max(1, text.height))
        case .help(numbers: true): return Help.numbers(of: screen, keymap, width: width)
        case .messages:
            let lines = notices.flatMap { [Span($0.text, $0.kind == .failure ? .failure : .text)].wrapped(width: width) }
            return lines.isEmpty ? [[Span("No messages yet.", .quiet)]] : lines
        case .text(_, let paragraphs): return paragraphs.flatMap { $0.isEmpty ? [[]] : $0.wrapped(width: width) }
        }
    }

    /// The lines with the text to find.
    private func matches(_ lines: [[Span]]) -> [Int] {
        guard !needle.isEmpty else { return [] }
        return lines.indices.filter { lines[$0].map(\.text).joined().range(ofFolded: needle) != nil }
    }

    mutating func move(by rows: Int, _ lines: [[Span]], _ size: Size) {
        found = nil
        // The newest message may stand at the top.
        if case .messages = content { return top = max(0, min(top + rows, lines.count - 1)) }
        top = Scroll.clamped(top + rows, lines: lines.count, height: layout(size).text.height)
    }

    /// A key that means something on a page alone.
    ///
    /// - Returns: false where the page does not have the text to find.
    mutating func perform(_ command: Command, _ lines: [[Span]], _ size: Size) -> Bool {
        switch command {
        case .nextPane: if case .help(let numbers) = content { self = TextPage(.help(numbers: !numbers)) }
        case .search: finding = LineInput(.search, scope: .page)
        case .nextMatch: return needle.isEmpty || find(1, lines, size)
        case .previousMatch: return needle.isEmpty || find(-1, lines, size)
        default: break
        }
        return true
    }

    /// Takes the text that was typed, and goes to its first match.
    ///
    /// - Returns: false where the page does not have it.
    mutating func acceptFinding(_ lines: [[Span]], _ size: Size) -> Bool {
        needle = finding?.editor.text.trimmed ?? ""
        finding = nil
        guard !needle.isEmpty else { return true }
        // From the beginning: the first line may have it.
        found = -1
        return find(1, lines, size)
    }

    /// Esc: one step back; false where there is nothing but to close the page.
    mutating func stepBack() -> Bool {
        defer { (finding, needle) = (nil, finding == nil ? "" : needle) }
        return finding != nil || !needle.isEmpty
    }

    /// Brings the next match into view, or the one before: from the last match on, or from the first line in view.
    ///
    /// - Returns: false where the page does not have the text.
    private mutating func find(_ step: Int, _ lines: [[Span]], _ size: Size) -> Bool {
        let matches = matches(lines)
        let from = found ?? top
        let next = step > 0 ? matches.first { $0 > from } ?? matches.first : matches.last { $0 < from } ?? matches.last
        guard let next else { return false }
        move(by: next - top, lines, size)
        found = next
        return true
    }

    func draw(_ grid: inout Grid, _ screen: any ScreenModel.Type, _ notices: [Notice], _ frame: DrawContext) {
        let layout = layout(frame.size)
        let lines = lines(screen, frame.keys.keymap, notices, frame.size)
        grid.drawFrame(layout.frame, title: title(screen), theme: frame.theme)
        let highlighter = Highlighter(terms: [], needle: needle)
        let top = Scroll.clamped(top, lines: lines.count, height: layout.text.height)
        for (row, line) in lines.dropFirst(top).prefix(layout.text.height).enumerated() {
            let spans =
                needle.isEmpty
                ? line
                : line.flatMap { span in
                    highlighter.pieces(of: span.text).map { Span(String($0.text), $0.kind == .match ? .match : span.role) }
                }
            grid.write(
                spans, at: Point(x: layout.text.x, y: layout.text.y + row), maxWidth: layout.text.width, theme: frame.theme)
        }
        if lines.count > layout.text.height {
            let keys = KeyNames(keymap: frame.keys.keymap, context: .page)
            let scroll = layout.frame.width >= 60 ? ", \(keys(.down)) \(keys(.up)) scroll" : ""
            let note = " \(top + 1)-\(min(lines.count, top + layout.text.height)) of \(lines.count)\(scroll) "
            grid.write(
                note, at: Point(x: layout.frame.endX - note.count - 2, y: layout.frame.y), style: frame.theme.style(.quiet))
        }
    }
}
