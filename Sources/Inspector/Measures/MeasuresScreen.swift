import Relevance
import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// What the rankings are worth by the grades so far: in numbers, and as pictures of what is still open.
    func drawMeasures(_ grid: inout Grid, theme: Theme) {
        let layout = MeasuresLayout(self)
        let header = drawUnsaved(&grid, layout.header, theme: theme)
        drawMeasuresHeader(&grid, header, theme: theme)
        drawMeasuresHeading(&grid, layout.heading, theme: theme)
        switch measuring.view {
        case .query, .mean: drawMeasureTable(&grid, layout, theme: theme)
        case .queries: drawQueryTable(&grid, layout, theme: theme)
        case .documents: drawMeasuredDocuments(&grid, layout.titles, layout.rows, selected: measuring.documentRow, theme: theme)
        }
        if !layout.side.isEmpty {
            let divider = Rect(x: layout.side.x - 1, y: layout.side.y, width: 1, height: layout.side.height)
            grid.fill(divider, with: theme.dividerGlyph, style: theme.style(.rule))
            grid.rule(layout.side.slice(0, 1), theme: theme)
            grid.write(
                " \(Standings.measures[measuring.measure].name): its documents ",
                at: Point(x: layout.side.x + 1, y: layout.side.y),
                style: theme.style(.heading), maxWidth: layout.side.width - 2)
            drawMeasuredDocuments(
                &grid, layout.side.slice(1, 1), layout.side.slice(2, layout.side.height - 2), selected: nil, theme: theme)
            grid.write(String(theme.teeDown), at: divider.origin, style: theme.style(.rule))
        }
        drawDefinition(&grid, layout.definition, theme: theme)
    }

    private func drawMeasuresHeader(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let whose =
            measuredJudge.map {
                measuring.whose != nil
                    ? "grades of \($0)"
                    : session.book.judges.contains { $0 != session.judge } ? "blind: grades of \($0) alone" : ""
            } ?? (session.book.judges.count < 2 ? "" : "grades all agree on or settled")
        let width = min(TerminalText.width(of: whose), rect.width / 2)
        grid.write([Span(whose, .quiet)], at: Point(x: rect.endX - 1 - width, y: rect.y), maxWidth: width, theme: theme)
        var left = [Span("measures  ", .activeHeading)]
        if session.topics.count > 1, let place = topicPlace {
            left.append(Span("\(place + 1)/\(session.topics.count)  ", .quiet))
        }
        left.append(query.text.isEmpty ? Span("no query", .quiet) : Span(query.text, .strong))
        grid.write(left, at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - width - 4, theme: theme)
        guard rect.height > 1 else { return }
        var spans: [Span] = []
        if let row = measuring.standings.row(query.id) {
            spans.append(Span("judged \(row.judgedCount) of \(row.documentCount)   "))
        }
        if measuring.conflictCount > 0 {
            spans.append(Span("\(measuring.conflictCount) left out: judges disagree (\(key(.agreement)))   ", .attention))
        }
        if measuring.isWorking { spans.append(Span("working out all queries   ", .active)) }
        let systems = measuring.standings.systems
        if systems.indices.contains(measuring.shown), measuring.shown > 0 {
            let system = systems[measuring.shown]
            var by = ""
            if case .model = system { by = " by \(measuredRule)" }
            spans += [Span(system.name + by, .active), Span(" beside the first stage", .quiet)]
            if systems.count > 2 { spans.append(Span("  (\(measuring.shown) of \(systems.count - 1): \(key(.system)))", .quiet)) }
        } else {
            spans.append(Span("the first stage alone: no model has run", .quiet))
        }
        spans.append(Span("   relevant from grade \(session.scale.lowestRelevant)", .quiet))
        grid.write(spans, at: Point(x: rect.x + 1, y: rect.y + 1), maxWidth: rect.width - 2, theme: theme)
    }

    /// What the model's rankings are sorted by: that of the query shown, or of all queries.
    private var measuredRule: String {
        let rows = measuring.standings.rows
        let isOfOne = measuring.view == .query || measuring.view == .documents
        if isOfOne { return measuring.standings.row(query.id)?.rule?.words ?? session.rankBy.summary }
        let without = rows.count { $0.rule.map { $0.withoutDistribution > 0 } == true }
        guard without > 0 else { return session.rankBy.summary }
        return "\(session.rankBy.summary), \(without) of \(rows.count) with no distribution"
    }

    private func drawMeasuresHeading(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        grid.rule(rect, theme: theme)
        var x = rect.x + 2
        for tab in measureTabs {
            let isShown = tab.view == measuring.view || tab.view == .query && measuring.view == .documents
            if x > rect.x + 2 {
                grid.write(" \(theme.dividerGlyph) ", at: Point(x: x, y: rect.y), style: theme.style(.rule))
                x += 3
            }
            x += grid.write(
                tab.title, at: Point(x: x, y: rect.y), style: theme.style(isShown ? .activeHeading : .quiet),
                maxWidth: rect.endX - x - 1)
        }
        if measuring.view == .documents {
            grid.write(
                [Span("  \(Standings.measures[measuring.measure].name): its documents ", .heading)], at: Point(x: x, y: rect.y),
                maxWidth: rect.endX - x - 1, theme: theme)
        } else {
            grid.write(" ", at: Point(x: x, y: rect.y))
        }
        grid.write(" ", at: Point(x: rect.x + 1, y: rect.y))
    }

    /// The tables, as the heading names them.
    var measureTabs: [(view: MeasuresState.View, title: String)] {
        guard session.topics.count > 1 else { return [(.query, "This query")] }
        let count = measuring.standings.count(measuring.shown)
        return [
            (.query, "This query"),
            (.mean, measuring.view == .mean ? "Mean of \(count) \(count == 1 ? "query" : "queries")" : "Mean"),
            (.queries, "Queries"),
        ]
    }

    /// Where a tab of the heading stands.
    func measureTab(at x: Int) -> MeasuresState.View? {
        var start = 2
        for tab in measureTabs {
            let width = TerminalText.width(of: tab.title)
            if (start..<(start + width)).contains(x) { return tab.view }
            start += width + 3
        }
        return nil
    }

    private func drawDefinition(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard !rect.isEmpty else { return }
        grid.rule(rect.slice(0, 1), theme: theme)
        let measure = Standings.measures[measuring.measure]
        grid.write(" \(measure.name) ", at: Point(x: 1, y: rect.y), style: theme.style(.heading))
        write(&grid, [Span(measure.definition, .quiet)], rect.slice(1, rect.height - 1), theme)
    }
}
