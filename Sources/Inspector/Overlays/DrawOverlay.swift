import Terminal

/// Where a list or a text lies over the screen.
struct OverlayLayout: Hashable {
    /// With its frame.
    var frame: Rect
    /// A picker's rows, under its filter.
    var list: Rect
    /// A text's rows.
    var text: Rect

    /// - Parameter rows: of the list; nil for a text, which takes all there is.
    init(size: Size, rows: Int? = nil) {
        let width = min(size.width, rows == nil ? 100 : 84)
        let height = min(size.height - 1, rows.map { min(14, max(1, $0)) + 3 } ?? size.height - 1)
        frame = Rect(
            x: (size.width - width) / 2, y: max(0, rows == nil ? 0 : min(3, size.height - height - 1)), width: width,
            height: max(0, height))
        text = Rect(x: frame.x + 2, y: frame.y + 1, width: frame.width - 4, height: frame.height - 2)
        list = Rect(x: frame.x + 1, y: frame.y + 2, width: frame.width - 2, height: frame.height - 3)
    }

    /// The first row of the list in view.
    static func top(of picker: Picker, height: Int) -> Int { max(0, picker.selection - max(1, height) + 1) }
}

extension InspectorState {
    func drawOverlay(_ grid: inout Grid, theme: Theme) {
        switch overlay {
        case .picker(let picker): drawPicker(&grid, picker, theme: theme)
        case .help(let top):
            let layout = OverlayLayout(size: size)
            drawReader(
                &grid, "Help", Help.lines(for: screenContext, keymap: keymap, width: layout.text.width), top: top, layout,
                theme: theme)
        case .messages(let top):
            let lines = notices.map { [Span($0.text, $0.kind == .failure ? .failure : .text)] }
            drawReader(
                &grid, "Messages", lines.isEmpty ? [[Span("Nothing was said yet.", .quiet)]] : lines, top: top,
                OverlayLayout(size: size), theme: theme)
        case .need(let top):
            let layout = OverlayLayout(size: size)
            drawReader(&grid, "What is asked", asked(width: layout.text.width), top: top, layout, theme: theme)
        case .prompt, nil: break
        }
    }

    private func drawReader(
        _ grid: inout Grid, _ title: String, _ lines: [[Span]], top: Int, _ layout: OverlayLayout, theme: Theme
    ) {
        frame(&grid, layout.frame, title: title, theme: theme)
        let top = max(0, min(top, lines.count - layout.text.height))
        for (row, line) in lines.dropFirst(top).prefix(layout.text.height).enumerated() {
            grid.write(line, at: Point(x: layout.text.x, y: layout.text.y + row), maxWidth: layout.text.width, theme: theme)
        }
        if lines.count > layout.text.height {
            let note = " \(top + 1)-\(min(lines.count, top + layout.text.height)) of \(lines.count) "
            grid.write(note, at: Point(x: layout.frame.endX - note.count - 2, y: layout.frame.y), style: theme.style(.quiet))
        }
    }

    private func drawPicker(_ grid: inout Grid, _ picker: Picker, theme: Theme) {
        let layout = OverlayLayout(size: size, rows: picker.items.count)
        frame(&grid, layout.frame, title: picker.title, theme: theme)
        let filterY = layout.frame.y + 1
        let place = Point(x: layout.frame.x + 2, y: filterY)
        let used = grid.write([Span(": ", .key), Span(picker.filter)], at: place, maxWidth: layout.frame.width - 4, theme: theme)
        if picker.filter.isEmpty {
            grid.write(
                [Span("type to narrow", .quiet)], at: Point(x: place.x + used + 1, y: filterY),
                maxWidth: layout.frame.width - used - 6, theme: theme)
        }
        grid.cursor = Point(x: min(place.x + used, layout.frame.endX - 2), y: filterY)
        if picker.matches.isEmpty {
            grid.write(
                [Span("nothing by that name", .quiet)], at: Point(x: place.x, y: filterY + 1), maxWidth: layout.list.width - 2,
                theme: theme)
        }
        let top = OverlayLayout.top(of: picker, height: layout.list.height)
        for (row, match) in picker.matches.dropFirst(top).prefix(layout.list.height).enumerated() {
            let item = picker.items[match]
            let isSelected = row + top == picker.selection
            let line = Rect(x: layout.list.x, y: layout.list.y + row, width: layout.list.width, height: 1)
            if isSelected { grid.fill(line, style: theme.selected(.plain)) }
            if isSelected { grid.write(String(theme.marker), at: line.origin, style: theme.selected(theme.style(.active))) }
            let hintWidth = TerminalText.width(of: item.hint)
            let room = line.width - 3 - (hintWidth > 0 ? hintWidth + 2 : 0)
            let name = min(22, max(10, line.width / 3))
            grid.write(
                [Span(TerminalText.padded(item.title, to: name), .strong), Span(" " + item.detail, .quiet)],
                at: Point(x: line.x + 2, y: line.y), maxWidth: room, theme: theme, isSelected: isSelected)
            grid.write(
                [Span(item.hint, .key)], at: Point(x: line.endX - 1 - hintWidth, y: line.y), maxWidth: hintWidth, theme: theme,
                isSelected: isSelected)
        }
    }

    private func frame(_ grid: inout Grid, _ rect: Rect, title: String, theme: Theme) {
        grid.cursor = nil
        grid.fill(rect)
        grid.frame(
            rect, border: theme.isASCII ? .ascii : .rounded, style: theme.style(.rule), title: title,
            titleStyle: theme.style(.activeHeading))
    }
}
