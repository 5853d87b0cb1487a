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
        guard let distribution = result.distribution, let answer = result.answer else {
            return write(&grid, [Span(explain(result.outcome, mode: mode), .attention)], rect, theme)
        }
        let inner = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
        let chart = DistributionChart(
            probabilities: distribution.probabilities, other: distribution.other, labels: mode.choices, answer: answer,
            expected: mode.isBinary ? nil : distribution.expected)
        let sum = sumSpans(result, distribution, answer: answer, theme: theme)
        let alternatives = answerAlternatives(progress)
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

    private var whyNoScoreYet: String {
        guard let progress = selectedProgress else { return "No score yet: \(key(.run)) scores the candidates." }
        switch progress.phase {
        case .waiting: return isShowingLiveRun ? "Waiting for its turn." : "The run ended before this document's turn."
        case .reading(let done, let total): return "The model is reading: \(done) of \(total) tokens of the prompt."
        case .thinking:
            return "The model is thinking: \(progress.tokens.count) tokens so far. The distribution is read when it answers."
        case .finished: return ""
        }
    }

    /// The score, worked out line by line.
    private func sumSpans(_ result: DocumentResult, _ distribution: ScoreDistribution, answer: Int, theme: Theme) -> [[Span]] {
        let pr = distribution.probabilities.indices.contains(answer) ? distribution.probabilities[answer] : 0
        var lines: [[Span]] = []
        func line(_ label: String, _ spans: [Span]) { lines.append([Span(TerminalText.padded(label, to: 10), .quiet)] + spans) }
        let word = mode.choices.indices.contains(answer) ? mode.choices[answer] : String(answer)
        line("answer", [Span(word, .strong)] + (result.isForced ? [Span("  forced", .attention)] : []))
        if mode.isBinary {
            let no = distribution.probabilities.first ?? 0
            let yes = distribution.probabilities.last ?? 0
            let score = Ranking.score(of: result, mode: mode, by: .paper) ?? 0
            line(
                "score",
                [
                    Span("\(Figures.probability(yes)) / (\(Figures.probability(yes)) + \(Figures.probability(no)))  = "),
                    Span(Figures.fixed(score, 3), .strong),
                ])
        } else {
            line(
                "score",
                [
                    Span("s \(theme.times) Pr(s) = \(answer) \(theme.times) \(Figures.fixed(pr, 3)) = "),
                    Span(Figures.fixed(Double(answer) * pr), .strong),
                ])
            line("expected", [Span("sum k P(k) = "), Span(Figures.fixed(distribution.expected), .strong)])
        }
        let most = mode.isBinary ? 1.58 : 3.58
        line("entropy", [Span(Figures.fixed(distribution.entropy)), Span(" of \(Figures.fixed(most)) bits", .quiet)])
        line("other", [Span(Figures.probability(distribution.other)), Span(" off the scale", .quiet)])
        if let rank = rows.indices.contains(selected) ? rows[selected] : nil, ranking[rank].isTied {
            let score = ranking[rank].score
            let group = ranking.count { $0.score == score }
            line("tied", [Span("with \(group - 1)"), Span(", in first-stage order", .quiet)])
        }
        let cut = result.isCut ? [Span("  cut to fit", .attention)] : []
        line("tokens", [Span("\(result.promptTokens) read, \(result.newTokens) written")] + cut)
        line("time", [Span(Figures.duration(result.seconds)), Span(", \(result.cachedTokens) tokens shared", .quiet)])
        return lines
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
            "The token limit came before an answer. No score: raise the limit, or let the answer be forced."
        case .failed(let sentence): "The engine failed: \(sentence). \(key(.rerun)) runs it again."
        case .cancelled: "Cancelled before it was scored. \(key(.rerun)) runs it again."
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
