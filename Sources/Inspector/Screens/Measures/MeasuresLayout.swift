import Terminal

/// The places on the measures screen.
struct MeasuresLayout: Hashable {
    var header: Rect
    var heading: Rect
    var titles: Rect
    var rows: Rect
    /// What the measure selected is, in words; empty where there is no room.
    var definition: Rect
    /// What made the measure selected, under the table of the measures: documents, or queries; empty where there is no room, or
    /// they are the table.
    var below: Rect

    /// The least rows of what stands below, its heading and titles included.
    private static let leastBelow = 7

    /// - Parameter measures: how many measures the table has; nil where it is a table of something else.
    init(_ size: Size, measures: Int?) {
        let top = size.height >= 12 ? 2 : 1
        header = Rect(x: 0, y: 0, width: size.width, height: top)
        let body = Rect(x: 0, y: top, width: size.width, height: max(0, size.height - top - 1))
        let words = body.height >= 20 ? 5 : body.height >= 14 ? 4 : 0
        let room = Rect(x: 0, y: body.y, width: size.width, height: max(0, body.height - words))
        let wanted = measures.map { $0 + 3 } ?? room.height
        let table = room.height - wanted >= Self.leastBelow ? room.slice(0, wanted) : room
        heading = table.slice(0, min(1, table.height))
        titles = table.slice(1, min(1, max(0, table.height - 1)))
        rows = table.slice(2, max(0, table.height - 2))
        below = room.slice(table.height, room.height - table.height)
        definition = Rect(x: 0, y: room.endY, width: size.width, height: words)
    }
}

/// A value between 0 and 1 with the ranges it may lie in, as a picture of one row.
struct RangePicture {
    var value: Double
    /// What the unjudged leave open.
    var open: ClosedRange<Double>?
    /// Where the mean lies with 95 % confidence.
    var interval: ClosedRange<Double>?
    /// The first stage's.
    var base: Double?

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme, isSelected: Bool) {
        guard rect.width >= 3 else { return }
        func style(_ role: Theme.Role) -> Style { isSelected ? theme.selected(theme.style(role)) : theme.style(role) }
        func column(_ value: Double) -> Int { rect.x + Int((value.unit * Double(rect.width - 1)).rounded()) }
        func line(_ range: ClosedRange<Double>, _ glyph: Character, _ role: Theme.Role) {
            let start = column(range.lowerBound)
            let width = column(range.upperBound) - start + 1
            grid.write(String(repeating: glyph, count: width), at: Point(x: start, y: rect.y), style: style(role))
        }
        if let open, open.upperBound > open.lowerBound { line(open, theme.ruleGlyph, .quiet) }
        if let interval { line(interval, theme.progressDone, .bar) }
        if let base { grid.write(String(theme.dividerGlyph), at: Point(x: column(base), y: rect.y), style: style(.attention)) }
        grid.write(String(theme.valueGlyph), at: Point(x: column(value), y: rect.y), style: style(.chosenBar))
    }
}
