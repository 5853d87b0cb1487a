import Terminal

extension InspectorState {
    /// The whole screen as a picture. Pure: the same state, size and theme give the same grid. O(cells +
    /// documents): of texts and thoughts only what is in view costs.
    public func render(size: Size, theme: Theme) -> Grid {
        if size != self.size {
            // Laid out for another size: a copy is laid out anew.
            var state = self
            state.size = size
            _ = state.update()
            state.board.selection.wantsReveal = true
            state.screens[state.current].settle(&state.board, size)
            return state.picture(theme: theme)
        }
        if !board.updates.isEmpty {
            var state = self
            _ = state.update()
            return state.picture(theme: theme)
        }
        return picture(theme: theme)
    }

    private func picture(theme: Theme) -> Grid {
        var grid = Grid(size: size)
        if grid.drawTooSmall(quit: keyNames(.quit), theme: theme) { return grid }
        var queryLine: LineEditor?
        if case .line(let input) = overlay, input.kind == .query { queryLine = input.editor }
        let frame = DrawContext(
            size: size, theme: theme, keys: keyNames, sign: board.source.sign(unsaved: unsaved, isHome: isHome),
            queryLine: queryLine)
        screen.draw(&grid, board, frame)
        switch overlay {
        case .list(let picker): picker.draw(&grid, size: size, theme: theme)
        case .queries(let queries): queries.picker.draw(&grid, size: size, theme: theme)
        case .page(let page): page.draw(&grid, type(of: screen), messages.all, frame)
        case .line, nil: break
        }
        // Last: a long message takes rows of what lies over the screen too.
        footer.draw(&grid, size: size, theme: theme)
        return grid
    }

    var footer: Footer {
        Footer(
            overlay: overlay, notice: notice, isHome: isHome, keymap: keymap, context: context,
            bindings: keymap.bindings(in: context).filter {
                $0.short != nil && isEnabled($0.command) && ($0.command != .back || overlay != nil || stack.leadsBack)
            },
            word: { command in screen.word(for: command) ?? board.word(for: command) })
    }
}

extension Grid {
    /// What is shown where nothing useful can be.
    ///
    /// - Returns: whether the grid is so small.
    fileprivate mutating func drawTooSmall(quit: String, theme: Theme) -> Bool {
        let need = Size(width: 30, height: 8)
        guard size.width < need.width || size.height < need.height else { return false }
        let lines = [
            "too small", "have \(size.width)x\(size.height)", "need \(need.width)x\(need.height)", "\(quit) quits",
        ]
        let top = max(0, (size.height - lines.count) / 2)
        for (offset, line) in lines.enumerated() {
            write(line, at: Point(x: max(0, (size.width - line.count) / 2), y: top + offset), style: theme.style(.text))
        }
        return true
    }
}
