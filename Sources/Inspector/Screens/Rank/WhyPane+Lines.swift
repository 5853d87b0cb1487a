import Relevance
import Reranking
import Sessions
import Terminal

/// The score of the selected document, worked out line by line.
extension WhyPane {
    func sumSpans(_ result: DocumentResult, answer: Int) -> [[Span]] {
        var lines: [[Span]] = []
        func line(_ label: String, _ spans: [Span]) { lines.append([Span(TerminalText.padded(label, to: 10), .quiet)] + spans) }
        line("answer", [Span(words.word(for: answer), .strong)] + (result.isForced ? [Span("  forced", .attention)] : []))
        if let distribution = result.distribution {
            for (label, spans) in figures(of: distribution, result, answer: answer) { line(label, spans) }
        }
        let rule = board.rows.rule
        if rule.withoutDistribution == 0, rule.applied == .hybrid || rule.applied == .integer,
            let score = board.rows.ranked(board.selected)?.score
        {
            let by = rule.applied == .integer ? "  by the answer" : "  0.2 z(first stage) + 0.8 z(score)"
            line(
                "ranked",
                [Span(rule.applied == .integer ? Figures.fixed(score, 0) : Figures.score(score), .strong), Span(by, .quiet)])
        }
        if board.rows.rule.withoutDistribution > 0, board.rows.rule.asked != .integer {
            line(
                "ranked",
                [Span(board.rows.rule.asked == .hybrid ? "hybrid of the answers alone" : "by the answers alone", .attention)])
        }
        if let ranked = board.rows.ranked(board.selected), ranked.isTied {
            let group = board.rows.ranking.count { $0.score == ranked.score }
            line("tied", [Span("with \(group - 1)"), Span(", by first stage", .quiet)])
        }
        if board.rows.imitating.contains(board.selected) { line("document", [Span("imitates the answer format", .attention)]) }
        let cut = result.isCut ? [Span("  cut to fit", .attention)] : []
        line("tokens", [Span("\(result.newTokens) written, \(result.promptTokens) read")] + cut)
        if result.cachedTokens > 0 { line("shared", [Span("\(result.cachedTokens) of those read", .quiet)]) }
        line("time", [Span(Figures.duration(result.seconds)), Span(" beside others", .quiet)])
        return lines
    }

    private func figures(of distribution: ScoreDistribution, _ result: DocumentResult, answer: Int)
        -> [(label: String, spans: [Span])]
    {
        var lines: [(label: String, spans: [Span])] = []
        func line(_ label: String, _ spans: [Span]) { lines.append((label, spans)) }
        if board.mode.isBinary {
            let no = distribution.probabilities.first ?? 0
            let yes = distribution.probabilities.last ?? 0
            let score = Ranking.score(of: result, mode: board.mode, by: .paper) ?? 0
            func share(_ value: Double) -> String { String(Figures.fixed(value, 3).trimmingPrefix("0")) }
            line(
                "score",
                [
                    Span(Figures.score(score), .strong),
                    Span(" = \(share(yes)) / (\(share(yes)) + \(share(no)))"),
                ])
        } else {
            let pr = distribution.probabilities.indices.contains(answer) ? distribution.probabilities[answer] : 0
            line(
                "score",
                [
                    Span(Figures.score(Double(answer) * pr), .strong),
                    Span(" = \(answer) \(theme.times) \(Figures.fixed(pr, 3))"), Span("  s \(theme.times) Pr(s)", .quiet),
                ])
            line("expected", [Span(Figures.score(distribution.expected), .strong), Span("  sum of k P(k)", .quiet)])
        }
        let most = board.mode.isBinary ? 1.58 : 3.58
        line("entropy", [Span(Figures.fixed(distribution.entropy)), Span(" of \(Figures.fixed(most)) bits", .quiet)])
        let isMostlyOff = distribution.other >= RunHeader.mostlyOffScale
        line(
            "other",
            [Span(Figures.fixed(distribution.other, 3), isMostlyOff ? .attention : .text), Span(" off the scale", .quiet)])
        return lines
    }
}
