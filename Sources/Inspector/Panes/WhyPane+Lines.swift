import Relevance
import Reranking
import Sessions
import Terminal

/// The score of the selected document, worked out line by line.
extension InspectorState {
    func sumSpans(_ result: DocumentResult, answer: Int, theme: Theme) -> [[Span]] {
        var lines: [[Span]] = []
        func line(_ label: String, _ spans: [Span]) { lines.append([Span(TerminalText.padded(label, to: 10), .quiet)] + spans) }
        line("answer", [Span(word(for: answer), .strong)] + (result.isForced ? [Span("  forced", .attention)] : []))
        if let distribution = result.distribution {
            for (label, spans) in figures(of: distribution, result, answer: answer, theme: theme) { line(label, spans) }
        }
        if rankingRule.withoutDistribution > 0, rankingRule.asked != .integer {
            line(
                "ranked",
                [Span(rankingRule.asked == .hybrid ? "hybrid of the answers alone" : "by the answers alone", .attention)])
        }
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

    private func figures(of distribution: ScoreDistribution, _ result: DocumentResult, answer: Int, theme: Theme)
        -> [(label: String, spans: [Span])]
    {
        var lines: [(label: String, spans: [Span])] = []
        func line(_ label: String, _ spans: [Span]) { lines.append((label, spans)) }
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
            let pr = distribution.probabilities.indices.contains(answer) ? distribution.probabilities[answer] : 0
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
        return lines
    }

    private func word(for answer: Int) -> String {
        mode.choices.indices.contains(answer) ? mode.choices[answer] : String(answer)
    }

    /// Why a document has no distribution: the engine gave none for its answer, or it has no answer.
    func whyNoDistribution(_ result: DocumentResult) -> String {
        guard let answer = result.answer else { return explain(result.outcome, mode: mode) }
        let reason =
            result.readoutFailure.map { "the engine failed when it was asked: \($0)." } ?? "the engine cannot be asked for one."
        return "The model answered \(word(for: answer)). No distribution: \(reason)"
    }
}
