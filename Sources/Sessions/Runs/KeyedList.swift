/// Values by their keys: one with a known key replaces the other.
///
/// Adding takes constant time in whatever order values come, so that no record costs more than its size. Two lists are equal if
/// their values are, in whatever order they came.
struct KeyedList<Key: Hashable & Comparable & Sendable, Value: Sendable & Equatable>: Sendable, Equatable {
    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]
    private var isSorted = true

    static func == (a: Self, b: Self) -> Bool { a.entries.count == b.entries.count && a.sorted == b.sorted }

    private struct Entry: Sendable {
        var key: Key
        var value: Value
    }

    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ value: Value, at key: Key) {
        if let place = places[key] {
            entries[place].value = value
        } else {
            if let last = entries.last, last.key > key { isSorted = false }
            places[key] = entries.count
            entries.append(Entry(key: key, value: value))
        }
    }

    /// By rising keys. O(n), or O(n log n) where they did not come so.
    var sorted: [Value] {
        isSorted ? entries.map(\.value) : entries.sorted { $0.key < $1.key }.map(\.value)
    }
}
