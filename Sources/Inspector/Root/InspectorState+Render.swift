import Terminal

extension InspectorState {
    /// The whole screen as a picture. Pure: the same state, size and theme give the same grid. It costs what is in view,
    /// however long documents, thoughts and rankings are.
    public func render(size: Size, theme: Theme) -> Grid {
        if size != self.size {
            // Laid out for another size: a copy is laid out anew.
            var state = self
            state.size = size
            state.board.selection.wantsReveal = true
            state.screens[state.current].settle(&state.board, size)
            return state.picture(theme: theme)
        }
        return picture(theme: theme)
    }

    /// Smaller than this nothing useful can be shown.
    static let minimum = Size(width: 30, height: 8)

    private func picture(theme: Theme) -> Grid {
        var grid = Grid(size: size)
        guard size.width >= Self.minimum.width, size.height >= Self.minimum.height else {
            drawTooSmall(&grid, theme: theme)
            return grid
        }
        var queryLine: LineEditor?
        if case .line(let input) = overlay, input.kind == .query { queryLine = input.editor }
        let frame = DrawContext(size: size, theme: theme, keys: keyNames, unsaved: unsaved, queryLine: queryLine)
        screen.draw(&grid, board, frame)
        drawFooter(&grid, theme: theme)
        switch overlay {
        case .list(let picker): picker.draw(&grid, size: size, theme: theme)
        case .page(let page): page.draw(&grid, type(of: screen), notices, frame)
        case .line, nil: break
        }
        return grid
    }

    private func drawTooSmall(_ grid: inout Grid, theme: Theme) {
        let need = Self.minimum
        let lines = [
            "too small", "have \(size.width)x\(size.height)", "need \(need.width)x\(need.height)", "\(keyNames(.quit)) quits",
        ]
        let top = max(0, (size.height - lines.count) / 2)
        for (offset, line) in lines.enumerated() {
            grid.write(line, at: Point(x: max(0, (size.width - line.count) / 2), y: top + offset), style: theme.style(.text))
        }
    }

    // MARK: The footer

    /// The message if there is one, the line being typed if one is, else the keys that mean something now.
    private func drawFooter(_ grid: inout Grid, theme: Theme) {
        let rect = Rect(x: 0, y: size.height - 1, width: size.width, height: 1)
        if case .line(let input) = overlay, input.kind != .query || isHome {
            input.draw(&grid, rect, theme: theme)
        } else if case .page(let page) = overlay, let finding = page.finding {
            finding.draw(&grid, rect, theme: theme)
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
        let resumes = board.unfinishedRun != nil
        func spans(_ binding: Binding) -> [Span] {
            let word = binding.command == .run && resumes ? "resume" : binding.short ?? ""
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
