/// Rows that move: each slides from where it was to where it belongs now. At any moment they stand in the
/// order of their places on the way, so that a frame is always a whole table.
struct RowAnimation: Sendable {
    /// Row before, by document.
    var from: [Int]
    var start: Int
    static let milliseconds = 240

    /// Whether all have arrived at `frame`. O(1): it is asked with every event.
    func isOver(at frame: Int) -> Bool { frame - start >= Self.milliseconds }

    /// The documents from top to bottom at `frame`, given each one's final row; nil when all have arrived.
    func order(to rows: [Int], at frame: Int) -> [Int]? {
        guard !isOver(at: frame), from.count == rows.count else { return nil }
        let time = Double(frame - start) / Double(Self.milliseconds)
        // Fast first, slow at the end.
        let eased = 1 - (1 - max(0, time)) * (1 - max(0, time))
        let places = rows.indices.map { Double(from[$0]) + (Double(rows[$0]) - Double(from[$0])) * eased }
        return rows.indices.sorted { places[$0] != places[$1] ? places[$0] < places[$1] : rows[$0] < rows[$1] }
    }
}
