import Terminal

/// Pictures of distributions.
struct DistributionChart {
    let probabilities: [Double]
    let other: Double
    let labels: [String]
    let answer: Int?
    /// The expected score, in the scale's units; nil where it has no meaning.
    let expected: Double?

    /// Upright bars in a row, each with its label below and its probability under that: 12 bars of `columnWidth` columns.
    /// The last row but one marks the expected score. Needs three rows.
    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let bars = probabilities + [other]
        let column = min(6, max(3, rect.width / max(1, bars.count)))
        let showsNumbers = rect.height >= 4
        let showsExpected = rect.height >= 6 && expected != nil
        let height = rect.height - 1 - (showsNumbers ? 1 : 0) - (showsExpected ? 1 : 0)
        guard height > 0 else { return }
        let labelY = rect.y + height
        for (index, mass) in bars.enumerated() {
            let probability = mass.unit
            let x = rect.x + index * column
            guard x + column <= rect.endX else { break }
            let isAnswer = index == answer
            let role: Theme.Role = isAnswer ? .chosenBar : index == bars.count - 1 ? .quiet : .bar
            let eighths = probability > 0.0005 ? max(1, Int((probability * Double(height * 8)).rounded())) : 0
            for row in 0..<height {
                let filled = eighths - row * 8
                guard filled > 0 else { break }
                let cell = String(repeating: theme.column(eighths: filled), count: column - 1)
                grid.write(cell, at: Point(x: x, y: rect.y + height - 1 - row), style: theme.style(role))
            }
            func centred(_ text: String, _ y: Int, _ role: Theme.Role) {
                grid.write(
                    text, at: Point(x: x + max(0, (column - 1 - text.count + 1) / 2), y: y), style: theme.style(role),
                    maxWidth: column)
            }
            let label = index == bars.count - 1 ? (column >= 6 ? "other" : "oth") : labels[index]
            centred(label, labelY, isAnswer ? .chosenBar : .text)
            if showsNumbers {
                let number =
                    column >= 5
                    ? Figures.probabilityInRow(probability)
                    : column == 4 ? Self.narrow(probability) : Figures.percent(probability)
                centred(number, labelY + 1, isAnswer ? .chosenBar : .quiet)
            }
        }
        if showsNumbers, column < 4, rect.x + bars.count * column < rect.endX {
            grid.write("%", at: Point(x: rect.x + bars.count * column, y: labelY + 1), style: theme.style(.quiet))
        }
        if showsExpected, let expected, expected.isFinite {
            let x = rect.x + Int((min(10, max(0, expected)) * Double(column)).rounded()) + (column - 1) / 2
            let y = labelY + 2
            grid.write(String(theme.pointUp), at: Point(x: x, y: y), style: theme.style(.attention))
            let note = "expected \(Figures.fixed(expected))"
            let noteX = x + 2 + note.count < rect.x + bars.count * column ? x + 2 : x - 1 - note.count
            grid.write(note, at: Point(x: max(rect.x, noteX), y: y), style: theme.style(.quiet))
        }
    }

    /// Three columns: .93, 1.0, or nothing for next to nothing.
    private static func narrow(_ value: Double) -> String {
        value >= 0.995 ? "1.0" : value >= 0.005 ? String(Figures.fixed(value).dropFirst()) : "0"
    }
}

/// A list of what else a token might have been, each with a lying bar.
struct AlternativesChart {
    struct Row {
        var text: String
        var probability: Double
        var isChosen: Bool
    }

    let rows: [Row]

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let widest = rows.prefix(rect.height).map { TerminalText.width(of: Self.visible($0.text, theme)) }.max() ?? 0
        let name = min(max(4, widest), max(4, rect.width / 2 - 4))
        for (line, row) in rows.prefix(rect.height).enumerated() {
            let y = rect.y + line
            let role: Theme.Role = row.isChosen ? .chosenBar : .bar
            grid.write(
                TerminalText.truncated(Self.visible(row.text, theme), to: name, ellipsis: theme.ellipsis),
                at: Point(x: rect.x, y: y),
                style: theme.style(row.isChosen ? .chosenBar : .text), maxWidth: rect.width)
            grid.write(
                TerminalText.padded(Figures.probability(row.probability), to: 4, alignment: .trailing),
                at: Point(x: rect.x + name + 1, y: y), style: theme.style(row.isChosen ? .strong : .quiet),
                maxWidth: rect.width - name - 1)
            let barX = rect.x + name + 6
            grid.write(
                theme.bar(row.probability, width: max(0, rect.endX - barX)), at: Point(x: barX, y: y), style: theme.style(role))
        }
    }

    /// A token so that its spaces can be seen.
    static func visible(_ text: String, _ theme: Theme) -> String {
        let shown = text.map { character -> String in
            switch character {
            case " ": theme.isASCII ? "_" : "\u{2423}"
            case "\n", "\r\n", "\r": String(theme.lineEndGlyph)
            case "\t": theme.isASCII ? "\\t" : "\u{21E5}"
            default: String(character)
            }
        }
        return text.isEmpty ? (theme.isASCII ? "(part)" : "\u{25E6}") : shown.joined()
    }
}
