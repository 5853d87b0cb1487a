import Relevance
import Sessions
import Terminal

extension InspectorState {
    /// Each measure of the query shown, or its mean: the first stage's, the shown ranking's, the change, and what is open as a picture.
    func drawMeasureTable(_ grid: inout Grid, _ layout: MeasuresLayout, theme: Theme) {
        let rect = layout.rows
        let isMean = measuring.view == .mean
        let base = figures(0)
        let own = figures(measuring.shown)
        guard isMean ? !measuring.means.isEmpty : base != nil || own != nil else {
            return drawNoMeasures(&grid, rect, theme: theme)
        }
        let isAlone = measuring.shown == 0
        let name = min(15, max(12, rect.width / 5))
        let interval = isMean && rect.width >= 76 ? 13 : 0
        let numbers = 2 + name + (isAlone ? 7 : 7 + 7 + 8) + interval
        let picture = Rect(x: rect.x + numbers + 2, y: 0, width: min(80, max(0, rect.width - numbers - 3)), height: 1)
        var titles = TerminalText.padded("measure", to: name) + TerminalText.padded("first", to: 7, alignment: .trailing)
        if !isAlone {
            titles +=
                TerminalText.padded("ranked", to: 7, alignment: .trailing)
                + TerminalText.padded("change", to: 8, alignment: .trailing)
        }
        if interval > 0 { titles += TerminalText.padded("95 % of means", to: interval + 1, alignment: .trailing) }
        grid.write(titles, at: Point(x: rect.x + 2, y: layout.titles.y), style: theme.style(.quiet), maxWidth: rect.width - 3)
        drawScale(
            &grid, Rect(x: picture.x, y: layout.titles.y, width: picture.width, height: 1), isMean: isMean, isAlone: isAlone,
            theme: theme)
        for (line, index) in Standings.measures.indices.dropFirst(measuring.top).prefix(rect.height).enumerated() {
            let y = rect.y + line
            let isSelected = index == measuring.measure
            let mean = isMean ? measuring.means[index] : nil
            let before = isMean ? mean?.base : base?.values[index]
            let value = isMean ? mean?.value : own?.values[index]
            if isSelected {
                grid.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), style: theme.selected(.plain))
                grid.write(String(theme.marker), at: Point(x: rect.x, y: y), style: theme.selected(theme.style(.active)))
            }
            var spans = [
                Span(TerminalText.padded(Standings.measures[index].name, to: name)), number(before, isAlone ? .strong : .text),
            ]
            if !isAlone { spans += [number(value, .strong), change(from: before, to: value)] }
            if interval > 0 {
                let text = mean?.interval.map { "\(Figures.fixed($0.lowerBound, 3))-\(Figures.fixed($0.upperBound, 3))" } ?? "-"
                spans.append(Span(TerminalText.padded(text, to: interval + 1, alignment: .trailing), .quiet))
            }
            grid.write(spans, at: Point(x: rect.x + 2, y: y), maxWidth: rect.width - 3, theme: theme, isSelected: isSelected)
            guard let value else { continue }
            RangePicture(
                value: value, open: isMean ? mean?.bounds : own?.bounds?[index], interval: mean?.interval,
                base: isAlone ? nil : before
            ).draw(&grid, Rect(x: picture.x, y: y, width: picture.width, height: 1), theme: theme, isSelected: isSelected)
        }
    }

    /// What the picture's signs are, over its 0 and 1.
    private func drawScale(_ grid: inout Grid, _ rect: Rect, isMean: Bool, isAlone: Bool, theme: Theme) {
        guard rect.width >= 10 else { return }
        grid.write("0", at: rect.origin, style: theme.style(.quiet))
        grid.write("1", at: Point(x: rect.endX - 1, y: rect.y), style: theme.style(.quiet))
        var signs = [Span(String(theme.valueGlyph), .chosenBar), Span(" now", .quiet)]
        if !isAlone { signs += [Span("  " + String(theme.dividerGlyph), .attention), Span(" first", .quiet)] }
        if isMean { signs += [Span("  " + String(theme.progressDone), .bar), Span(" 95 %", .quiet)] }
        signs += [Span("  " + String(theme.ruleGlyph), .quiet), Span(" open", .quiet)]
        let room = rect.width - 4
        guard signs.width <= room else { return }
        grid.write(signs, at: Point(x: rect.x + (rect.width - signs.width) / 2, y: rect.y), maxWidth: room, theme: theme)
    }

    func number(_ value: Double?, _ role: Theme.Role) -> Span {
        Span(
            TerminalText.padded(value.map { Figures.fixed($0, 3) } ?? "-", to: 7, alignment: .trailing),
            value == nil ? .quiet : role)
    }

    func change(from base: Double?, to value: Double?) -> Span {
        guard let base, let value else { return Span(TerminalText.padded("-", to: 8, alignment: .trailing), .quiet) }
        let change = value - base
        let text = abs(change) < 0.0005 ? "=" : (change > 0 ? "+" : "") + Figures.fixed(change, 3)
        return Span(
            TerminalText.padded(text, to: 8, alignment: .trailing), abs(change) < 0.0005 ? .quiet : change > 0 ? .up : .down)
    }

    private func drawNoMeasures(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        var lines = [[Span("No figures yet: nothing is judged for this query.", .strong)]]
        if measuring.isWorking {
            lines = [[Span("Working out all queries.", .active)]]
        } else if measuring.view == .mean {
            lines = [[Span("No figures yet: no query has both grades and this ranking.", .strong)]]
        }
        if let judge = measuredJudge, !measuring.isWorking, session.book.judges.contains(where: { $0 != judge }) {
            lines[0] = [Span("No figures yet: no grade by \(judge) counts here.", .strong)]
            lines.append([Span(key(.whose), .key), Span(" counts others' grades too; their documents stay hidden while blind")])
        }
        if candidates.isEmpty {
            lines.append([Span(key(.candidates), .key), Span(" opens candidates")])
        } else {
            lines.append([
                Span(key(.judge), .key),
                Span(" judges: after the first grade every measure stands here, with what is still open"),
            ])
        }
        if session.runs.isEmpty {
            lines.append([
                Span(keymap.label(.run, in: .rank), .key),
                Span(" on the ranking scores with a model, to stand beside the first stage"),
            ])
        }
        for (row, line) in lines.enumerated() where row < rect.height {
            grid.write(line, at: Point(x: rect.x + 2, y: rect.y + row), maxWidth: rect.width - 3, theme: theme)
        }
    }
}
