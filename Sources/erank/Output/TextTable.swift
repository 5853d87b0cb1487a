import Foundation
import Terminal

/// Rows in aligned columns, two spaces apart, for people. There is no trailing white space, and control characters in cells
/// are removed.
struct TextTable {
    var header: [String]?
    var rows: [[String]]
    /// Columns that are aligned right, such as numbers. They are never cut.
    var rightAligned: Set<Int> = []
    /// Columns of text that are never cut, such as a name that the reader must type.
    var kept: Set<Int> = []
    /// Columns of the output: longer lines are cut. The width of standard output if that is a terminal, else without limit.
    var columns = StandardOutput.isTerminal ? Columns.of(STDOUT_FILENO) : Int.max

    private static let gap = 2
    /// A column of text is not cut below this width while another can give way.
    private static let leastWidth = 10

    /// Without a newline at the end.
    var text: String {
        let all = (header.map { [$0] } ?? []) + rows
        let widths = fitted(
            all.reduce(into: [Int]()) { widths, row in
                for (column, cell) in row.enumerated() {
                    if column == widths.count { widths.append(0) }
                    widths[column] = max(widths[column], TerminalText.width(of: cell))
                }
            })
        return all.map { row in
            var line = row.enumerated().map { column, cell in
                TerminalText.padded(cell, to: widths[column], alignment: rightAligned.contains(column) ? .trailing : .leading)
            }.joined(separator: String(repeating: " ", count: Self.gap))
            while line.last == " " { line.removeLast() }
            return TerminalText.truncated(line, to: columns)
        }.joined(separator: "\n")
    }

    /// The widths that fit into `columns`: the widest columns of text give way first, so that one long id takes no room from
    /// the other columns. O(columns²).
    private func fitted(_ widths: [Int]) -> [Int] {
        var widths = widths
        var excess = widths.reduce(0, +) + Self.gap * (widths.count - 1)
        excess = columns == .max ? 0 : excess - columns
        let texts = widths.indices.filter { !rightAligned.contains($0) && !kept.contains($0) }
        while excess > 0, let widest = texts.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.leastWidth {
            let next = texts.filter { widths[$0] < widths[widest] }.map { widths[$0] }.max() ?? 0
            let taken = min(excess, widths[widest] - max(next, Self.leastWidth))
            // Equal columns give way in turn.
            let least = max(1, taken / max(1, texts.count { widths[$0] == widths[widest] }))
            widths[widest] -= least
            excess -= least
        }
        return widths
    }
}
