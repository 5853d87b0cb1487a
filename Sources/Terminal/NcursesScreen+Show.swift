import CNcurses

/// Converts styles to ncurses attributes and colour pairs. Pairs are created on first use and kept.
struct NcursesPaint {
    let colors: Capabilities.Colors
    private let hasDefaults: Bool
    private var pairs: [Int64: Int32] = [:]
    private var known: [Style: (attributes: attr_t, pair: Int32)] = [:]

    @MainActor
    init(colors: Capabilities.Colors) {
        self.colors = colors
        hasDefaults = colors != .none && start_color() == OK && use_default_colors() == OK
    }

    @MainActor
    mutating func of(_ style: Style) -> (attributes: attr_t, pair: Int32) {
        if let done = known[style] { return done }
        var attributes: attr_t = 0
        if style.attributes.contains(.bold) { attributes |= nc_bold }
        if style.attributes.contains(.dim) { attributes |= nc_dim }
        if style.attributes.contains(.italic) { attributes |= nc_italic }
        if style.attributes.contains(.underline) { attributes |= nc_underline }
        if style.attributes.contains(.reverse) { attributes |= nc_reverse }
        var foreground = style.foreground.map(number) ?? (hasDefaults ? -1 : 7)
        let background = style.background.map(number) ?? (hasDefaults ? -1 : 0)
        if colors == .eight, let color = style.foreground, color.ansi >= 8 {
            // With eight colours, bright colours become bold. Bright black (grey) would be invisible, so it becomes dim text.
            if color.ansi == 8 {
                foreground = hasDefaults ? -1 : 7
                attributes |= nc_dim
            } else {
                attributes |= nc_bold
            }
        }
        let isPlain = style.foreground == nil && style.background == nil
        let made = (attributes, colors == .none || isPlain ? 0 : pair(foreground, background))
        known[style] = made
        return made
    }

    private func number(_ color: Color) -> Int32 {
        switch colors {
        case .none: 0
        case .eight: Int32(color.ansi & 7)
        case .sixteen: Int32(color.ansi & 15)
        case .palette256: Int32(color.indexIn256)
        }
    }

    /// The colour pair of two colours. If the terminal has no more pairs, a pair with this foreground and the default
    /// background is used, or else the default pair.
    @MainActor
    private mutating func pair(_ foreground: Int32, _ background: Int32) -> Int32 {
        let key = Self.key(foreground, background)
        if let pair = pairs[key] { return pair }
        let next = Int32(pairs.count + 1)
        guard next < nc_color_pairs(), init_extended_pair(next, foreground, background) == OK else {
            return pairs[Self.key(foreground, hasDefaults ? -1 : 0)] ?? 0
        }
        pairs[key] = next
        return next
    }

    private static func key(_ foreground: Int32, _ background: Int32) -> Int64 {
        Int64(foreground) << 32 | Int64(UInt32(bitPattern: background))
    }
}

extension NcursesScreen {
    /// Shows a grid, clipped to the screen. The whole grid is passed to ncurses, which writes only what has changed.
    public func show(_ grid: Grid) {
        let window = nc_stdscr()
        let grid = capabilities.glyphs == .ascii ? grid.ascii : grid
        let columns = min(size.width, grid.size.width)
        let rows = min(size.height, grid.size.height)
        werase(window)
        var line = [cchar_t](repeating: cchar_t(), count: columns)
        var text = [wchar_t](repeating: 0, count: 6)
        var style: Style?
        var ink: (attributes: attr_t, pair: Int32) = (0, 0)
        for y in 0..<rows {
            var count = 0
            let start = y * grid.size.width
            for x in 0..<columns {
                let cell = grid.cells[start + x]
                if cell.isContinuation { continue }
                if cell.style != style {
                    ink = paint.of(cell.style)
                    style = cell.style
                }
                var length = 0
                for scalar in cell.character.unicodeScalars.prefix(5) {
                    text[length] = wchar_t(bitPattern: scalar.value)
                    length += 1
                }
                text[length] = 0
                let isWide = x + 1 < grid.size.width && grid.cells[start + x + 1].isContinuation
                // The C library's width of the character differs (its tables are older), or the character does not fit on the
                // line. Show "?" in the right width.
                if text[0] > 0x2FF || isWide, x + (isWide ? 2 : 1) > columns || nc_width(text[0]) != (isWide ? 2 : 1) {
                    text[0] = 0x3F
                    text[1] = 0
                    if isWide, x + 1 < columns {
                        nc_cell(&line[count], text, ink.attributes, ink.pair)
                        count += 1
                        text[0] = 0x20
                    }
                }
                nc_cell(&line[count], text, ink.attributes, ink.pair)
                count += 1
            }
            wmove(window, Int32(y), 0)
            wadd_wchnstr(window, line, Int32(count))
        }
        if let cursor = grid.cursor, cursor.x >= 0, cursor.y >= 0, cursor.x < columns, cursor.y < rows {
            wmove(window, Int32(cursor.y), Int32(cursor.x))
            curs_set(1)
        } else {
            curs_set(0)
        }
        wrefresh(window)
    }
}
