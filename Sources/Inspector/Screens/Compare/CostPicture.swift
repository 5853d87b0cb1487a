import Comparing
import Terminal

/// Quality against cost: each side as its letter, higher for a better measure, farther right for more tokens a document.
struct CostPicture {
    /// One side: the mean of the measure, tokens read and written for a document, and documents a second.
    struct Side {
        var letter: String
        var value: Double
        var tokens: Double
        var rate: Double?
    }

    let sides: [Side]

    /// nil unless both sides have a measure and a cost.
    init?(_ comparison: Comparison, _ profiles: [SideProfile?]) {
        guard let first = comparison.measures.first, let a = first.a, let b = first.b else { return nil }
        sides = zip([("A", a), ("B", b)], profiles).compactMap { side, profile in
            profile?.readAndWrittenPerDocument.map {
                Side(letter: side.0, value: side.1, tokens: $0, rate: profile?.documentsPerSecond)
            }
        }
        guard sides.count == 2 else { return nil }
    }

    /// Both axes begin at 0, so that twice as far is twice as much.
    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let plot = Rect(x: rect.x + 5, y: rect.y, width: max(2, rect.width - 6), height: rect.height - 2 - sides.count)
        guard plot.height > 1 else { return }
        let most = (value: max(sides.map(\.value).max() ?? 0, 1e-9), tokens: max(sides.map(\.tokens).max() ?? 0, 1))
        func style(_ role: Theme.Role) -> Style { theme.style(role) }
        for row in 0..<plot.height {
            grid.write(String(theme.dividerGlyph), at: Point(x: plot.x - 1, y: plot.y + row), style: style(.rule))
        }
        for side in sides {
            let point = Point(
                x: plot.x + Int(side.tokens / most.tokens * Double(plot.width - 1)),
                y: plot.endY - 1 - Int(max(0, side.value) / most.value * Double(plot.height - 1)))
            grid.write(side.letter, at: point, style: style(side.letter == "A" ? .bar : .chosenBar))
        }
        grid.write(Figures.fixed(most.value), at: Point(x: rect.x, y: plot.y), style: style(.quiet))
        grid.write("0", at: Point(x: rect.x + 3, y: plot.endY - 1), style: style(.quiet))
        let end = "\(Figures.fixed(most.tokens, 0)) tokens a document"
        grid.write(end, at: Point(x: max(plot.x, plot.endX - end.count), y: plot.endY), style: style(.quiet))
        let lines = sides.map { side in
            [
                Span(side.letter + " ", .key), Span(Figures.fixed(side.value, 3), .strong),
                Span(" at \(Figures.fixed(side.tokens, 0)) tokens", .quiet),
                Span(side.rate.map { ", \(Figures.rate($0)) docs/s" } ?? "", .quiet),
            ]
        }
        grid.write(
            lines: lines, in: Rect(x: rect.x, y: plot.endY + 1, width: rect.width, height: sides.count), theme: theme)
    }
}
