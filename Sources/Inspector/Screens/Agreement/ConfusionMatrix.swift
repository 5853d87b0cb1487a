import Relevance
import Terminal

/// How often two judges gave each pair of grades: rows by the first judge, columns by the second; on the diagonal they agree.
struct ConfusionMatrix {
    let table: ConfusionTable

    /// The heading, the column titles, and a row for each grade.
    var height: Int { table.grades.count + 2 }
    var width: Int { max(30, labelWidth + table.grades.count * 5 + 4) }

    private var labelWidth: Int { min(14, max(5, TerminalText.width(of: table.judges.first ?? "") + 3)) }

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        Heading("rows \(table.judges.first ?? ""), columns \(table.judges.last ?? "")").draw(
            &grid, rect.slice(0, 1), theme: theme)
        let left = rect.x + 1
        let most = table.grades.flatMap { row in table.grades.map { table[row, $0] } }.max() ?? 0
        grid.write(
            [Span(TerminalText.truncated(table.judges.last ?? "", to: labelWidth - 1, ellipsis: theme.ellipsis), .quiet)],
            at: Point(x: left, y: rect.y + 1), maxWidth: labelWidth, theme: theme)
        for (column, grade) in table.grades.enumerated() {
            cell(&grid, String(grade), .quiet, Point(x: left + labelWidth + column * 5, y: rect.y + 1), theme)
        }
        for (row, grade) in table.grades.enumerated() where row + 2 < rect.height {
            let y = rect.y + 2 + row
            let name = row == 0 ? "\(table.judges.first ?? "") \(grade)" : String(grade)
            grid.write(
                [Span(TerminalText.padded(name, to: labelWidth - 1, alignment: .trailing), .quiet)], at: Point(x: left, y: y),
                maxWidth: labelWidth, theme: theme)
            for (column, other) in table.grades.enumerated() {
                let count = table[grade, other]
                let role: Theme.Role = count == 0 ? .quiet : grade == other ? .grade : count == most ? .attention : .text
                let text = count == 0 ? String(theme.dot) : String(count)
                cell(&grid, text, role, Point(x: left + labelWidth + column * 5, y: y), theme)
            }
        }
    }

    private func cell(_ grid: inout Grid, _ text: String, _ role: Theme.Role, _ point: Point, _ theme: Theme) {
        grid.write([Span(TerminalText.padded(text, to: 4, alignment: .trailing), role)], at: point, maxWidth: 4, theme: theme)
    }
}
