import Terminal

/// Rows in aligned columns, two spaces apart, for people. There is no trailing white space, and control characters in cells
/// are removed.
struct TextTable {
    var header: [String]?
    var rows: [[String]]
    /// Columns that are aligned right, such as numbers.
    var rightAligned: Set<Int> = []
    /// Lines are cut to this many columns.
    var columns = Int.max

    /// Without a newline at the end.
    var text: String {
        let all = (header.map { [$0] } ?? []) + rows
        let widths = all.reduce(into: [Int]()) { widths, row in
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], TerminalText.width(of: cell))
            }
        }
        return all.map { row in
            var line = row.enumerated().map { column, cell in
                TerminalText.padded(cell, to: widths[column], alignment: rightAligned.contains(column) ? .trailing : .leading)
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return TerminalText.truncated(line, to: columns)
        }.joined(separator: "\n")
    }
}
