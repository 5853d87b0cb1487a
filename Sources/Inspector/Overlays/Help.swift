import Terminal

/// What `?` says of the screen in view: its keys, and what its numbers mean.
enum Help {
    typealias Section = (title: String, entries: [(String, String)])

    /// The keys of a place in columns, as many as the width has room for; where they take more than a page, page after page.
    static func keys(of context: KeyContext, _ keymap: Keymap, width: Int, height: Int = .max) -> [[Span]] {
        let bindings = keymap.bindings(in: context).map { binding in
            (binding.keys.isEmpty ? ": \(binding.command.name)" : binding.keys.map(\.label).joined(separator: " "), binding.long)
        }
        return inColumns(bindings, width: width, height: height) + [[], [Span("While a line is typed", .activeHeading)]]
            + inColumns(typing, width: width, height: height)
    }

    /// What every figure, word and colour of a screen means.
    static func numbers(of screen: any ScreenModel.Type, _ keymap: Keymap, width: Int) -> [[Span]] {
        let sections = screen.numbers(KeyNames(keymap: keymap, context: screen.context))
        guard !sections.isEmpty else { return [[Span("This screen shows no numbers of its own.", .quiet)]] }
        return Array(
            sections.map { section in
                [[Span(section.title, .activeHeading)]]
                    + section.entries.flatMap { entry($0.0, $0.1, indent: min(22, max(8, width / 4)), width: width) }
            }.joined(separator: [[]]))
    }

    /// The line editor's own keys.
    static let typing = [
        ("Ctrl-A Ctrl-E", "to the beginning, to the end"), ("Alt-B Alt-F", "a word back, a word forward"),
        ("Ctrl-W Ctrl-U Ctrl-K", "remove the word before, all before, all after"), ("Ctrl-Y", "bring back what was removed"),
        ("Up Down", "earlier lines"), ("Tab", "complete a path"),
    ]

    private static func inColumns(_ entries: [(String, String)], width: Int, height page: Int) -> [[Span]] {
        let count = max(1, min(4, (width + 2) / 38))
        let column = (width + 2) / count - 2
        let indent = min(14, max(8, column / 3))
        let blocks = entries.map { entry($0.0, $0.1, indent: indent, width: column, role: .key) }
        let height = (blocks.reduce(0) { $0 + $1.count } + count - 1) / count
        var pages: [[[[Span]]]] = [[[]]]
        for block in blocks {
            let columns = pages[pages.count - 1]
            let filled = columns[columns.count - 1].count
            let isFull = height > page ? filled + block.count > page : filled + block.count / 2 >= height && columns.count < count
            if isFull, filled > 0 {
                if columns.count == count { pages.append([[]]) } else { pages[pages.count - 1].append([]) }
            }
            let last = pages[pages.count - 1].count - 1
            pages[pages.count - 1][last] += block
        }
        return pages.flatMap { rows(of: $0, width: column) }
    }

    /// Columns side by side.
    private static func rows(of columns: [[[Span]]], width column: Int) -> [[Span]] {
        (0..<(columns.map(\.count).max() ?? 0)).map { row in
            columns.enumerated().flatMap { index, lines -> [Span] in
                let line = row < lines.count ? lines[row] : []
                let isLast = index == columns.count - 1
                return line + (isLast ? [] : [Span(String(repeating: " ", count: max(0, column + 2 - line.width)))])
            }
        }
    }

    private static func entry(_ name: String, _ text: String, indent: Int, width: Int, role: Theme.Role = .strong) -> [[Span]] {
        var flow = Flow(width: max(8, width - indent))
        flow.append(text, tag: 0)
        // A name too long for its column has a line of its own.
        let isLong = TerminalText.width(of: name) > indent - 1
        let blank = String(repeating: " ", count: indent)
        let lines = flow.lines.enumerated().map { index, line in
            let label = index == 0 && !isLong ? TerminalText.padded(name, to: indent - 1) + " " : blank
            return [Span(label, role), Span(String(line.map(\.character)).trimmed)]
        }
        return isLong ? [[Span(TerminalText.truncated(name, to: width), role)]] + lines : lines
    }
}
