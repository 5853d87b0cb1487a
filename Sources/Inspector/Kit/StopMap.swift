import Foundation
import Relevance
import Reranking
import Sessions
import Terminal

/// What the model would have answered, had its thought been stopped: a heat map of tokens by scores, and under it the expected
/// score, the entropy and, where a second closing text was tried, by how much it answers otherwise. Each column is a stretch of
/// tokens and shows the last stop in it or before it.
struct StopMap {
    let curve: StopCurve
    let tokenCount: Int
    /// The token under the cursor; nil for none.
    let cursor: Int?
    let choices: [String]

    /// Columns before the first cell: the label of a row.
    static let labelWidth = 3

    /// How many cells a thought of so many tokens has in a pane.
    static func cells(width: Int, tokens: Int) -> Int { max(0, min(width - labelWidth - 1, tokens)) }

    /// The tokens of a cell.
    static func tokens(ofCell cell: Int, of cells: Int, count: Int) -> Range<Int> {
        let start = cell * count / cells
        return start..<max(start + 1, (cell + 1) * count / cells)
    }

    /// The rows of a map where a pane has so many: of each score its own, of two or of four scores, or the curves alone.
    static func rows(in height: Int, of curve: StopCurve) -> Int {
        let curves = curveRows(curve)
        if height >= 26 { return 11 + curves }
        return height >= 15 ? 6 + curves : height >= 9 ? 3 + curves : height >= 7 ? curves : 0
    }
    private static func curveRows(_ curve: StopCurve) -> Int { curve.second.contains { $0 != nil } ? 3 : 2 }
    /// What is less likely has no bar, so that the eye finds the rest; what is less likely than the second is quiet.
    private static let least = 0.03
    private static let faint = 0.12
    /// The most bits that eleven answers and all else can have.
    private static let mostBits = log2(12.0)

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let cells = Self.cells(width: rect.width, tokens: tokenCount)
        guard cells > 0, rect.height > 0 else { return }
        let settled = curve.settled
        let highest = Double(max(1, choices.count - 1))
        let bands = Self.bands(rect.height - Self.curveRows(curve), of: choices.count)
        for (row, band) in bands.enumerated() {
            let label = TerminalText.padded(choices[band.upperBound], to: 2, alignment: .trailing)
            grid.write(label, at: Point(x: rect.x, y: rect.y + row), style: theme.style(.quiet))
        }
        let curves = rect.y + bands.count
        for (row, label) in [" E", "HE", "dE"].prefix(Self.curveRows(curve)).enumerated() where curves + row < rect.endY {
            grid.write(label, at: Point(x: rect.x, y: curves + row), style: theme.style(.quiet))
        }
        for cell in 0..<cells {
            let tokens = Self.tokens(ofCell: cell, of: cells, count: tokenCount)
            let place = curve.place(after: tokens.upperBound)
            let distribution = curve.stops[place].distribution
            let isHere = cursor.map(tokens.contains) ?? false
            func write(_ value: Double, _ y: Int, _ role: Theme.Role) {
                guard y < rect.endY else { return }
                let style = isHere ? theme.style(.cursor) : theme.style(value < Self.faint ? .quiet : role)
                let glyph = value < Self.least ? theme.dot : theme.level(value)
                grid.write(String(glyph), at: Point(x: rect.x + Self.labelWidth + cell, y: y), style: style)
            }
            let peak = distribution.peak
            for (row, band) in bands.enumerated() {
                let known = band.clamped(to: 0...max(0, distribution.probabilities.count - 1))
                let mass = distribution.probabilities.isEmpty ? 0 : distribution.probabilities[known].reduce(0, +)
                let isPeak = peak.map(band.contains) ?? false
                write(mass, rect.y + row, isPeak ? (curve.isWhole && place >= settled ? .chosenBar : .attention) : .bar)
            }
            let isPoint = curve.free.contains { $0.afterTokens == tokens.lowerBound || tokens.contains($0.afterTokens) }
            write(curve.expected(at: place) / highest, curves, isPoint ? .strong : .chosenBar)
            write(distribution.entropy / Self.mostBits, curves + 1, .bar)
            // Only where both texts were tried.
            if let second = curve.second[place] {
                write(abs(second - curve.expected(at: place)) / highest, curves + 2, .attention)
            }
        }
    }

    /// Scores by rows, the highest first: each its own, or several of them.
    private static func bands(_ rows: Int, of choices: Int) -> [ClosedRange<Int>] {
        guard rows > 0, choices > 0 else { return [] }
        let width = (choices + rows - 1) / rows
        return stride(from: choices - 1, through: 0, by: -width).map { max(0, $0 - width + 1)...$0 }
    }

    /// "after 12: E 3.20  answer 9 from 31 on  | +3.10": the stop at the cursor, from where on the answer is the last
    /// one, and the largest shift, whose sentence has the mark.
    func note(width: Int, theme: Theme) -> [Span] {
        var spans: [Span] = []
        func add(_ more: [Span]) { if spans.width + more.width <= width { spans += more } }
        if let cursor {
            let place = curve.place(after: cursor + 1)
            let stop = curve.stops[place]
            add([
                Span("after \(stop.afterTokens): E ", .quiet), Span(Figures.fixed(stop.distribution.expected)),
            ])
            if let free = curve.free(at: place), let mean = free.mean {
                add([Span("  \(free.continuations.count) go on: mean ", .quiet), Span(Figures.fixed(mean))])
            }
            if let second = curve.second[place] {
                add([Span("  closed otherwise ", .quiet), Span(Figures.fixed(second), .attention)])
            }
        }
        let first = curve.stops[curve.settled]
        if curve.isWhole, let answer = first.distribution.peak, choices.indices.contains(answer) {
            add([
                Span("  answer ", .quiet), Span(choices[answer], .chosenBar),
                Span(first.afterTokens == 0 ? " from the start" : " from \(first.afterTokens) on", .quiet),
            ])
        }
        if let shift = curve.largestShift {
            add([Span("  \(theme.marker)", .chosenBar), Span(Figures.signed(shift.change, 2))])
        }
        return spans
    }
}
