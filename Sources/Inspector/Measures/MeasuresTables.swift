import Relevance
import Sessions
import Terminal

/// The tables of the measures screen.
extension InspectorState {
    // MARK: Measures

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

    private func number(_ value: Double?, _ role: Theme.Role) -> Span {
        Span(
            TerminalText.padded(value.map { Figures.fixed($0, 3) } ?? "-", to: 7, alignment: .trailing),
            value == nil ? .quiet : role)
    }

    private func change(from base: Double?, to value: Double?) -> Span {
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

    // MARK: Queries

    func drawQueryTable(_ grid: inout Grid, _ layout: MeasuresLayout, theme: Theme) {
        let rect = layout.rows
        let rows = measuring.standings.rows
        let isAlone = measuring.shown == 0
        let shown = measuring.order.dropFirst(measuring.top).prefix(rect.height)
        let id = min(12, max(4, shown.map { TerminalText.width(of: rows[$0].query.id) }.max() ?? 0))
        let picture = rect.width >= 110 ? 40 : rect.width >= 90 ? 20 : 0
        let numbers = 10 + 7 + (isAlone ? 0 : 15) + picture + 2
        let text = max(4, rect.width - 3 - id - 2 - numbers)
        var titles = TerminalText.padded("query", to: id + 2 + text) + TerminalText.padded("judged", to: 10, alignment: .trailing)
        titles += TerminalText.padded("first", to: 7, alignment: .trailing)
        if !isAlone {
            titles +=
                TerminalText.padded("ranked", to: 7, alignment: .trailing)
                + TerminalText.padded("change", to: 8, alignment: .trailing)
        }
        grid.write(titles, at: Point(x: 2, y: layout.titles.y), style: theme.style(.quiet), maxWidth: rect.width - 3)
        for (line, place) in shown.enumerated() {
            let row = rows[place]
            let y = rect.y + line
            let isSelected = measuring.top + line == measuring.queryRow
            if isSelected {
                grid.fill(Rect(x: 0, y: y, width: rect.width, height: 1), style: theme.selected(.plain))
                grid.write(String(theme.marker), at: Point(x: 0, y: y), style: theme.selected(theme.style(.active)))
            }
            let base = (row.figures.first ?? nil)?.values[measuring.measure]
            let own = row.figures.indices.contains(measuring.shown) ? row.figures[measuring.shown] : nil
            let value = own?.values[measuring.measure]
            var spans = [
                Span(TerminalText.padded(TerminalText.truncated(row.query.id, to: id, ellipsis: theme.ellipsis), to: id), .quiet),
                Span("  "),
                Span(TerminalText.padded(TerminalText.truncated(row.query.text, to: text, ellipsis: theme.ellipsis), to: text)),
                Span(
                    TerminalText.padded("\(row.judgedCount)/\(row.documentCount)", to: 10, alignment: .trailing),
                    row.judgedCount == 0 ? .attention : .text),
                number(base, isAlone ? .strong : .text),
            ]
            if !isAlone { spans += [number(value, .strong), change(from: base, to: value)] }
            grid.write(spans, at: Point(x: 2, y: y), maxWidth: rect.width - 3, theme: theme, isSelected: isSelected)
            if let value, picture > 0 {
                RangePicture(value: value, open: own?.bounds?[measuring.measure], base: isAlone ? nil : base).draw(
                    &grid, Rect(x: rect.endX - picture - 1, y: y, width: picture, height: 1), theme: theme, isSelected: isSelected
                )
            }
        }
    }

    // MARK: Documents

    func drawMeasuredDocuments(_ grid: inout Grid, _ titles: Rect, _ rect: Rect, selected: Int?, theme: Theme) {
        let documents = measuring.documents
        guard !documents.isEmpty else {
            return write(&grid, [Span("Nothing is judged yet for this query.", .quiet)], rect, theme)
        }
        let shown = documents.dropFirst(selected == nil ? 0 : measuring.top).prefix(rect.height)
        let id = min(18, max(4, shown.filter { !$0.isHidden }.map { TerminalText.width(of: $0.id) }.max() ?? 0))
        let label = rect.width >= 70 ? 24 : 12
        let bar = max(0, min(24, rect.width - 5 - id - 2 - label - 8 - 12))
        let most = documents.map { abs($0.share) }.max() ?? 0
        let words = "rank  " + TerminalText.padded("id", to: id + 2) + TerminalText.padded("grade", to: label) + "  added"
        grid.write(words, at: Point(x: titles.x + 1, y: titles.y), style: theme.style(.quiet), maxWidth: titles.width - 2)
        for (line, document) in shown.enumerated() {
            let y = rect.y + line
            let isSelected = selected.map { $0 == measuring.top + line } ?? false
            if isSelected {
                grid.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), style: theme.selected(.plain))
                grid.write(String(theme.marker), at: Point(x: rect.x, y: y), style: theme.selected(theme.style(.active)))
            }
            if document.isHidden {
                let spans = [
                    Span(TerminalText.padded(String(document.rank), to: 4, alignment: .trailing)), Span("  "),
                    Span("not judged yet: hidden while blind", .quiet),
                ]
                grid.write(spans, at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme, isSelected: isSelected)
                continue
            }
            let grade = document.grade.map { "\($0) \(session.scale.grade($0)?.label ?? "")".trimmed } ?? "not judged"
            let spans = [
                Span(TerminalText.padded(String(document.rank), to: 4, alignment: .trailing)), Span("  "),
                Span(
                    TerminalText.padded(TerminalText.truncated(document.id, to: id, ellipsis: theme.ellipsis), to: id + 2), .quiet
                ),
                Span(
                    TerminalText.padded(TerminalText.truncated(grade, to: label - 1, ellipsis: theme.ellipsis), to: label),
                    document.grade == nil ? .attention : .grade),
                Span(
                    TerminalText.padded(
                        document.share == 0 ? String(theme.dot) : Figures.fixed(document.share, 3), to: 7, alignment: .trailing),
                    document.share == 0 ? .quiet : .strong),
                Span("  "),
            ]
            let used = grid.write(
                spans, at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme, isSelected: isSelected)
            grid.write(
                [Span(theme.bar(most > 0 ? abs(document.share) / most : 0, width: bar), .bar)],
                at: Point(x: rect.x + 1 + used, y: y),
                maxWidth: max(0, rect.width - used - 2), theme: theme, isSelected: isSelected)
            let titleX = rect.x + 1 + used + bar + 2
            if rect.endX - titleX >= 8, let found = documentPlaces[document.id].flatMap(candidate)?.document {
                grid.write(
                    [Span(found.title.isEmpty ? String(found.text.prefix(200)) : found.title, .quiet)],
                    at: Point(x: titleX, y: y),
                    maxWidth: rect.endX - titleX - 1, theme: theme, isSelected: isSelected)
            }
        }
    }
}

extension Picker {
    init(sorts current: MeasuresState.Sort) {
        var items = [
            Item(title: "session", detail: "in the order of the session", hint: "", action: .sort(.session)),
            Item(
                title: "change, falling", detail: "what won most against the first stage first", hint: "",
                action: .sort(.changeFalling)),
            Item(
                title: "change, rising", detail: "what lost most against the first stage first", hint: "",
                action: .sort(.changeRising)),
            Item(title: "unjudged", detail: "the largest share of unjudged documents first", hint: "", action: .sort(.unjudged)),
        ]
        items += Standings.measures.enumerated().map { index, measure in
            Item(title: measure.name, detail: "this measure, the lowest first", hint: "", action: .sort(.measure(index)))
        }
        for index in items.indices {
            if case .sort(current) = items[index].action { items[index].hint = "in use" }
        }
        self.init(
            kind: .sort, title: "Sort the queries by", items: items,
            selection: items.firstIndex { $0.hint == "in use" } ?? 0)
    }

    init(whose current: String?, judges: [String]) {
        let all = Item(
            title: "those that count", detail: "what judges agree on, or the last word", hint: current == nil ? "in use" : "",
            action: .whose(nil))
        self.init(
            kind: .whose, title: "Whose grades",
            items: [all]
                + judges.map {
                    Item(title: $0, detail: "this judge's alone", hint: $0 == current ? "in use" : "", action: .whose($0))
                },
            selection: current.flatMap { judges.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
    }
}
