import Terminal

/// The places on the ranking screen: panes stand side by side where there is room, and share a place where not.
struct RankLayout: Hashable {
    /// Query, model, progress: one row or two.
    var header: Rect
    /// The panes in view, each with its heading row on top.
    var panes: [PlacedPane] = []
    /// The message line or the keys.
    var footer: Rect
    /// The column between left and right, with its rows; nil where panes only stack.
    var divider: Rect?

    struct PlacedPane: Hashable {
        var pane: Pane
        /// Heading included.
        var rect: Rect
        /// The panes that share this place, this one included, for the heading's tabs; just this one where it is alone.
        var tabs: [Pane]

        /// Below the heading.
        var content: Rect { Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1) }
    }

    init(size: Size, rows: Int, focus: Pane, detail: Pane, isZoomed: Bool) {
        let headerHeight = size.height >= 16 ? 2 : 1
        header = Rect(x: 0, y: 0, width: size.width, height: headerHeight)
        footer = Rect(x: 0, y: size.height - 1, width: size.width, height: 1)
        let body = Rect(x: 0, y: headerHeight, width: size.width, height: size.height - headerHeight - 1)

        if isZoomed || body.height < 16 {
            place(focus, body, tabs: Pane.allCases)
        } else if size.width >= 110 {
            columns(body, rows: rows, focus: focus, detail: detail)
        } else if body.height >= 36 {
            // A tall, narrow screen: everything under one another.
            let why = 10
            let table = Self.tableHeight(rows: rows, atMost: (body.height - why) * 2 / 5)
            let rest = body.height - why - table
            place(.ranking, body.slice(0, table))
            place(.document, body.slice(table, rest / 2))
            place(.reasoning, body.slice(table + rest / 2, rest - rest / 2))
            place(.why, body.slice(table + rest, why))
        } else {
            let table = Self.tableHeight(rows: rows, atMost: body.height / 2)
            place(.ranking, body.slice(0, table))
            place(detail, body.slice(table, body.height - table), tabs: [.document, .reasoning, .why])
        }
    }

    private mutating func columns(_ body: Rect, rows: Int, focus: Pane, detail: Pane) {
        if body.width >= 160, body.height >= 40 { return wideColumns(body, rows: rows) }
        let why = body.height >= 45 ? 13 : body.height >= 30 ? 10 : 0
        let upper = body.slice(0, body.height - why)
        let left = max(56, min(100, body.width * 52 / 100))
        let leftColumn = Rect(x: 0, y: upper.y, width: left, height: upper.height)
        let right = Rect(x: left + 1, y: upper.y, width: body.width - left - 1, height: upper.height)
        divider = Rect(x: left, y: upper.y, width: 1, height: upper.height)
        place(.ranking, leftColumn)
        if why > 0 {
            place(.document, right.slice(0, right.height / 2))
            place(.reasoning, right.slice(right.height / 2, right.height - right.height / 2))
            place(.why, body.slice(body.height - why, why))
        } else {
            let upperDetail = detail == .why ? Pane.reasoning : detail
            place(upperDetail, right.slice(0, right.height - 10), tabs: [.document, .reasoning])
            place(.why, right.slice(right.height - 10, 10))
        }
    }

    /// The ranking with the document under it on the left, the thought with its score under it on the right. A long ranking
    /// leaves the document a third.
    private mutating func wideColumns(_ body: Rect, rows: Int) {
        let left = min(110, body.width * 52 / 100)
        let table = Self.tableHeight(rows: rows, atMost: body.height * 2 / 3)
        let why = min(20, body.height * 2 / 5)
        let leftColumn = Rect(x: 0, y: body.y, width: left, height: body.height)
        let right = Rect(x: left + 1, y: body.y, width: body.width - left - 1, height: body.height)
        divider = Rect(x: left, y: body.y, width: 1, height: body.height)
        place(.ranking, leftColumn.slice(0, table))
        place(.document, leftColumn.slice(table, body.height - table))
        place(.reasoning, right.slice(0, right.height - why))
        place(.why, right.slice(right.height - why, why))
    }

    private mutating func place(_ pane: Pane, _ rect: Rect, tabs: [Pane]? = nil) {
        panes.append(PlacedPane(pane: pane, rect: rect, tabs: tabs ?? [pane]))
    }

    /// Heading, column titles and the rows, but no more than there is.
    private static func tableHeight(rows: Int, atMost limit: Int) -> Int { min(max(6, rows + 2), limit) }

    subscript(pane: Pane) -> PlacedPane? { panes.first { $0.pane == pane } }

    func pane(at point: Point) -> PlacedPane? { panes.first { $0.rect.contains(point) } }
}
