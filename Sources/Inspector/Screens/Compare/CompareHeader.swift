import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

/// The header of a comparison: the query, who A and B are, and what is said of the query in view or of all queries.
struct CompareHeader {
    let screen: CompareScreen
    let board: Board
    let frame: DrawContext

    func draw(_ grid: inout Grid, _ rect: Rect) {
        let theme = frame.theme
        let place = grid.drawSign(rect.slice(0, min(1, rect.height)), frame)
        let topics = board.session.topics.count
        let count = topics > 1 && screen.view.isOfDocuments ? "query \((board.topicIndex ?? 0) + 1)/\(topics)" : ""
        let room = max(0, place.width - count.count - 3)
        grid.write(
            [Span("compare  ", .activeHeading), Span(board.query.text, .strong)], at: Point(x: 1, y: rect.y), maxWidth: room - 1,
            theme: theme)
        grid.write(count, at: Point(x: max(0, place.endX - 1 - count.count), y: rect.y), style: theme.style(.quiet))
        let lines =
            [sideSpans(width: rect.width)]
            + (screen.view.isOfDocuments
                ? [measureSpans(width: rect.width - 2), agreementSpans(width: rect.width - 2)]
                : wholeLines(width: rect.width - 2))
        let shown = rect.height >= 4 ? lines : Array(lines.prefix(1))
        grid.write(lines: shown, in: Rect(x: 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1), theme: theme)
    }

    /// Who A and B are.
    private func sideSpans(width: Int) -> [Span] {
        func spans(_ letter: String, _ system: ComparedSystem) -> [Span] {
            let name = TerminalText.truncated(system.name(in: board.session), to: max(8, width / 2 - 8))
            let run = system.run(of: board.query.id, in: board.session).flatMap { $0.isUnderWay ? $0 : nil }
            let progress = run.map { run in
                let rate = RunProgress(run: run, isLive: true, clock: board.time.clock).documentsPerSecond
                return "  \(run.counts.all - run.counts.unscored)/\(run.counts.all)"
                    + (rate.map { ", \(Figures.rate($0)) docs/s" } ?? "")
            }
            return [Span(letter + " ", .key), Span(name), Span(progress ?? "", .active)]
        }
        let both =
            !board.isReplay
            && [screen.a, screen.b].allSatisfy { $0.run(of: board.query.id, in: board.session)?.isUnderWay ?? false }
        var sides = spans("A", screen.a) + [Span("   ")] + spans("B", screen.b)
        // Where the finding has the line that says what differs, it stands here.
        if screen.view.isOfDocuments, !both, let facts = screen.facts, facts.finding != nil, !facts.differs.isEmpty {
            let differs = Span("   differs: " + facts.differs.joined(separator: "; "), .attention)
            if sides.width + [differs].width <= width - 2 { sides.append(differs) }
        }
        return sides
            + (both ? [Span("   both at once, sharing this machine", .quiet)] : [])
    }

    /// Both values of the measure for the query shown.
    private func measureSpans(width: Int) -> [Span] {
        if screen.a == screen.b {
            let key = frame.keys(.chooseB)
            return [Span("A and B are the same ranking: \(key) chooses a job, a model to run or a file", .attention)]
        }
        guard let one = screen.one, let measure = one.measures.first, let pair = screen.query?.values.first else {
            if let query = screen.query, !query.isFinished, screen.one?.measures.isEmpty == false {
                let left = Figures.count(query.unscored, "document")
                return [
                    Span(
                        board.isRunning
                            ? "measured when both sides are done: \(left) left" : "not measured: \(left) not scored", .quiet)
                ]
            }
            let isJudged = screen.one?.measures.isEmpty == false
            if let query = screen.query, query.isOneSided {
                let one = query.documents.contains { $0.a != nil } ? "A" : "B"
                return [Span("only \(one) has ranked this query: nothing to compare", .quiet)]
            }
            return [
                Span(isJudged ? "no grade for this query" : "not judged: the rankings alone are compared", .quiet)
            ]
        }
        var spans = [
            Span(measure.measure.name + "  ", .quiet), Span("A "), Span(Figures.fixed(pair.a, 3), .strong), Span("  B "),
            Span(Figures.fixed(pair.b, 3), .strong), Span("  "), .change(from: pair.a, to: pair.b),
        ]
        // Whose grades they are, where there are several judges.
        if board.session.book.judges.count > 1 {
            var whose = "all judges"
            if case .judge(let judge) = board.evaluation.graders { whose = "\(judge) alone" }
            spans.append(Span("  by \(whose)", .quiet))
        }
        if let judged = screen.query?.judged10 {
            let words = Span("   judged@10 \(Figures.fixed(judged.a)) \(Figures.fixed(judged.b))", .quiet)
            if spans.width + [words].width <= width { spans.append(words) }
        }
        guard let bounds = measure.bounds, bounds.lowerBound < bounds.upperBound else { return spans }
        let ends = [bounds.lowerBound, bounds.upperBound].map { Figures.signed($0, 3) }
        let open =
            measure.isDecided
            ? Span("  no missing grade can change this", .active)
            : Span("  if all judged \(ends[0]) to \(ends[1])", .quiet)
        if spans.width + [open].width <= width { spans.append(open) }
        return spans
    }

    /// Of all queries: how sure the difference is, what the unjudged leave open, and what to know before believing it.
    private func wholeLines(width: Int) -> [[Span]] {
        guard let whole = screen.queries.comparison else { return [] }
        var spans: [Span] = []
        func add(_ more: [Span]) { if spans.width + more.width <= width { spans += more } }
        if let first = whole.measures.first, first.differences.mean != nil {
            func figure(_ name: String, _ value: String?) {
                if let value { add([Span(name + " ", .quiet), Span(value), Span("   ")]) }
            }
            add([Span(first.measure.name + "   ")])
            figure("d_z", first.differences.effectSize.map { Figures.fixed($0) })
            figure("p t", first.differences.tTest.map { Figures.p($0.p) })
            figure("p flip", first.randomisationP.map(Figures.p))
            if let bounds = first.bounds, bounds.lowerBound < bounds.upperBound {
                figure(
                    "if all judged",
                    "\(Figures.signed(bounds.lowerBound, 3)) to \(Figures.signed(bounds.upperBound, 3))"
                        + (first.isDecided ? ": no missing grade can change which side is better" : ""))
            }
        } else {
            spans = [
                Span(
                    whole.measures.isEmpty
                        ? "not judged: the rankings alone are compared"
                        : whole.finished.isEmpty && !whole.queries.isEmpty
                            ? "no query is finished yet" : "the sides have no judged query in common", .quiet)
            ]
        }
        let cautions = whole.cautions
        let differs = whole.inputDifferences
        let words = differs.isEmpty ? [] : ["differs: " + differs.joined(separator: "; ")]
        return [spans, [Span((words + cautions).joined(separator: "   "), .attention)]]
    }

    /// How alike the rankings are, and what else differs between the sides.
    private func agreementSpans(width: Int) -> [Span] {
        guard let facts = screen.facts, let query = screen.query else {
            return [Span("the sides have no ranking of this query in common", .attention)]
        }
        let ties = [("A", facts.tied.a), ("B", facts.tied.b)].filter { $0.1.isMost }.map { name, tied in
            Span("\(tied.count) of \(tied.documents) tied in \(name)  ", .attention)
        }
        let silent = [("A", facts.unanswered.a), ("B", facts.unanswered.b)].filter { $0.1.isMost }.map { name, silent in
            Span("no score in \(name): \(silent.count) of \(silent.documents)  ", .attention)
        }
        let warnings = silent + ties
        // Of one model with and without its thought, what it changed says more, once both are done.
        let isUnderWay = [screen.a, screen.b].contains { $0.run(of: board.query.id, in: board.session)?.isUnderWay ?? false }
        if !isUnderWay, let finding = facts.finding {
            let isShort = warnings.width + TerminalText.width(of: finding.sentence) > width
            return warnings + [Span(isShort ? finding.words : finding.sentence, .active)]
        }
        var spans = warnings
        if facts.contested > 0 {
            let documents = Figures.count(facts.contested, "document")
            let words = "judges disagree on \(documents), left without a grade: \(frame.keys(.agreement))  "
            spans.append(Span(words, .attention))
        }
        let hasSettings = screen.one?.a.settings != nil && screen.one?.b.settings != nil
        let nothing = hasSettings ? "differs: nothing that is recorded" : ""
        let differs = Span(facts.differs.isEmpty ? nothing : "differs: " + facts.differs.joined(separator: "; "), .attention)
        // A side that is not done has no ranking yet, and a side without the query has none.
        guard query.isFinished, !query.isOneSided else { return spans + [differs] }
        // A figure is shown whole or not at all.
        func add(_ name: String, _ value: Double?) {
            let more = [Span(name + " ", .quiet), Span(value.map { Figures.fixed($0) } ?? "-"), Span("  ")]
            if spans.width + more.width <= width { spans += more }
        }
        add("tau_AP,b", query.correlation.tauAPB)
        add("RBO", query.overlap?.extrapolated)
        if let common = query.overlap10 {
            let more = Span("first ten in common \(Figures.fixed(common * 100, 0)) %  ", .quiet)
            if spans.width + [more].width <= width { spans.append(more) }
        }
        if let pairs = query.pairs, pairs.count > 0, width >= 100 {
            spans.append(Span("judged pairs right A \(pairs.rightA) B \(pairs.rightB) of \(pairs.count)  ", .quiet))
        }
        return spans + [differs]
    }
}
