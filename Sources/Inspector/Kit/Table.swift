import Terminal

/// A table of rows with titled columns. Each column carries the rule of its width and what it shows of a row.
/// The widths are those of the rows in view, so that a frame costs what it shows.
struct Table<Row> {
    struct Column {
        /// A title wider than the column may reach over the columns after it that have no title.
        var title: String
        var width: Width
        /// Empty columns before it.
        var gap = 0
        var alignment = TerminalText.Alignment.leading
        /// What it shows of a row.
        var cell: (Row) -> [Span]
        /// A picture in place of text.
        var picture: ((inout Grid, Rect, Row, _ isSelected: Bool) -> Void)?

        init(
            _ title: String, _ width: Width, gap: Int = 0, _ alignment: TerminalText.Alignment = .leading,
            cell: @escaping (Row) -> [Span]
        ) {
            (self.title, self.width, self.gap, self.alignment, self.cell) = (title, width, gap, alignment, cell)
        }

        /// A column that draws.
        init(
            _ title: String, _ width: Width, gap: Int = 0, draw: @escaping (inout Grid, Rect, Row, _ isSelected: Bool) -> Void
        ) {
            (self.title, self.width, self.gap) = (title, width, gap)
            cell = { _ in [] }
            picture = draw
        }
    }

    enum Width {
        case fixed(Int)
        /// As wide as its widest cell in view, within these bounds; it gives way to a column that takes the rest.
        case fitting(ClosedRange<Int>)
        /// What the other columns leave, at least so much; less leaves the column out.
        case rest(atLeast: Int)
    }

    var columns: [Column]
    /// The columns before the first one: they show the selected row's marker.
    var indent = 2

    /// A column that gives way keeps so many columns: enough to know its texts by.
    private static var recognisable: Int { 8 }

    /// The place of each column, from the left end; nil for a column that has no room.
    func places(_ rows: some Collection<Row>, width: Int) -> [Range<Int>?] {
        var fixed = columns.map { column -> Int? in
            switch column.width {
            case .fixed(let width): width
            case .fitting(let bounds):
                min(bounds.upperBound, max(bounds.lowerBound, rows.map { column.cell($0).width }.max() ?? 0))
            case .rest: nil
            }
        }
        var used = zip(columns, fixed).reduce(indent + 1) { $0 + $1.0.gap + ($1.1 ?? 0) }
        for case .rest(let least) in columns.map(\.width) {
            for index in columns.indices.reversed() {
                guard case .fitting(let bounds) = columns[index].width, let own = fixed[index] else { continue }
                let given = min(max(0, used + least - width), own - max(bounds.lowerBound, min(own, Self.recognisable)))
                (fixed[index], used) = (own - given, used - given)
            }
        }
        var x = indent
        return zip(columns, fixed).map { column, fixed in
            var wanted = fixed ?? 0
            if case .rest(let least) = column.width {
                wanted = width - used
                if wanted < least { return nil }
            }
            let start = x + column.gap
            guard wanted > 0 else { return nil }
            x = start + wanted
            // A number is shown whole or not at all; a text may be cut.
            return column.alignment == .trailing && x > width ? nil : start..<x
        }
    }

    /// Draws the titles and as many rows as fit.
    ///
    /// - Parameters:
    ///   - titles: the row of the titles; empty for none.
    ///   - selected: the index among `rows` of the selected row.
    func draw(
        _ grid: inout Grid, titles: Rect, in rect: Rect, _ rows: some Collection<Row>, selected: Int?, theme: Theme
    ) {
        let shown = rows.prefix(max(0, rect.height))
        let places = places(shown, width: rect.width)
        drawTitles(&grid, titles, places, theme: theme)
        for (line, row) in shown.enumerated() {
            let y = rect.y + line
            let isSelected = line == selected
            if isSelected { grid.select(Rect(x: rect.x, y: y, width: rect.width, height: 1), theme: theme) }
            for (column, place) in zip(columns, places) {
                guard let place, place.lowerBound < rect.width else { continue }
                let room = min(place.count, rect.width - place.lowerBound)
                let at = Rect(x: rect.x + place.lowerBound, y: y, width: room, height: 1)
                if let picture = column.picture {
                    picture(&grid, at, row, isSelected)
                    continue
                }
                let spans = column.alignment == .trailing ? column.cell(row).leftPadded(to: room) : column.cell(row)
                grid.write(spans, at: at.origin, maxWidth: room, theme: theme, isSelected: isSelected)
            }
        }
    }

    private func drawTitles(_ grid: inout Grid, _ rect: Rect, _ places: [Range<Int>?], theme: Theme) {
        guard !rect.isEmpty else { return }
        let titled = zip(columns, places).compactMap { column, place in
            place.flatMap { column.title.isEmpty ? nil : (column: column, place: $0) }
        }
        for (index, (column, place)) in titled.enumerated() where place.lowerBound < rect.width {
            let end = index + 1 < titled.count ? titled[index + 1].place.lowerBound : rect.width
            let room = min(end, rect.width) - place.lowerBound
            let title =
                column.alignment == .trailing
                ? TerminalText.padded(column.title, to: place.count, alignment: .trailing) : column.title
            grid.write(
                title, at: Point(x: rect.x + place.lowerBound, y: rect.y), style: theme.style(.quiet), maxWidth: room)
        }
    }
}

extension [Span] {
    /// Spaces before them up to a width, in the look of the first.
    func leftPadded(to width: Int) -> [Span] {
        guard let first, self.width < width else { return self }
        return [Span(String(repeating: " ", count: width - self.width) + first.text, first.role)] + dropFirst()
    }
}

extension Grid {
    /// Makes a row the selected one: its background, and the marker at its left end.
    mutating func select(_ row: Rect, theme: Theme) {
        fill(row, style: theme.selected(.plain))
        write(String(theme.marker), at: row.origin, style: theme.selected(theme.style(.active)))
    }
}
