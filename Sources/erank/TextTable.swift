/// Rows in aligned columns, two spaces apart, for people. No trailing white space.
struct TextTable {
    var header: [String]?
    var rows: [[String]]
    /// Columns whose cells stand at the right, as numbers do.
    var rightAligned: Set<Int> = []

    /// Without a newline at the end.
    var text: String {
        let all = (header.map { [$0] } ?? []) + rows
        let widths = all.reduce(into: [Int]()) { widths, row in
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (column > 0 ? "  " : "") + (rightAligned.contains(column) ? padding + cell : cell + padding)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
