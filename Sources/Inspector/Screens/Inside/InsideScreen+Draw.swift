import Inference
import Relevance
import Reranking
import Sessions
import Terminal

extension InsideScreen {
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let layout = layout(frame.size)
        RunHeader(board: board, frame: frame).draw(&grid, layout.header)
        drawHeadings(&grid, layout, board, theme: theme)
        document.draw(&grid, layout.document, top: documentTop, theme: theme)
        drawThought(&grid, layout.thought, board, frame)
        drawStops(&grid, layout.stops, board, theme: theme)
        drawTimeline(&grid, layout.timeline, theme: theme)
        let all = board.selectedTokens
        if all.indices.contains(token) { drawToken(&grid, layout.token, all[token], theme: theme) }
        if all.isEmpty {
            Heading("Token").draw(&grid, layout.token.slice(0, 1), theme: theme)
            let words = board.selectedProgress.map(DocumentWords(board: board, keys: frame.keys).noThought) ?? ""
            grid.write(wrapped: [Span(words, .quiet)], in: layout.token.slice(1, layout.token.height - 1), theme: theme)
        }
        if !layout.distribution.isEmpty {
            let stop = stopInView(board)
            let heading =
                stop.map { Heading("If stopped here", note: stopNote($0, board), .after) }
                ?? Heading("The answer", note: answerNote(board, frame, width: layout.distribution.width - 16), .after)
            heading.draw(&grid, layout.distribution.slice(0, 1), theme: theme)
            drawAnswer(
                &grid,
                Rect(
                    x: layout.distribution.x + 1, y: layout.distribution.y + 1, width: layout.distribution.width - 2,
                    height: layout.distribution.height - 1), board, frame)
        }
        drawDividers(&grid, layout, frame)
    }

    /// "answer 6  score 1.110": what came of the thought.
    private func answerNote(_ board: Board, _ frame: DrawContext, width: Int) -> [Span] {
        guard let result = board.selectedProgress?.result, let answer = result.answer else { return [] }
        let word = DocumentWords(board: board, keys: frame.keys).word(for: answer)
        var spans = [Span(result.isForced ? "forced " : "answer ", result.isForced ? .attention : .quiet), Span(word, .strong)]
        if let score = board.rows.ranked(board.selected)?.score {
            let rule = board.rows.rule.applied
            let value = Span(Figures.score(score), .strong)
            let labels = rule == .paper ? ["  score "] : ["  ranked by \(rule.summary) ", "  \(rule.rawValue) ", " "]
            let label = labels.first { spans.width + $0.count + [value].width <= width } ?? " "
            spans += [Span(label, .quiet), value]
        }
        return spans
    }

    /// The stop at the cursor; nil at the answer itself, and where nothing is known of stops.
    private func stopInView(_ board: Board) -> Stop? {
        guard let curve else { return nil }
        let place = curve.place(after: token + 1)
        let isAnswer = place == curve.stops.count - 1 && board.selectedProgress?.result?.distribution != nil
        return isAnswer ? nil : curve.stops[place]
    }

    private func stopNote(_ stop: Stop, _ board: Board) -> [Span] {
        guard let answer = stop.distribution.peak, board.mode.choices.indices.contains(answer) else { return [] }
        return [Span("answer ", .quiet), Span(board.mode.choices[answer], .strong)]
    }

    private func drawStops(_ grid: inout Grid, _ rect: Rect, _ board: Board, theme: Theme) {
        guard !rect.isEmpty, let curve else { return }
        let map = StopMap(curve: curve, tokenCount: tokens.count, cursor: token, choices: board.mode.choices)
        Heading("If stopped here", note: map.note(width: max(0, rect.width - 24), theme: theme), .kept).draw(
            &grid, rect.slice(0, 1), theme: theme)
        map.draw(&grid, rect.slice(1, rect.height - 1), theme: theme)
    }

    private func drawHeadings(_ grid: inout Grid, _ layout: InsideLayout, _ board: Board, theme: Theme) {
        let document = board.selectedCandidate?.document
        let title = [document?.id ?? "", document?.title ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
        let count = board.selectedTokens.count
        Heading(
            "Inside \(title)", isInDocument ? .heading : .activeHeading, note: count > 0 ? "token \(token + 1) of \(count)" : "",
            .kept
        ).draw(&grid, layout.thoughtHeading, theme: theme)
        let lines = self.document.lineCount
        Heading(
            layout.hasBoth ? "Document" : hasThought ? "Document \(title)" : "Inside \(title)",
            isInDocument ? .activeHeading : .heading,
            note: lines > layout.document.height ? "line \(documentTop + 1) of \(lines)" : "", .kept
        ).draw(&grid, layout.documentHeading, theme: theme)
    }

    private func drawDividers(_ grid: inout Grid, _ layout: InsideLayout, _ frame: DrawContext) {
        let theme = frame.theme
        if layout.isBeside {
            let divider = Rect(x: layout.token.x - 1, y: layout.token.y, width: 1, height: frame.size.height - layout.token.y - 1)
            grid.fill(divider, with: theme.dividerGlyph, style: theme.style(.rule))
            grid.write(String(theme.teeDown), at: divider.origin, style: theme.style(.rule))
            grid.write(String(theme.teeRight), at: Point(x: divider.x, y: layout.distribution.y), style: theme.style(.rule))
            guard layout.hasBoth else { return }
            let inner = Rect(x: layout.document.x - 1, y: layout.token.y, width: 1, height: divider.height)
            grid.fill(inner, with: theme.dividerGlyph, style: theme.style(.rule))
            grid.write(String(theme.teeDown), at: inner.origin, style: theme.style(.rule))
        } else if !layout.distribution.isEmpty {
            let divider = Rect(x: layout.token.endX, y: layout.token.y, width: 1, height: layout.token.height)
            grid.fill(divider, with: theme.dividerGlyph, style: theme.style(.rule))
            grid.write(String(theme.teeDown), at: divider.origin, style: theme.style(.rule))
        }
    }

    /// What ended the thought from outside: nil where the model ended it.
    func closing(_ board: Board) -> String? {
        guard let result = board.selectedProgress?.result else { return nil }
        if board.selectedTokens.isEmpty { return nil }
        switch result.outcome {
        case .scored(_, forced: true):
            return result.newTokens >= board.settings.maxNewTokens
                ? "[the token limit: the thought was closed here, and the answer read]"
                : "[the model ended its turn: the thought was closed here, and the answer read]"
        case .cutOff: return "[the token limit: no answer]"
        case .failed: return "[the engine failed]"
        case .cancelled: return "[cancelled]"
        case .scored, .unreadable, .outOfRange: return nil
        }
    }

    /// What stands under the thought: what ended it, and the answer that was forced.
    func closingLines(_ board: Board, width: Int) -> [[Span]] {
        guard let closing = closing(board) else { return [] }
        let ending = [Span(closing, .attention)].wrapped(width: max(1, width))
        guard let result = board.selectedProgress?.result, result.isForced, let answer = result.answer else { return ending }
        let choices = board.mode.choices
        let word = choices.indices.contains(answer) ? choices[answer] : String(answer)
        let share = result.distribution.flatMap { $0.probabilities.indices.contains(answer) ? $0.probabilities[answer] : nil }
        let forced =
            [Span("</think><answer>", .quiet), Span(word, .chosenBar)]
            + (share.map { [Span("  p \(Figures.fixed($0, 3))", .quiet)] } ?? [])
        return ending + [forced]
    }

    private func drawThought(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let all = board.selectedTokens
        let answer = board.selectedProgress?.result?.answerToken
        for (row, line) in tokens.lines.dropFirst(top).prefix(rect.height).enumerated() {
            let shown = theme.isASCII ? line.map { $0.character == Theme.lineEnd ? $0.showing(theme.lineEndGlyph) : $0 } : line
            grid.write(shown, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 1) { tag in
                if tag == token { return theme.style(.cursor) }
                if tag == answer { return theme.style(.chosenBar) }
                switch colouring {
                case .probability: return theme.confidence(tokens.probability(of: tag))
                case .entropy: return theme.confidence(1 - min(1, tokens.entropy(of: tag) / 3))
                }
            }
        }
        let end = closingLines(board, width: rect.width - 2)
        for (row, line) in end.enumerated() where (0..<rect.height).contains(tokens.lines.count + row - top) {
            let place = Point(x: rect.x + 1, y: rect.y + tokens.lines.count + row - top)
            grid.write(line, at: place, maxWidth: rect.width - 2, theme: theme)
        }
        // The sentence that moved the answer most has a mark beside it.
        if let shift = curve?.largestShift {
            for line in tokens.flow.line(of: shift.tokens.lowerBound)...tokens.flow.line(of: shift.tokens.upperBound - 1)
            where (0..<rect.height).contains(line - top) {
                grid.write(
                    String(theme.marker), at: Point(x: rect.x, y: rect.y + line - top), style: theme.style(.chosenBar))
            }
        }
        // A token of no glyphs (bytes of an unfinished character) has no cell of its own: its place is marked beside it.
        if all.indices.contains(token), all[token].text.isEmpty {
            let y = rect.y + tokens.flow.line(of: token) - top
            if y >= rect.y, y < rect.endY {
                grid.write(String(theme.marker), at: Point(x: rect.x, y: y), style: theme.style(.active))
            }
        }
    }

    /// How unsure the model was along the whole thought: each cell the highest entropy of its stretch.
    private func drawTimeline(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let count = tokens.count
        guard !rect.isEmpty, count > 0 else { return }
        let cells = min(rect.width - 4, count)
        guard cells > 0 else { return }
        grid.write("H", at: Point(x: rect.x + 1, y: rect.y), style: theme.style(.quiet))
        for cell in 0..<cells {
            let range = (cell * count / cells)..<max(cell * count / cells + 1, (cell + 1) * count / cells)
            let highest = range.map(tokens.entropy(of:)).max() ?? 0
            let isHere = range.contains(token)
            let style = isHere ? theme.style(.cursor) : theme.confidence(1 - min(1, highest / 3))
            grid.write(String(theme.level(highest / 4)), at: Point(x: rect.x + 3 + cell, y: rect.y), style: style)
        }
    }

    /// One token: what it is, how sure the model was, what else it might have been.
    private func drawToken(_ grid: inout Grid, _ rect: Rect, _ token: TokenEvent, theme: Theme) {
        let name = AlternativesChart.visible(token.text, theme)
        Heading(
            "Token '\(TerminalText.truncated(name, to: 20, ellipsis: theme.ellipsis))'", note: "id \(token.id)", .kept
        ).draw(&grid, rect.slice(0, 1), theme: theme)
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

    private func drawAnswer(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        if let stop = stopInView(board) {
            let distribution = stop.distribution
            return DistributionChart(
                probabilities: distribution.probabilities, other: distribution.other, labels: board.mode.choices,
                answer: distribution.peak, expected: board.mode.isBinary ? nil : distribution.expected
            ).draw(&grid, rect, theme: theme)
        }
        guard let result = board.selectedProgress?.result else {
            return grid.write(wrapped: [Span("Read when the model answers.", .quiet)], in: rect, theme: theme)
        }
        guard let distribution = result.distribution else {
            return grid.write(
                wrapped: [Span(DocumentWords(board: board, keys: frame.keys).whyNoDistribution(result), .attention)], in: rect,
                theme: theme)
        }
        DistributionChart(
            probabilities: distribution.probabilities, other: distribution.other, labels: board.mode.choices,
            answer: result.answer,
            expected: board.mode.isBinary ? nil : distribution.expected
        ).draw(&grid, rect, theme: theme)
    }
}

extension Flow.Glyph {
    func showing(_ character: Character) -> Flow.Glyph { Flow.Glyph(character: character, width: 1, tag: tag) }
}
