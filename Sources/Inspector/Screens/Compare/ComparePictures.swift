import Comparing
import Relevance
import Terminal

/// Pictures of both sides: where the queries differ, where documents went, what the grades say of the answers, what each side
/// costs. As many as there is room for, side by side.
struct ComparePictures {
    let comparison: Comparison
    let facts: ComparedQueries.Facts
    let bins: DifferenceBins
    /// The bin that the cursor is on; nil where no key moves it.
    let bin: Int?
    let theme: Theme

    /// One picture: its title, and how it is drawn.
    private struct Picture {
        var title: String
        var draw: (inout Grid, Rect) -> Void
    }

    /// The least and the most rows of a picture, a row for each answer among them, and the least columns.
    static let height = 13...26
    private static let width = 38

    /// - Parameter page: where there are more pictures than there is room for, which of the pages; any number.
    func draw(_ grid: inout Grid, _ rect: Rect, page: Int) {
        let all = all
        let most = max(1, rect.width / Self.width)
        let room = most * max(1, rect.height / Self.height.lowerBound)
        let pages = max(1, (all.count + room - 1) / room)
        let shown = ((page % pages) + pages) % pages
        let pictures = Array(all.dropFirst(shown * room).prefix(room))
        let rows = max(1, (pictures.count + most - 1) / most)
        let columns = max(1, (pictures.count + rows - 1) / rows)
        let (width, height) = (rect.width / columns, min(Self.height.upperBound, rect.height / rows))
        for (place, picture) in pictures.enumerated() {
            let frame = Rect(
                x: rect.x + place % columns * width, y: rect.y + place / columns * height, width: width - 1, height: height)
            let note = pages > 1 && place == columns - 1 ? "\(shown + 1) of \(pages), PgDn" : ""
            Heading(picture.title, note: note, .kept).draw(&grid, frame.slice(0, 1), theme: theme)
            picture.draw(&grid, Rect(x: frame.x + 1, y: frame.y + 1, width: frame.width - 2, height: frame.height - 2))
        }
    }

    private var all: [Picture] {
        var pictures: [Picture] = []
        let pairs = comparison.queries.compactMap(\.values.first)
        if pairs.count > 1, let measure = comparison.measures.first?.measure.name {
            pictures.append(Picture(title: "Queries by B - A, \(measure)") { drawHistogram(&$0, $1) })
            pictures.append(Picture(title: "B against A, one mark per query") { drawScatter(&$0, $1, pairs) })
        }
        if let bands = facts.bands {
            pictures.append(Picture(title: "From rank in A (rows) to rank in B") { drawBands(&$0, $1, bands) })
        }
        let sides = facts.profiles
        if sides.contains(where: { $0 != nil }) {
            pictures.append(Picture(title: "Scores and cost") { drawProfiles(&$0, $1, sides) })
            pictures.append(Picture(title: "Documents by answer") { drawAnswers(&$0, $1, sides) })
            if sides.contains(where: { $0?.grades.contains { $0.judged > 0 } == true }) {
                pictures.append(Picture(title: "Mean grade by answer") { drawGrades(&$0, $1, sides) })
            }
            if let cost = CostPicture(comparison, sides) {
                let measure = comparison.measures.first?.measure.name ?? ""
                pictures.append(Picture(title: "\(measure) and cost") { cost.draw(&$0, $1, theme: theme) })
            }
        }
        for (key, slices) in facts.slices {
            pictures.append(Picture(title: "B - A by \(key.words)") { drawSlices(&$0, $1, slices) })
        }
        return pictures
    }

    // MARK: Queries

    private func drawHistogram(_ grid: inout Grid, _ rect: Rect) {
        let column = max(1, min(3, rect.width / bins.counts.count))
        let height = rect.height - 2
        guard height > 0 else { return }
        let highest = max(1, bins.counts.max() ?? 1)
        for (place, count) in bins.counts.enumerated() {
            let x = rect.x + place * column
            let role: Theme.Role = place == bins.counts.count / 2 ? .quiet : place > bins.counts.count / 2 ? .up : .down
            let eighths = count > 0 ? max(1, count * height * 8 / highest) : 0
            let style = place == bin ? theme.style(.cursor) : theme.style(role)
            for row in 0..<height where eighths > row * 8 {
                let glyph = theme.column(eighths: eighths - row * 8)
                grid.write(
                    String(repeating: glyph, count: max(1, column - 1)), at: Point(x: x, y: rect.y + height - 1 - row),
                    style: place == bin ? theme.style(.active) : theme.style(role))
            }
            if place == bin { grid.write(String(theme.pointUp), at: Point(x: x, y: rect.y + height), style: style) }
        }
        guard let bin else {
            let ends = [bins.range(of: 0).lowerBound, bins.range(of: bins.counts.count - 1).upperBound].map {
                Figures.signed($0, 2)
            }
            let right = max(ends[0].count + 1, bins.counts.count * column - ends[1].count)
            grid.write(ends[0], at: Point(x: rect.x, y: rect.endY - 1), style: theme.style(.quiet))
            grid.write(
                ends[1], at: Point(x: rect.x + right, y: rect.endY - 1), style: theme.style(.quiet),
                maxWidth: max(0, rect.width - right))
            return
        }
        let range = bins.range(of: bin)
        let count = bins.counts.indices.contains(bin) ? bins.counts[bin] : 0
        let words = "\(Figures.count(count, "query", "queries")), \(Figures.fixed(range.lowerBound, 2)) to "
        let counted = [Span(words + Figures.fixed(range.upperBound, 2))]
        let hint = [Span("  Enter", .key), Span(" lists", .quiet)]
        grid.write(
            counted.width + hint.width <= rect.width ? counted + hint : counted, at: Point(x: rect.x, y: rect.endY - 1),
            maxWidth: rect.width, theme: theme)
    }

    private func drawScatter(_ grid: inout Grid, _ rect: Rect, _ pairs: [ComparedQuery.Pair]) {
        let plot = Rect(x: rect.x + 5, y: rect.y, width: max(2, min(rect.width - 5, rect.height * 3)), height: rect.height - 1)
        guard plot.height > 1 else { return }
        let most = max(pairs.reduce(0) { max($0, $1.a, $1.b) }, 1e-9)
        func point(_ a: Double, _ b: Double) -> Point {
            Point(
                x: plot.x + Int(a / most * Double(plot.width - 1)),
                y: plot.y + plot.height - 1 - Int(b / most * Double(plot.height - 1)))
        }
        for step in 0..<plot.width {
            let value = Double(step) / Double(plot.width - 1) * most
            grid.write(String(theme.dot), at: point(value, value), style: theme.style(.rule))
        }
        for pair in pairs {
            let role: Theme.Role =
                switch comparison.options.outcome(of: pair.difference) {
                case .win: .up
                case .loss: .down
                case .tie: .text
                }
            grid.write(String(theme.valueGlyph), at: point(pair.a, pair.b), style: theme.style(role))
        }
        grid.write(Figures.fixed(most, 2), at: Point(x: rect.x, y: plot.y), style: theme.style(.quiet))
        grid.write("B", at: Point(x: rect.x, y: plot.y + plot.height / 2), style: theme.style(.quiet))
        grid.write("0   A", at: Point(x: plot.x, y: rect.endY - 1), style: theme.style(.quiet))
        let end = Figures.fixed(most, 2)
        grid.write(end, at: Point(x: max(plot.x + 6, plot.endX - end.count), y: rect.endY - 1), style: theme.style(.quiet))
    }

    private func drawSlices(_ grid: inout Grid, _ rect: Rect, _ slices: [Slice]) {
        let lines = slices.flatMap { slice -> [[Span]] in
            let interval = slice.interval.map {
                "  \(Figures.signed($0.lowerBound, 3)) to \(Figures.signed($0.upperBound, 3))"
            }
            return [
                [Span(slice.name), Span(", \(Figures.count(slice.count, "query", "queries"))", .quiet)],
                [Span("  "), .change(from: slice.a, to: slice.b), Span(interval ?? "", .quiet)],
            ]
        }
        grid.write(lines: lines, in: rect, theme: theme)
    }

    // MARK: Documents

    private func drawBands(_ grid: inout Grid, _ rect: Rect, _ bands: RankBands) {
        // Each band is named by its first rank.
        let digits = "\(bands.counts.joined().max() ?? 0)".count
        // Where the counts have no room, shares of each row.
        let isShare = (digits + 1) * (bands.starts.count + 1) > rect.width
        let names = bands.starts.enumerated().map { place, start in
            guard bands.starts.indices.contains(place + 1) else { return "\(start)+" }
            let end = bands.starts[place + 1] - 1
            return start == end ? "\(start)" : "\(start)-\(end)"
        }
        let width = isShare ? 4 : max(4, digits + 1, min(7, rect.width / (bands.starts.count + 1)))
        func line(_ first: String, _ cells: [(String, Theme.Role)]) -> [Span] {
            [Span(TerminalText.padded(first, to: width, alignment: .trailing), .quiet)]
                + cells.map { Span(TerminalText.padded($0.0, to: width, alignment: .trailing), $0.1) }
        }
        let rows = bands.starts.indices.map { row in
            let all = bands.counts[row].reduce(0, +)
            return line(
                names[row].count < width ? names[row] : "\(bands.starts[row])",
                bands.counts[row].enumerated().map { column, count in
                    let role: Theme.Role = count == 0 ? .rule : row == column ? .strong : row > column ? .up : .down
                    let words = isShare ? "\((count * 100 + all / 2) / max(1, all))" : "\(count)"
                    return (count == 0 ? String(theme.dot) : words, role)
                })
        }
        grid.write(
            lines: [
                line(
                    isShare ? "%" : "A \\ B",
                    bands.starts.indices.map { (names[$0].count < width ? names[$0] : "\(bands.starts[$0])", .quiet) })
            ] + rows, in: rect, theme: theme)
    }

    private func drawProfiles(_ grid: inout Grid, _ rect: Rect, _ sides: [SideProfile?]) {
        func line(_ name: String, _ value: (SideProfile) -> String?) -> [Span] {
            [Span(TerminalText.padded(name, to: max(8, rect.width - 16)), .quiet)]
                + sides.map { Span(TerminalText.padded($0.flatMap(value) ?? "-", to: 8, alignment: .trailing)) }
        }
        func share(_ value: Double?) -> String? { value.map { "\(Figures.fixed($0 * 100, 0)) %" } }
        let titles =
            [Span(TerminalText.padded("", to: max(8, rect.width - 16)))]
            + ["A", "B"].map { Span(TerminalText.padded($0, to: 8, alignment: .trailing), .key) }
        grid.write(
            lines: [
                titles, line("answers") { "\($0.answered)" }, line("lowest answer") { share($0.shareLowest) },
                line("highest answer") { share($0.shareHighest) }, line("tied") { share($0.shareTied) },
                line("entropy") { $0.meanEntropy.map { Figures.fixed($0) } },
                line("tokens written") { $0.writtenPerDocument.map { Figures.fixed($0, 1) } },
                line("tokens read") { $0.readPerDocument.map { Figures.fixed($0, 0) } },
                line("docs/s") { $0.documentsPerSecond.map(Figures.rate) },
            ], in: rect, theme: theme)
    }

    private func drawAnswers(_ grid: inout Grid, _ rect: Rect, _ sides: [SideProfile?]) {
        let most = sides.compactMap { $0?.answers.max() }.max() ?? 1
        let labels = sides.map { $0?.answers.map { "\($0)" } ?? [] }
        drawBars(&grid, rect, sides.map { $0?.answers.map { Double($0) / Double(max(1, most)) } ?? [] }, labels)
    }

    private func drawGrades(_ grid: inout Grid, _ rect: Rect, _ sides: [SideProfile?]) {
        let means = sides.map { side in
            side?.grades.map { $0.judged > 0 ? Double($0.sum) / Double($0.judged) : 0 } ?? []
        }
        let most = max(means.joined().max() ?? 1, 1e-9)
        let labels = zip(sides, means).map { side, means in
            zip(side?.grades ?? [], means).map { $0.judged > 0 ? "\(Figures.fixed($1, 1)) n \($0.judged)" : "" }
        }
        drawBars(&grid, rect, means.map { $0.map { $0 / most } }, labels)
    }

    /// A row for each answer, the highest on top; A's bars at the left, B's at the right.
    private func drawBars(
        _ grid: inout Grid, _ rect: Rect, _ sides: [[Double]], _ labels: [[String]]
    ) {
        let count = sides.map(\.count).max() ?? 0
        let half = (rect.width - 4) / 2
        // A number is never cut.
        let widest = 2 + (labels.joined().map(\.count).max() ?? 0)
        let step = max(1, (count + rect.height - 1) / max(1, rect.height))
        for (row, answer) in (0..<count).reversed().enumerated() where row / step < rect.height && row % step == 0 {
            let y = rect.y + row / step
            grid.write(
                TerminalText.padded("\(answer)", to: 3, alignment: .trailing), at: Point(x: rect.x, y: y),
                style: theme.style(.quiet))
            for (side, values) in sides.enumerated() where values.indices.contains(answer) {
                let x = rect.x + 4 + side * half
                grid.write(
                    theme.bar(values[answer], width: max(1, half - widest - 1)), at: Point(x: x, y: y),
                    style: theme.style(side == 0 ? .bar : .chosenBar))
                grid.write(
                    labels[side][answer], at: Point(x: x + max(1, half - widest), y: y), style: theme.style(.quiet),
                    maxWidth: widest - 1)
            }
        }
    }
}

extension SliceKey {
    fileprivate var words: String {
        switch self {
        case .length: "length of the query"
        case .relevant: "relevant documents"
        case .judged: "judged share"
        }
    }
}
