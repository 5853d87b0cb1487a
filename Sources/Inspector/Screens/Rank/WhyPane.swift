import Inference
import Reranking
import Relevance
import Sessions
import Terminal

/// Why the selected document has its score: its distribution as bars, the score worked out, what else the answer might have
/// been.
struct WhyPane {
    let board: Board
    let frame: DrawContext
    var theme: Theme { frame.theme }
    var words: DocumentWords { DocumentWords(board: board, keys: frame.keys) }

    func draw(_ grid: inout Grid, _ rect: Rect) {
        guard let progress = board.selectedProgress, let result = progress.result else {
            return grid.write(wrapped: [Span(whyNoScoreYet, .quiet)], in: rect, theme: theme)
        }
        guard let answer = result.answer else {
            return grid.write(wrapped: [Span(words.explain(result.outcome), .attention)], in: rect, theme: theme)
        }
        let sum = sumSpans(result, answer: answer)
        let alternatives = answerAlternatives(progress)
        guard let distribution = result.distribution else {
            return drawWhyAnswer(&grid, rect, words.whyNoDistribution(result), sum, alternatives)
        }
        let inner = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
        let chart = DistributionChart(
            probabilities: distribution.probabilities, other: distribution.other, labels: board.mode.choices, answer: answer,
            expected: board.mode.isBinary ? nil : distribution.expected)
        if inner.width >= 108 {
            let chartWidth = inner.width >= 160 ? 74 : 49
            let sumWidth = min(44, inner.width - chartWidth - 24)
            chart.draw(&grid, Rect(x: inner.x, y: inner.y, width: chartWidth, height: inner.height), theme: theme)
            grid.write(
                lines: sum, in: Rect(x: inner.x + chartWidth + 1, y: inner.y, width: sumWidth, height: inner.height),
                theme: theme)
            let rest = inner.x + chartWidth + sumWidth + 2
            drawAlternatives(
                &grid, alternatives, Rect(x: rest, y: inner.y, width: min(44, inner.endX - rest), height: inner.height))
        } else if inner.width >= 70 {
            let chartWidth = inner.width >= 92 ? 49 : 37
            chart.draw(&grid, Rect(x: inner.x, y: inner.y, width: chartWidth, height: min(16, inner.height)), theme: theme)
            let right = Rect(
                x: inner.x + chartWidth + 2, y: inner.y, width: inner.width - chartWidth - 2, height: inner.height)
            let shown = min(inner.height >= 16 ? sum.count + 1 : sum.count, inner.height)
            grid.write(lines: sum, in: right.slice(0, shown), theme: theme)
            if right.height - shown >= 2 {
                drawAlternatives(&grid, alternatives, right.slice(shown, right.height - shown))
            }
        } else {
            let chartHeight = min(inner.height, max(4, inner.height - sum.count))
            chart.draw(&grid, inner.slice(0, chartHeight), theme: theme)
            grid.write(lines: sum, in: inner.slice(chartHeight, inner.height - chartHeight), theme: theme)
        }
    }

    /// An answer without a distribution: why there is none in place of the chart, then the same lines.
    private func drawWhyAnswer(
        _ grid: inout Grid, _ rect: Rect, _ why: String, _ lines: [[Span]], _ alternatives: [AlternativesChart.Row]
    ) {
        let reason = [Span(why, .attention)].wrapped(width: rect.width - 2)
        let inner = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height)
        grid.write(lines: reason, in: inner, theme: theme)
        let rest = inner.slice(min(reason.count, inner.height), max(0, inner.height - reason.count))
        let isWide = inner.width >= 70
        let width = isWide ? inner.width / 2 : inner.width
        grid.write(lines: lines, in: Rect(x: rest.x, y: rest.y, width: width, height: rest.height), theme: theme)
        let right = Rect(x: rest.x + width + 1, y: rest.y, width: min(44, inner.width - width - 1), height: rest.height)
        let below = rest.slice(min(lines.count, rest.height), max(0, rest.height - lines.count))
        let place = isWide ? right : below
        if place.height >= 2 { drawAlternatives(&grid, alternatives, place) }
    }

    private var whyNoScoreYet: String {
        guard let progress = board.selectedProgress else {
            return "No score yet" + board.runHint("scores the candidates", after: ": ", frame.keys) + "."
        }
        switch progress.phase {
        case .waiting: return words.waiting ?? "The run ended before this document's turn."
        case .reading, .thinking:
            guard board.isShowingLiveRun || board.isReplay else {
                return "It was being scored when the program ended"
                    + board.runHint("scores it from the start", after: ": ", frame.keys) + "."
            }
            return progress.underWay
        case .finished: return ""
        }
    }

    private func drawAlternatives(_ grid: inout Grid, _ rows: [AlternativesChart.Row], _ rect: Rect) {
        guard !rows.isEmpty, rect.width >= 16 else { return }
        grid.write([Span("at the answer's token", .quiet)], at: rect.origin, maxWidth: rect.width, theme: theme)
        AlternativesChart(rows: rows).draw(&grid, rect.slice(1, rect.height - 1), theme: theme)
    }

    private func answerAlternatives(_ progress: DocumentProgress) -> [AlternativesChart.Row] {
        guard let place = progress.result?.answerToken, progress.tokens.indices.contains(place) else { return [] }
        return progress.tokens[place].chartRows
    }
}

extension DocumentProgress {
    /// What the model is doing with the document now.
    fileprivate var underWay: String {
        if case .reading(let done, let total) = phase {
            return done >= total
                ? "The prompt is read; the answer is asked for."
                : "The model is reading: \(done) of \(total) tokens of the prompt."
        }
        let written = Figures.count(tokens.count, "token", "tokens")
        return "The model is thinking: \(written) so far. The distribution is read when it answers."
    }
}
