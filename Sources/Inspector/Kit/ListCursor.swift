/// The selected row of a list, and the first row in view.
struct ListCursor: Sendable, Hashable {
    private(set) var row = 0
    var top = 0

    /// Rows enough to reach an end of any list.
    static let farthest = 1_000_000_000

    mutating func select(_ row: Int, of count: Int) { self.row = max(0, min(row, count - 1)) }
    mutating func move(by rows: Int, of count: Int) { select(row + rows, of: count) }

    /// Keeps the row within the list and in view, and no place empty that has a row to show.
    mutating func settle(count: Int, height: Int) {
        select(row, of: count)
        top = Scroll.clamped(Scroll.revealing(row, from: top, height: height), lines: count, height: height)
    }

    /// The row that a point of the list's rectangle shows; nil beside it and under the last row.
    func row(at y: Int, from listY: Int, of count: Int) -> Int? {
        let row = top + y - listY
        return (0..<count).contains(row) && y >= listY ? row : nil
    }
}

/// The first line in view of something longer than its place.
enum Scroll {
    /// Scrolled no further than to the end.
    static func clamped(_ top: Int, lines: Int, height: Int) -> Int { min(max(0, top), max(0, lines - height)) }

    /// Scrolled as little as brings a line into view.
    static func revealing(_ line: Int, from top: Int, height: Int) -> Int {
        max(0, min(max(top, line - max(1, height) + 1), line))
    }
}
