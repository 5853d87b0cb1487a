import Foundation
import Reranking
import Sessions
import Terminal

/// The expected score of both sides, had their thoughts been stopped after so many tokens: one curve over the other.
struct PairedCurves {
    let a: StopCurve
    let b: StopCurve
    /// The highest answer of the scale.
    let highest: Int

    /// Rows with the heading, in a place of so many.
    static func rows(in height: Int) -> Int { height >= 40 ? 15 : 9 }

    private var mostTokens: Int { max(a.stops.last?.afterTokens ?? 0, b.stops.last?.afterTokens ?? 0, 1) }

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let plot = Rect(x: rect.x + 3, y: rect.y, width: max(2, rect.width - 4), height: rect.height - 1)
        guard plot.height > 1 else { return }
        func row(_ expected: Double) -> Int {
            let share = min(max(expected / Double(max(1, highest)), 0), 1)
            return plot.endY - 1 - Int((share * Double(plot.height - 1)).rounded())
        }
        for (value, y) in [(highest, plot.y), (0, plot.endY - 1)] {
            grid.write(
                TerminalText.padded("\(value)", to: 2, alignment: .trailing), at: Point(x: rect.x, y: y),
                style: theme.style(.quiet))
        }
        for x in 0..<plot.width {
            let tokens = x * mostTokens / (plot.width - 1)
            func place(_ curve: StopCurve) -> Int? {
                guard tokens <= curve.stops.last?.afterTokens ?? 0 else { return nil }
                return row(curve.expected(at: curve.place(after: tokens)))
            }
            let (first, second) = (place(a), place(b))
            for (letter, y, role) in [("A", first, Theme.Role.bar), ("B", second, .chosenBar)] {
                guard let y else { continue }
                let isBoth = first == second
                grid.write(
                    isBoth ? String(theme.valueGlyph) : letter, at: Point(x: plot.x + x, y: y),
                    style: theme.style(isBoth ? .strong : role))
            }
        }
        let end = "\(mostTokens) tokens"
        grid.write("0", at: Point(x: plot.x, y: rect.endY - 1), style: theme.style(.quiet))
        grid.write(end, at: Point(x: plot.endX - end.count, y: rect.endY - 1), style: theme.style(.quiet))
    }
}
