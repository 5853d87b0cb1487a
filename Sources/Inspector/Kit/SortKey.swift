/// What a row of a table is sorted by.
enum SortKey: Hashable {
    case number(Double)
    case text(String)

    /// The indices of `rows` in order, equal ones in their order. Rows without a key come last in both directions. O(n log n).
    static func order<Row>(_ rows: [Row], descending: Bool, by key: (Row) -> SortKey?) -> [Int] {
        let keys = rows.map(key)
        return rows.indices.sorted { a, b in
            switch (keys[a], keys[b]) {
            case (.number(let x)?, .number(let y)?): x != y ? (descending ? x > y : x < y) : a < b
            case (.text(let x)?, .text(let y)?): x != y ? (descending ? x > y : x < y) : a < b
            case (.number?, .text?): true
            case (.text?, .number?): false
            case (nil, nil): a < b
            case (let x, _): x != nil
            }
        }
    }
}
