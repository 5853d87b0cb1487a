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
        let title = screen.view.isOfDocuments ? board.query.text : "all \(Figures.count(topics, "query", "queries"))"
        let count = topics > 1 && screen.view.isOfDocuments ? "query \((board.topicIndex ?? 0) + 1)/\(topics)" : ""
        let room = max(0, place.width - count.count - 3)
        grid.write(
            [Span("compare  ", .activeHeading), Span(title, .strong)], at: Point(x: 1, y: rect.y), maxWidth: room - 1,
            theme: theme)
        grid.write(count, at: Point(x: max(0, place.endX - 1 - count.count), y: rect.y), style: theme.style(.quiet))
        let lines =
            [sideSpans(width: rect.width)]
            + (screen.view.isOfDocuments
                ? Self.lines(measureGroups + agreementGroups(width: rect.width - 2), width: rect.width - 2, rect.height - 2)
                : wholeLines(width: rect.width - 2, rect.height - 2))
        let shown = rect.height >= 4 ? lines : Array(lines.prefix(1))
        grid.write(lines: shown, in: Rect(x: 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1), theme: theme)
    }

    /// Puts groups of spans into lines, each group whole. What has no room is left out; the last group is cut instead.
    private static func lines(_ groups: [[Span]], width: Int, _ count: Int) -> [[Span]] {
        var lines: [[Span]] = [[]]
        for (place, group) in groups.enumerated() {
            let gap = lines[lines.count - 1].isEmpty ? [] : [Span("  ")]
            let fits = lines[lines.count - 1].width + gap.width + group.width <= width
            if !fits, !gap.isEmpty, lines.count < count {
                lines.append(group)
            } else if fits || gap.isEmpty || place == groups.count - 1 {
                lines[lines.count - 1] += gap + group
            }
        }
        return lines
    }

    /// What differs, without the values that the names of the sides have.
    private static func short(_ differs: [String]) -> String {
        let known = ["model", "mode"]
        let words = differs.map { words in known.first { words.hasPrefix($0 + " ") } ?? words }
        return "differs: " + words.joined(separator: "; ")
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
            let all = screen.view.isOfDocuments ? nil : letter == "A" ? screen.progress.a : screen.progress.b
            // Of a run that ended before it was done, its counts are its state.
            let counts = system.run(of: board.query.id, in: board.session)?.counts
            let ended = counts.flatMap {
                $0.unscored > 0 ? "  \($0.all - $0.unscored)/\($0.all)" + (width < 100 ? "" : " scored") : nil
            }
            return [
                Span(letter + " ", .key), Span(name), Span(all ?? progress ?? "", .active),
                Span(all == nil && progress == nil && screen.view.isOfDocuments ? ended ?? "" : "", .attention),
            ]
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
            + (both ? [Span("   both at once on this machine", .quiet)] : [])
    }

    /// Both values of the measure for the query shown, how much is judged, and what that leaves open.
    private var measureGroups: [[Span]] {
        if screen.a == screen.b {
            let key = frame.keys(.chooseB)
            return [[Span("A and B are the same ranking: \(key) chooses a job, a model to run or a file", .attention)]]
        }
        guard let one = screen.one, let measure = one.measures.first, let pair = screen.query?.values.first else {
            return [[notMeasured]]
        }
        var groups = [
            [
                Span(measure.measure.name + "  ", .quiet), Span("A "), Span(Figures.fixed(pair.a, 3), .strong), Span("  B "),
                Span(Figures.fixed(pair.b, 3), .strong), Span("  "), .change(from: pair.a, to: pair.b),
            ]
        ]
        // Whose grades they are, where there are several judges.
        if board.session.book.judges.count > 1 {
            var whose = "all judges"
            if case .judge(let judge) = board.evaluation.graders { whose = "\(judge) alone" }
            groups.append([Span("by \(whose)", .quiet)])
        }
        if let judged = screen.query?.judged10 {
            groups.append([Span("judged@10 \(Figures.fixed(judged.a)) \(Figures.fixed(judged.b))", .quiet)])
        }
        if let bounds = measure.bounds, bounds.lowerBound < bounds.upperBound {
            let ends = [bounds.lowerBound, bounds.upperBound].map { Figures.signed($0, 3) }
            groups.append([
                measure.isDecided
                    ? Span("no missing grade changes who is better", .active)
                    : Span("if all judged \(ends[0]) to \(ends[1])", .quiet)
            ])
        }
        return groups
    }

    /// Why the query shown has no figures.
    private var notMeasured: Span {
        let isJudged = screen.one?.measures.isEmpty == false
        if let query = screen.query, !query.isFinished, isJudged {
            let left = Figures.count(query.unscored, "document")
            return Span(
                board.isRunning
                    ? "measured when both sides are done with this query: \(left) left" : "not measured: \(left) not scored",
                .quiet)
        }
        if let query = screen.query, query.isOneSided {
            let one = query.documents.contains { $0.a != nil } ? "A" : "B"
            return Span("only \(one) has ranked this query: nothing to compare", .quiet)
        }
        return Span(isJudged ? "no grade for this query" : "not judged: the rankings alone are compared", .quiet)
    }

    /// Of all queries: how sure the difference is, what the unjudged leave open, and what to know before believing it.
    private func wholeLines(width: Int, _ count: Int) -> [[Span]] {
        guard let whole = screen.queries.comparison else { return [] }
        var groups: [[Span]] = []
        if let first = whole.measures.first, first.differences.mean != nil {
            func figure(_ name: String, _ value: String?) {
                if let value { groups.append([Span(name + " ", .quiet), Span(value)]) }
            }
            groups.append([Span(first.measure.name)])
            figure("d_z", first.differences.effectSize.map { Figures.fixed($0) })
            figure("p t", first.differences.tTest.map { Figures.p($0.p) })
            figure("p flip", first.randomisationP.map(Figures.p))
            if let bounds = first.bounds, bounds.lowerBound < bounds.upperBound {
                figure(
                    "if all judged", "\(Figures.signed(bounds.lowerBound, 3)) to \(Figures.signed(bounds.upperBound, 3))")
                if first.isDecided { groups.append([Span("no missing grade can change which side is better", .active)]) }
            }
        } else {
            let words =
                whole.measures.isEmpty
                ? "not judged: the rankings alone are compared"
                : whole.finished.isEmpty && !whole.queries.isEmpty
                    ? "no query is finished yet" : "the sides have no judged query in common"
            groups = [[Span(words, .quiet)]]
        }
        let differs = screen.queries.facts.differs
        let words = differs.isEmpty ? [] : [Self.short(differs)]
        let figures = Self.lines(groups, width: width, max(1, count - 1))
        let last = Span((words + screen.queries.facts.cautions).joined(separator: "   "), .attention)
        return figures + (count - figures.count > 1 ? [last].wrapped(width: width) : [[last]])
    }

    /// How alike the rankings are, and what else differs between the sides.
    private func agreementGroups(width: Int) -> [[Span]] {
        guard let facts = screen.facts, let query = screen.query else {
            return [[Span("the sides have no ranking of this query in common", .attention)]]
        }
        let silent = [("A", facts.unanswered.a), ("B", facts.unanswered.b)].filter { $0.1.isMost }.map { name, silent in
            [Span("no score in \(name): \(silent.count) of \(silent.documents)", .attention)]
        }
        let ties = [("A", facts.tied.a), ("B", facts.tied.b)].filter { $0.1.isMost }.map { name, tied in
            [Span("\(tied.count) of \(tied.documents) tied in \(name)", .attention)]
        }
        // Much mass off the scale: the model does not answer as it is asked to.
        let off = [("A", facts.offScale.a), ("B", facts.offScale.b)].compactMap { name, share in
            share.flatMap {
                $0 >= RunHeader.mostlyOffScale ? [Span("off scale in \(name) \(Figures.fixed($0 * 100, 0)) %", .attention)] : nil
            }
        }
        var groups = silent + off + ties
        // Of one model with and without its thought, what it changed says more, once both are done.
        let isUnderWay = [screen.a, screen.b].contains { $0.run(of: board.query.id, in: board.session)?.isUnderWay ?? false }
        let finding = isUnderWay ? nil : facts.finding
        if facts.contested > 0 {
            let documents = Figures.count(facts.contested, "document")
            groups.append([
                Span("judges disagree on \(documents), left without a grade: \(frame.keys(.agreement))", .attention)
            ])
        }
        let hasSettings = screen.one?.a.settings != nil && screen.one?.b.settings != nil
        let nothing = hasSettings ? "differs: nothing that is recorded" : ""
        let whole = facts.differs.isEmpty ? nothing : "differs: " + facts.differs.joined(separator: "; ")
        var last = Span(TerminalText.width(of: whole) > width ? Self.short(facts.differs) : whole, .attention)
        if let finding {
            last = Span(TerminalText.width(of: finding.sentence) > width ? finding.words : finding.sentence, .active)
        }
        // A side that is not done has no ranking yet, and a side without the query has none.
        guard query.isFinished, !query.isOneSided else { return groups + [[last]] }
        func add(_ name: String, _ value: Double?) {
            groups.append([Span(name + " ", .quiet), Span(value.map { Figures.fixed($0) } ?? "-")])
        }
        add("tau_AP,b", query.correlation.tauAPB)
        add("RBO", query.overlap?.extrapolated)
        if let common = query.overlap10 {
            groups.append([Span("first ten in common \(Figures.fixed(common * 100, 0)) %", .quiet)])
        }
        if let pairs = query.pairs, pairs.count > 0 {
            groups.append([Span("judged pairs right A \(pairs.rightA) B \(pairs.rightB) of \(pairs.count)", .quiet)])
        }
        return groups + [[last]]
    }
}
