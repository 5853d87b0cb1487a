import Inference
import Reranking
import Relevance
import Sessions
import Terminal

extension InspectorState {
    /// Why the selected document has its score: its distribution as bars, the score worked out, what else the answer might
    /// have been.
    func drawWhy(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard let progress = selectedProgress, let result = progress.result else {
            return write(&grid, [Span(whyNoScoreYet, .quiet)], rect, theme)
        }
        guard let answer = result.answer else {
            return write(&grid, [Span(explain(result.outcome, mode: mode), .attention)], rect, theme)
        }
        let sum = sumSpans(result, answer: answer, theme: theme)
        let alternatives = answerAlternatives(progress)
        guard let distribution = result.distribution else {
            return drawWhyAnswer(&grid, rect, whyNoDistribution(result), sum, alternatives, theme: theme)
        }
        let inner = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
        let chart = DistributionChart(
            probabilities: distribution.probabilities, other: distribution.other, labels: mode.choices, answer: answer,
            expected: mode.isBinary ? nil : distribution.expected)
        if inner.width >= 108 {
            let chartWidth = min(inner.width / 2, 74)
            chart.draw(&grid, Rect(x: inner.x, y: inner.y, width: chartWidth, height: inner.height), theme: theme)
            drawLines(&grid, sum, Rect(x: inner.x + chartWidth + 1, y: inner.y, width: 34, height: inner.height), theme: theme)
            let rest = inner.x + chartWidth + 36
            drawAlternatives(
                &grid, alternatives, Rect(x: rest, y: inner.y, width: min(44, inner.endX - rest), height: inner.height),
                theme: theme)
        } else if inner.width >= 70 {
            let chartWidth = inner.width >= 96 ? 49 : 37
            chart.draw(&grid, Rect(x: inner.x, y: inner.y, width: chartWidth, height: min(16, inner.height)), theme: theme)
            let right = Rect(
                x: inner.x + chartWidth + 1, y: inner.y, width: inner.width - chartWidth - 1, height: inner.height)
            let shown = min(inner.height >= 16 ? sum.count + 1 : sum.count, inner.height)
            drawLines(&grid, sum, right.slice(0, shown), theme: theme)
            if right.height - shown >= 2 {
                drawAlternatives(&grid, alternatives, right.slice(shown, right.height - shown), theme: theme)
            }
        } else {
            let chartHeight = min(inner.height, max(4, inner.height - sum.count))
            chart.draw(&grid, inner.slice(0, chartHeight), theme: theme)
            drawLines(&grid, sum, inner.slice(chartHeight, inner.height - chartHeight), theme: theme)
        }
    }

    /// An answer without a distribution: why there is none in place of the chart, then the same lines.
    private func drawWhyAnswer(
        _ grid: inout Grid, _ rect: Rect, _ why: String, _ lines: [[Span]], _ alternatives: [AlternativesChart.Row], theme: Theme
    ) {
        let words = wrapped([Span(why, .attention)], width: rect.width - 2)
        let inner = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
        drawLines(&grid, words, inner, theme: theme)
        let rest = inner.slice(min(words.count, inner.height), max(0, inner.height - words.count))
        let isWide = inner.width >= 70
        let width = isWide ? inner.width / 2 : inner.width
        drawLines(&grid, lines, Rect(x: rest.x, y: rest.y, width: width, height: rest.height), theme: theme)
        let right = Rect(x: rest.x + width + 1, y: rest.y, width: min(44, inner.width - width - 1), height: rest.height)
        let below = rest.slice(min(lines.count, rest.height), max(0, rest.height - lines.count))
        let place = isWide ? right : below
        if place.height >= 2 { drawAlternatives(&grid, alternatives, place, theme: theme) }
    }

    private var whyNoScoreYet: String {
        guard let progress = selectedProgress else { return "No score yet: \(key(.run)) scores the candidates." }
        switch progress.phase {
        case .waiting where isShowingLiveRun: return "Waiting for its turn."
        case .waiting where run?.status == .announced: return "Not scored yet: \(key(.run)) scores the query's candidates."
        case .waiting: return "The run ended before this document's turn."
        case .reading, .thinking:
            guard isShowingLiveRun || replay != nil else {
                return "It was being scored when the program ended: \(key(.run)) scores it from the start."
            }
            return progress.underWay
        case .finished: return ""
        }
    }

    private func drawLines(_ grid: inout Grid, _ lines: [[Span]], _ rect: Rect, theme: Theme) {
        for (row, line) in lines.prefix(rect.height).enumerated() {
            grid.write(line, at: Point(x: rect.x, y: rect.y + row), maxWidth: rect.width, theme: theme)
        }
    }

    private func drawAlternatives(_ grid: inout Grid, _ rows: [AlternativesChart.Row], _ rect: Rect, theme: Theme) {
        guard !rows.isEmpty, rect.width >= 16 else { return }
        grid.write([Span("at the answer's token", .quiet)], at: rect.origin, maxWidth: rect.width, theme: theme)
        AlternativesChart(rows: rows).draw(&grid, rect.slice(1, rect.height - 1), theme: theme)
    }

    private func answerAlternatives(_ progress: DocumentProgress) -> [AlternativesChart.Row] {
        guard let place = progress.result?.answerToken, progress.tokens.indices.contains(place) else { return [] }
        return progress.tokens[place].chartRows
    }

    /// What a failure is, and what to do about it.
    func explain(_ outcome: DocumentResult.Outcome, mode: ScoringMode) -> String {
        let scale = mode.isBinary ? "yes or no" : "an integer from 0 to 10"
        return switch outcome {
        case .scored: ""
        case .unreadable(let text):
            text.isEmpty
                ? "The model ended its turn without an answer. No score: it ranks behind all that have one."
                : "The model answered '\(text)', which is not \(scale). No score: it ranks behind all that have one."
        case .outOfRange(let answer):
            "The model answered \(answer), which is outside 0 to 10. No score: it ranks behind all that have one."
        case .cutOff:
            // With forcing on only an engine that cannot fork leaves it at that, and then no document has a distribution.
            settings.forcesAnswer && rankingRule.withoutDistribution == rankingRule.scored
                ? "The token limit came before an answer, and the engine cannot force one. No score: raise the limit."
                : "The token limit came before an answer. No score: raise the limit, or let the answer be forced."
        case .failed(let sentence): "The engine failed: \(sentence). \(key(.run)) scores it again."
        case .cancelled: "Cancelled before it was scored. \(key(.run)) scores it."
        }
    }
}

extension TokenEvent {
    /// The likeliest tokens with the chosen one among them.
    var chartRows: [AlternativesChart.Row] {
        var rows = alternatives.map { AlternativesChart.Row(text: $0.text, probability: $0.probability, isChosen: $0.id == id) }
        if !rows.contains(where: \.isChosen) {
            rows.append(AlternativesChart.Row(text: text, probability: probability, isChosen: true))
        }
        return rows
    }
}

extension DocumentProgress {
    /// What the model is doing with the document now.
    fileprivate var underWay: String {
        if case .reading(let done, let total) = phase { return "The model is reading: \(done) of \(total) tokens of the prompt." }
        return "The model is thinking: \(tokens.count) tokens so far. The distribution is read when it answers."
    }
}
