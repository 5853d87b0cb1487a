import Terminal

/// The last row: the line being typed if one is, else the keys that mean something now. A message stands over it.
struct Footer {
    let overlay: Overlay?
    let notice: Notice?
    let isHome: Bool
    let keymap: Keymap
    let context: KeyContext
    /// Those with a word for the footer that mean something now.
    let bindings: [Binding]
    /// What a command does now, where that is not what its key does elsewhere.
    let word: (Command) -> String?

    func draw(_ grid: inout Grid, size: Size, theme: Theme) {
        let rect = Rect(x: 0, y: size.height - 1, width: size.width, height: 1)
        if case .line(let input) = overlay, input.kind != .query || isHome {
            input.draw(&grid, rect, theme: theme)
        } else if case .page(let page) = overlay, let finding = page.finding {
            finding.draw(&grid, rect, theme: theme)
        } else {
            grid.write(spans(width: rect.width - 2), at: Point(x: 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
        }
        if let notice {
            drawNotice(&grid, notice, above: rect, rows: max(1, min(4, size.height / 3)), theme: theme)
        }
    }

    /// The message takes as many rows over the footer as it has lines.
    private func drawNotice(_ grid: inout Grid, _ notice: Notice, above rect: Rect, rows: Int, theme: Theme) {
        var flow = Flow(width: max(1, rect.width - 2))
        flow.append(notice.text, tag: 0)
        let lines = flow.lines.prefix(rows)
        let style = theme.style(notice.kind == .failure ? .failure : .active)
        for (row, line) in lines.enumerated() {
            let y = rect.y - lines.count + row
            grid.fill(Rect(x: 0, y: y, width: rect.width, height: 1))
            grid.write(line, at: Point(x: 1, y: y), maxWidth: rect.width - 2) { _ in style }
        }
    }

    /// As many of the enabled bindings as fit, help always among them.
    func spans(width: Int) -> [Span] {
        let bindings = bindings.filter { !keymap.shortKeys(of: $0, in: context).isEmpty }
        func spans(_ binding: Binding) -> [Span] {
            let word = word(binding.command) ?? binding.short ?? ""
            return [Span(keymap.shortKeys(of: binding, in: context) + " ", .key), Span(word + "  ", .quiet)]
        }
        let help = bindings.first { $0.command == .help }.map(spans) ?? []
        var room = width - help.width
        var shown: [Span] = []
        for binding in bindings.sorted(by: { $0.weight < $1.weight }) where binding.command != .help {
            let next = spans(binding)
            guard next.width <= room else { continue }
            room -= next.width
            shown += next
        }
        return shown + help
    }
}
