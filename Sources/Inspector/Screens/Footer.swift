import Terminal

extension InspectorState {
    /// The message if there is one, the line being typed if one is, else the keys that mean something now.
    func drawFooter(_ grid: inout Grid, theme: Theme) {
        let rect = Rect(x: 0, y: size.height - 1, width: size.width, height: 1)
        if case .prompt(let prompt) = overlay, prompt.kind != .query || screen == .start {
            drawPrompt(&grid, prompt, rect, theme: theme)
        } else if let notice {
            drawNotice(&grid, notice, rect, theme: theme)
        } else {
            grid.write(footerSpans(width: rect.width - 2), at: Point(x: 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
        }
    }

    /// A sentence too long for the line takes the rows above it too.
    private func drawNotice(_ grid: inout Grid, _ notice: Notice, _ rect: Rect, theme: Theme) {
        var flow = Flow(width: max(1, rect.width - 2))
        flow.append(notice.text, tag: 0)
        let lines = flow.lines.prefix(max(1, min(4, size.height / 3)))
        let style = theme.style(notice.kind == .failure ? .failure : .active)
        for (row, line) in lines.enumerated() {
            let y = rect.y - lines.count + 1 + row
            grid.fill(Rect(x: 0, y: y, width: rect.width, height: 1))
            grid.write(line, at: Point(x: 1, y: y), maxWidth: rect.width - 2) { _ in style }
        }
    }

    /// As many of the enabled bindings as fit, help always among them.
    func footerSpans(width: Int) -> [Span] {
        let bindings = keymap.bindings(in: context).filter {
            $0.short != nil && isEnabled($0.command) && !keymap.shortKeys(of: $0, in: context).isEmpty
        }
        func spans(_ binding: Binding) -> [Span] {
            let word = binding.command == .run && unfinishedRun != nil ? "resume" : binding.short ?? ""
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

    private func drawPrompt(_ grid: inout Grid, _ prompt: Prompt, _ rect: Rect, theme: Theme) {
        grid.fill(rect)
        let label = " \(prompt.label) "
        let used = grid.write(label, at: Point(x: 0, y: rect.y), style: theme.style(.activeHeading))
        let place = Point(x: used + 1, y: rect.y)
        let width = max(0, rect.width - used - 2)
        grid.write(prompt.editor, at: place, width: width)
        if prompt.editor.isEmpty {
            grid.write([Span(prompt.hint, .quiet)], at: Point(x: place.x + 1, y: place.y), maxWidth: width - 1, theme: theme)
        }
        guard prompt.isPath, !prompt.completions.isEmpty else { return }
        // What the path could become, above it, the last folder's names only.
        let height = min(prompt.completions.count, min(8, max(0, rect.y - 3)))
        for (row, path) in prompt.completions.prefix(height).enumerated() {
            let line = Rect(x: 0, y: rect.y - height + row, width: rect.width, height: 1)
            grid.fill(line)
            let isLast = row == height - 1 && prompt.completions.count > height
            let text = isLast ? "\(prompt.completions.count - height + 1) more" : path
            grid.write([Span(text, isLast ? .quiet : .text)], at: Point(x: place.x, y: line.y), maxWidth: width, theme: theme)
        }
    }
}

extension Binding {
    /// What comes first in a footer too narrow for all: what a person needs most.
    fileprivate var weight: Int {
        switch command {
        case .open: 0
        case .pause: 1
        case .cancelRun: 2
        case .run: 3
        case .grade: 4
        case .judge, .skip, .cannotTell, .undo, .nextUnjudged: 5
        case .back, .play, .left, .nextUncertain: 5
        case .editQuery, .candidates: 6
        case .nextPane: 7
        case .changeView, .system: 6
        case .sortBy: 7
        case .search, .rankBy, .measures: 8
        case .model, .palette: 9
        default: 10
        }
    }
}
