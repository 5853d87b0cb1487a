import Inference
import Relevance
import Reranking
import Sessions
import Terminal

/// Where everything stands inside a score.
struct InsideLayout: Hashable {
    var header: Rect
    /// The headings' rows.
    var thoughtHeading: Rect
    var thought: Rect
    /// One row, a cell a stretch of tokens; empty where there is no room.
    var timeline: Rect
    var token: Rect
    /// The distribution at the answer; empty where there is no room.
    var distribution: Rect
    var isBeside: Bool

    init(size: Size) {
        let top = size.height >= 16 ? 2 : 1
        header = Rect(x: 0, y: 0, width: size.width, height: top)
        let body = Rect(x: 0, y: top, width: size.width, height: max(0, size.height - top - 1))
        isBeside = size.width >= 110
        let line = body.height >= 14 ? 1 : 0
        if isBeside {
            let left = body.width * 58 / 100
            thoughtHeading = Rect(x: 0, y: body.y, width: left, height: 1)
            thought = Rect(x: 0, y: body.y + 1, width: left, height: body.height - 1 - line)
            timeline = Rect(x: 0, y: body.endY - line, width: left, height: line)
            let right = Rect(x: left + 1, y: body.y, width: body.width - left - 1, height: body.height)
            let chart = min(12, body.height / 2)
            token = right.slice(0, body.height - chart)
            distribution = right.slice(body.height - chart, chart)
        } else {
            let lower = min(11, max(5, body.height / 2))
            thoughtHeading = body.slice(0, 1)
            thought = body.slice(1, body.height - lower - 1 - line)
            timeline = body.slice(body.height - lower - line, line)
            let bottom = body.slice(body.height - lower, lower)
            let showsChart = size.width >= 76
            let tokenWidth = showsChart ? size.width * 46 / 100 : size.width
            token = Rect(x: 0, y: bottom.y, width: tokenWidth, height: lower)
            distribution = Rect(
                x: tokenWidth + 1, y: bottom.y, width: showsChart ? size.width - tokenWidth - 1 : 0, height: lower)
        }
    }
}

extension InspectorState {
    func drawInside(_ grid: inout Grid, theme: Theme) {
        let layout = InsideLayout(size: size)
        let header = drawUnsaved(&grid, layout.header, theme: theme)
        drawHeader(&grid, header, theme: theme)
        let document = selectedCandidate?.document
        let tokens = selectedTokens
        let count = tokens.count
        let title = [document?.id ?? "", document?.title ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
        heading(
            &grid, layout.thoughtHeading, "Inside \(title)", note: count > 0 ? "token \(inside.token + 1) of \(count)" : "",
            theme: theme,
            isActive: true)
        drawThought(&grid, layout.thought, theme: theme)
        drawTimeline(&grid, layout.timeline, theme: theme)
        if tokens.indices.contains(inside.token) { drawToken(&grid, layout.token, tokens[inside.token], theme: theme) }
        if !layout.distribution.isEmpty {
            heading(&grid, layout.distribution.slice(0, 1), "The answer's distribution", note: "", theme: theme, isActive: false)
            drawAnswer(
                &grid,
                Rect(
                    x: layout.distribution.x + 1, y: layout.distribution.y + 1, width: layout.distribution.width - 2,
                    height: layout.distribution.height - 1), theme: theme)
        }
        if layout.isBeside {
            let divider = Rect(x: layout.token.x - 1, y: layout.token.y, width: 1, height: size.height - layout.token.y - 1)
            grid.fill(divider, with: theme.dividerGlyph, style: theme.style(.rule))
            grid.write(String(theme.teeDown), at: divider.origin, style: theme.style(.rule))
            grid.write(String(theme.teeRight), at: Point(x: divider.x, y: layout.distribution.y), style: theme.style(.rule))
        } else if !layout.distribution.isEmpty {
            let divider = Rect(x: layout.token.endX, y: layout.token.y, width: 1, height: layout.token.height)
            grid.fill(divider, with: theme.dividerGlyph, style: theme.style(.rule))
            grid.write(String(theme.teeDown), at: divider.origin, style: theme.style(.rule))
        }
    }

    private func heading(_ grid: inout Grid, _ rect: Rect, _ title: String, note: String, theme: Theme, isActive: Bool) {
        grid.rule(rect, theme: theme)
        let noteWidth = note.isEmpty ? 0 : TerminalText.width(of: note) + 3
        let shown = TerminalText.truncated(title, to: max(0, rect.width - noteWidth - 5), ellipsis: theme.ellipsis)
        grid.write(
            " \(shown) ", at: Point(x: rect.x + 1, y: rect.y), style: theme.style(isActive ? .activeHeading : .heading),
            maxWidth: rect.width - 1)
        if !note.isEmpty { grid.write(" \(note) ", at: Point(x: rect.endX - noteWidth, y: rect.y), style: theme.style(.quiet)) }
    }

    private func drawThought(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let tokens = selectedTokens
        let answer = selectedProgress?.result?.answerToken
        for (row, line) in flows.tokens.lines.dropFirst(inside.top).prefix(rect.height).enumerated() {
            let shown = theme.isASCII ? line.map { $0.character == Theme.lineEnd ? $0.showing(theme.lineEndGlyph) : $0 } : line
            grid.write(shown, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 1) { token in
                if token == inside.token { return theme.style(.cursor) }
                if token == answer { return theme.style(.chosenBar) }
                switch inside.colouring {
                case .probability: return theme.confidence(flows.probability(of: token))
                case .entropy: return theme.confidence(1 - min(1, flows.entropy(of: token) / 3))
                }
            }
        }
        // A token of no glyphs (bytes of an unfinished character) has no cell of its own: its place is marked beside it.
        if tokens.indices.contains(inside.token), tokens[inside.token].text.isEmpty {
            let line = flows.tokens.line(of: inside.token)
            let y = rect.y + line - inside.top
            if y >= rect.y, y < rect.endY {
                grid.write(String(theme.marker), at: Point(x: rect.x, y: y), style: theme.style(.active))
            }
        }
    }

    /// How unsure the model was along the whole thought: each cell the highest entropy of its stretch.
    private func drawTimeline(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let count = flows.figureCount
        guard !rect.isEmpty, count > 0 else { return }
        let cells = min(rect.width - 4, count)
        guard cells > 0 else { return }
        grid.write("H", at: Point(x: rect.x + 1, y: rect.y), style: theme.style(.quiet))
        for cell in 0..<cells {
            let range = (cell * count / cells)..<max(cell * count / cells + 1, (cell + 1) * count / cells)
            let highest = range.map(flows.entropy(of:)).max() ?? 0
            let isHere = range.contains(inside.token)
            let style = isHere ? theme.style(.cursor) : theme.confidence(1 - min(1, highest / 3))
            grid.write(String(theme.level(highest / 4)), at: Point(x: rect.x + 3 + cell, y: rect.y), style: style)
        }
    }

    /// One token: what it is, how sure the model was, what else it might have been.
    private func drawToken(_ grid: inout Grid, _ rect: Rect, _ token: TokenEvent, theme: Theme) {
        let name = AlternativesChart.visible(token.text, theme)
        heading(
            &grid, rect.slice(0, 1), "Token '\(TerminalText.truncated(name, to: 20, ellipsis: theme.ellipsis))'",
            note: "id \(token.id)", theme: theme, isActive: false)
        let inner = Rect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
        let place = token.rank.map { $0 == 1 ? "likeliest" : "rank \($0)" } ?? "rank beyond \(token.alternatives.count)"
        grid.write(
            [
                Span("p ", .quiet), Span(Figures.fixed(token.probability, 3), .strong), Span("  \(place)  "), Span("H ", .quiet),
                Span(Figures.fixed(token.entropy)), Span(" bits", .quiet),
            ], at: inner.origin, maxWidth: inner.width, theme: theme)
        AlternativesChart(rows: token.chartRows).draw(
            &grid, Rect(x: inner.x, y: inner.y + 1, width: min(48, inner.width), height: inner.height - 1), theme: theme)
    }

    private func drawAnswer(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard let result = selectedProgress?.result else {
            return write(&grid, [Span("Read when the model answers.", .quiet)], rect, theme)
        }
        guard let distribution = result.distribution else {
            return write(&grid, [Span(whyNoDistribution(result), .attention)], rect, theme)
        }
        DistributionChart(
            probabilities: distribution.probabilities, other: distribution.other, labels: mode.choices, answer: result.answer,
            expected: mode.isBinary ? nil : distribution.expected
        ).draw(&grid, rect, theme: theme)
    }
}

extension Flow.Glyph {
    func showing(_ character: Character) -> Flow.Glyph { Flow.Glyph(character: character, width: 1, tag: tag) }
}
