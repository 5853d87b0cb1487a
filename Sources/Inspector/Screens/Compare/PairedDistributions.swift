import Relevance
import Terminal

/// The distributions of both sides on one axis: for each answer A's bar and B's beside it, and their probabilities under them.
struct PairedDistributions {
    let a: ScoreDistribution
    let b: ScoreDistribution
    let labels: [String]
    let answers: (a: Int?, b: Int?)

    /// Rows with the heading, and the least columns.
    static let height = 9
    static let width = 72

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let sides = [a.probabilities + [a.other], b.probabilities + [b.other]]
        let bars = labels.count + 1
        let column = min(12, max(4, (rect.width - 2) / bars))
        let width = max(1, (column - 2) / 2)
        let height = rect.height - 3
        guard height > 0, sides.allSatisfy({ $0.count == bars }) else { return }
        for index in 0..<bars {
            let x = rect.x + 2 + index * column
            for (side, masses) in sides.enumerated() {
                let probability = masses[index].unit
                let eighths = probability > 0.0005 ? max(1, Int((probability * Double(height * 8)).rounded())) : 0
                let role: Theme.Role = side == 0 ? .bar : .chosenBar
                for row in 0..<height where eighths > row * 8 {
                    let cell = String(repeating: theme.column(eighths: eighths - row * 8), count: width)
                    grid.write(
                        cell, at: Point(x: x + side * width, y: rect.y + height - 1 - row), style: theme.style(role))
                }
                // The answer of a side is strong among the numbers.
                let isAnswer = index == (side == 0 ? answers.a : answers.b)
                grid.write(
                    Figures.probabilityInRow(probability), at: Point(x: x, y: rect.y + height + 1 + side),
                    style: theme.style(isAnswer ? .strong : .quiet), maxWidth: column - 1)
            }
            let label = index == bars - 1 ? (column >= 6 ? "other" : "oth") : labels[index]
            grid.write(label, at: Point(x: x, y: rect.y + height), style: theme.style(.text), maxWidth: column - 1)
        }
        for (side, name) in ["A", "B"].enumerated() {
            grid.write(
                name, at: Point(x: rect.x, y: rect.y + height + 1 + side), style: theme.style(side == 0 ? .bar : .chosenBar))
        }
    }
}
