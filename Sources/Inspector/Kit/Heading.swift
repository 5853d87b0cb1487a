import Terminal

/// The line over a pane: its title, or the titles of all panes that share its place, and what there is to say of it.
struct Heading {
    struct Tab {
        var title: String
        var role: Theme.Role
    }

    var tabs: [Tab]
    var note: [Span] = []
    var notePlace = NotePlace.right

    enum NotePlace {
        /// At the right, where there is room.
        case right
        /// At the right; the title is cut to leave it room.
        case kept
        /// Right after the title.
        case after
    }

    init(_ title: String, _ role: Theme.Role = .heading, note: [Span] = [], _ place: NotePlace = .right) {
        self.init(tabs: [Tab(title: title, role: role)], note: note, place)
    }

    init(_ title: String, _ role: Theme.Role = .heading, note: String, _ place: NotePlace = .right) {
        self.init(title, role, note: note.isEmpty ? [] : [Span(note, .quiet)], place)
    }

    init(tabs: [Tab], note: [Span] = [], _ place: NotePlace = .right) {
        self.tabs = tabs
        self.note = note
        notePlace = place
    }

    /// The titles as they fit, each with its columns from the left end of the heading.
    func columns(width: Int) -> [(tab: Tab, columns: Range<Int>)] {
        var x = 2
        var placed: [(tab: Tab, columns: Range<Int>)] = []
        let kept = notePlace == .kept && !note.isEmpty ? note.width + 4 : 0
        for var tab in tabs {
            tab.title = TerminalText.truncated(tab.title, to: max(0, width - kept - x - 2))
            let end = x + TerminalText.width(of: tab.title)
            guard end > x else { break }
            placed.append((tab, x..<end))
            x = end + 3
        }
        return placed
    }

    /// The index of the title at a column of the screen.
    func tab(at x: Int, in rect: Rect) -> Int? {
        columns(width: rect.width).firstIndex { $0.columns.contains(x - rect.x) }
    }

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard !rect.isEmpty else { return }
        grid.rule(rect, theme: theme)
        var end = 1
        for (index, placed) in columns(width: rect.width).enumerated() {
            if index > 0 {
                grid.write(
                    " \(theme.dividerGlyph) ", at: Point(x: rect.x + placed.columns.lowerBound - 3, y: rect.y),
                    style: theme.style(.rule))
            }
            let isFirst = index == 0
            grid.write(
                (isFirst ? " " : "") + placed.tab.title + " ",
                at: Point(x: rect.x + placed.columns.lowerBound - (isFirst ? 1 : 0), y: rect.y),
                style: theme.style(placed.tab.role),
                maxWidth: rect.width - 1)
            end = placed.columns.upperBound + 1
        }
        guard !note.isEmpty else { return }
        let spans = [Span(" ", .quiet)] + note + [Span(" ", .quiet)]
        switch notePlace {
        case .after: grid.write(spans, at: Point(x: rect.x + end, y: rect.y), maxWidth: rect.width - end - 2, theme: theme)
        case .right where end + spans.width + 1 >= rect.width: break
        case .right, .kept:
            let x = max(rect.x, rect.endX - note.width - 3)
            grid.write(spans, at: Point(x: x, y: rect.y), maxWidth: rect.endX - x, theme: theme)
        }
    }
}
