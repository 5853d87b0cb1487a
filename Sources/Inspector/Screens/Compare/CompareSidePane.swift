import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

/// One side of the document selected: its figures, its distribution, its thought.
struct CompareSidePane {
    let isB: Bool
    let system: ComparedSystem
    let document: ComparedDocument?
    let board: Board
    let thought: ThoughtFlow
    /// nil where the thoughts do not part.
    let parting: PairedThoughts.Parting?
    let top: Int
    /// Whether both distributions stand on one axis elsewhere.
    let isPaired: Bool
    let frame: DrawContext
    private var theme: Theme { frame.theme }
    private var ranked: ComparisonSide.Ranked? { isB ? document?.b : document?.a }

    private static let chartRows = 6

    /// The figures, and where the thoughts part.
    private static func figureRows(_ rect: Rect) -> Int { rect.height >= 8 ? 3 : 2 }

    /// Of one side alone; where both stand on one axis, none is needed.
    private static func hasChart(_ rect: Rect, _ isPaired: Bool) -> Bool {
        !isPaired && rect.height >= 1 + 3 + chartRows + 4 && rect.width >= 38
    }

    /// Where the thought stands in the pane of a side.
    static func thoughtPlace(_ rect: Rect, isPaired: Bool) -> Rect {
        let used = 1 + figureRows(rect) + (hasChart(rect, isPaired) ? chartRows : 0)
        return Rect(
            x: rect.x + 1, y: rect.y + used, width: max(0, rect.width - 2), height: max(0, rect.height - used))
    }

    func draw(_ grid: inout Grid, _ rect: Rect) {
        let name = "\(isB ? "B" : "A")  \(system.name(in: board.session))"
        // Where the table has no column for it.
        let apart = isB && rect.width < 48 ? document?.wasserstein.map { "W \(Figures.fixed($0, 1))  " } : nil
        Heading(name, note: (apart ?? "") + TerminalText.truncated(document?.id ?? "", to: max(4, rect.width / 3)), .kept).draw(
            &grid, rect.slice(0, min(1, rect.height)), theme: theme)
        guard document != nil else { return }
        let inner = Rect(x: rect.x + 1, y: rect.y + 1, width: max(0, rect.width - 2), height: max(0, rect.height - 1))
        let rows = Self.figureRows(rect)
        grid.write(
            lines: figures(width: inner.width) + [partingSpans(width: inner.width)], in: inner.slice(0, min(rows, inner.height)),
            theme: theme)
        if Self.hasChart(rect, isPaired), let result = ranked?.result, let distribution = result.answered {
            DistributionChart(
                probabilities: distribution.probabilities, other: distribution.other, labels: mode.choices,
                answer: result.answer, expected: nil
            ).draw(&grid, inner.slice(rows, Self.chartRows), theme: theme)
        }
        drawThought(&grid, Self.thoughtPlace(rect, isPaired: isPaired))
    }

    private var mode: ScoringMode { system.run(of: board.query.id, in: board.session)?.settings.mode ?? .reasoned }

    /// Why the document has no rank: it is still to be scored, or this side does not have it.
    private var notRanked: Span {
        guard let document, let (run, progress) = system.progress(of: document.id, for: board.query.id, in: board.session)
        else { return Span("not ranked by this side", .quiet) }
        let state = RankReport.State(progress)
        return Span(run.isUnderWay ? state.rawValue : "not scored: \(state.rawValue)", run.isUnderWay ? .active : .attention)
    }

    /// The answer, the score, the distribution in numbers; tokens and seconds.
    private func figures(width: Int) -> [[Span]] {
        guard let ranked else { return [[notRanked]] }
        guard let result = ranked.result else {
            let score = ranked.score.map { [Span("  score ", .quiet), Span(Figures.score($0), .strong)] } ?? []
            return [[Span("rank \(ranked.rank)")] + score]
        }
        let isNarrow = width < 46
        let gap = isNarrow ? " " : "  "
        let rankBy = system.rankBy(in: board.session)
        var first = [Span("rank \(ranked.rank)")]
        if let answer = result.answer {
            let word = mode.choices.indices.contains(answer) ? mode.choices[answer] : String(answer)
            first += [Span(gap + "answer ", .quiet), Span(word, .strong)]
            if let score = ranked.score {
                let label = rankBy == .paper ? "score" : rankBy.rawValue
                first += [Span(gap + label + " ", .quiet), Span(Figures.score(score), .strong)]
            }
        } else {
            first.append(Span("  \(ranked.state?.rawValue.replacing("_", with: " ") ?? "no score")", .failure))
        }
        if result.isForced { first.append(Span(gap + "forced", .attention)) }
        var second: [Span] = []
        if let distribution = result.answered {
            second += [
                Span("E ", .quiet), Span(Figures.fixed(distribution.expected)), Span(isNarrow ? " H " : "  entropy ", .quiet),
                Span(Figures.fixed(distribution.entropy, 1)), Span(isNarrow ? " oth " : "  other ", .quiet),
                Span(Figures.probability(distribution.other)), Span(isNarrow ? " " : "  "),
            ]
        }
        let tokens = isNarrow ? "\(result.newTokens) tok " : "\(result.newTokens) tokens  "
        let time = Span(tokens + Figures.duration(result.seconds), .quiet)
        // Nothing is cut where the pane is narrow.
        let fits = second.width + [time].width <= width
        second.append(fits ? time : Span(tokens + Figures.clock(seconds: result.seconds), .quiet))
        return [first, second]
    }

    /// "parts here: wrote ␣grow; B's ␣stay had .21".
    private func partingSpans(width: Int) -> [Span] {
        guard let parting else { return [] }
        let isNarrow = width < 46
        let room = max(4, (width - (isNarrow ? 24 : 36)) / 2)
        func shown(_ text: String) -> Span {
            Span(TerminalText.truncated(AlternativesChart.visible(text, theme), to: room, ellipsis: theme.ellipsis))
        }
        let (own, other) = isB ? (parting.textOfB, parting.textOfA) : (parting.textOfA, parting.textOfB)
        let spans = [
            Span("\(isNarrow ? "at" : "parts at token") \((isB ? parting.b : parting.a) + 1): ", .quiet), shown(own),
        ]
        guard let chance = isB ? parting.byBForA : parting.byAForB else { return spans }
        let name = isB ? "A" : "B"
        let figure =
            switch chance {
            case .exactly(let probability): "had \(Figures.probability(probability))"
            case .below(let probability): "below \(Figures.probability(max(probability, 0.001)))"
            }
        return spans + [Span(", \(name)'s ", .quiet), shown(other), Span(" " + figure)]
    }

    /// The thought: the beginning that both share is quiet, the token where they part is marked.
    private func drawThought(_ grid: inout Grid, _ rect: Rect) {
        guard rect.height > 0 else { return }
        guard thought.count > 0 else {
            let run = system.run(of: board.query.id, in: board.session)
            let words =
                run == nil
                ? system.isJob ? "this job did not score the query" : "no model: a ranking alone"
                : mode.thinks && run?.isUnderWay == true ? "no thought yet" : "no thought"
            grid.write([Span(words, .quiet)], at: rect.origin, maxWidth: rect.width, theme: theme)
            return
        }
        for (row, line) in thought.lines.dropFirst(top).prefix(rect.height).enumerated() {
            grid.write(line, at: Point(x: rect.x, y: rect.y + row), maxWidth: rect.width) { token in
                guard let parting = parting.map({ isB ? $0.b : $0.a }) else { return .plain }
                return token < parting ? theme.style(.quiet) : token == parting ? theme.style(.match) : .plain
            }
        }
    }
}
