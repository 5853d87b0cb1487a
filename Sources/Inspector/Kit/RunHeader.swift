import Inference
import Relevance
import Reranking
import Sessions
import Terminal

/// The header over a run: the query and how the run goes; where there is a second row, what is asked and of what.
struct RunHeader {
    let board: Board
    let frame: DrawContext
    private var keys: KeyNames { frame.keys }
    private var theme: Theme { frame.theme }

    func draw(_ grid: inout Grid, _ rect: Rect) {
        let rect = grid.drawSign(rect, frame)
        let status = statusSpans(width: rect.width)
        let statusWidth = min(status.width, max(0, rect.width - 24))
        grid.write(
            status, at: Point(x: rect.endX - 1 - statusWidth, y: rect.y), maxWidth: statusWidth, theme: theme)
        let left = rect.x + 1
        let name = rect.width >= 60 ? "erank  " : ""
        grid.write(name, at: Point(x: left, y: rect.y), style: theme.style(.activeHeading))
        let queryX = left + name.count
        let room = max(0, rect.endX - 1 - statusWidth - 2 - queryX)
        if let line = frame.queryLine {
            let width = max(room, rect.endX - 1 - queryX - 1)
            grid.fill(Rect(x: queryX, y: rect.y, width: width + 1, height: 1))
            grid.write(line, at: Point(x: queryX, y: rect.y), style: Style(attributes: .underline), width: width)
        } else if board.query.text.isEmpty {
            grid.write(
                [Span("no query yet: \(keys(.editQuery)) types one", .quiet)], at: Point(x: queryX, y: rect.y), maxWidth: room,
                theme: theme)
        } else {
            grid.write([Span(board.query.text, .strong)], at: Point(x: queryX, y: rect.y), maxWidth: room, theme: theme)
        }
        if rect.height > 1 { drawSettings(&grid, rect.slice(1, 1)) }
    }

    /// From this median on, the header says how much probability is on no answer of the scale: such scores mean little.
    static let mostlyOffScale = 0.5

    private func drawSettings(_ grid: inout Grid, _ rect: Rect) {
        let right = replaySpans()
        let rightWidth = min(right.width, rect.width * 3 / 5)
        grid.write(right, at: Point(x: rect.endX - 1 - rightWidth, y: rect.y), maxWidth: rightWidth, theme: theme)
        let preset = InstructionPreset.all.first { $0.text == board.settings.instruction }?.name ?? board.settings.instruction
        var spans: [Span] = []
        /// A label is shown with enough of its value to make sense of, or not at all.
        func add(_ label: String, _ value: String) {
            let gap = spans.isEmpty ? "" : "   "
            let room = rect.width - rightWidth - 4 - spans.width - gap.count - label.count - 1
            guard room >= min(8, TerminalText.width(of: value)) else { return }
            spans += [
                Span(gap), Span(label + " ", .quiet), Span(TerminalText.truncated(value, to: room, ellipsis: theme.ellipsis)),
            ]
        }
        let topics = board.session.topics.count
        if topics > 1, let index = board.topicIndex { add("query", "\(index + 1)/\(topics)") }
        // One query of a collection is known by its id there.
        if topics == 1, board.query.collection != nil { add("query", board.query.exportedID) }
        if let other = board.rows.medianOther, other >= Self.mostlyOffScale {
            spans += [Span(spans.isEmpty ? "" : "   "), Span("off scale \(Figures.fixed(other * 100, 0)) %", .attention)]
        }
        let isAsked = board.run != nil || !board.source.isPutTogether
        if isAsked { add("mode", board.mode.rawValue) }
        if board.documentCount > 0, board.documentCount < board.loadedCount {
            add("depth", "\(board.documentCount) of \(board.loadedCount)")
        }
        let source = board.candidateSource
        if !source.isEmpty {
            let room = max(8, rect.width - rightWidth - spans.width - 12)
            // The end of a path says most.
            add("from", source.contains("/") ? TerminalText.tail(of: source, to: min(room, 40), theme.ellipsis) : source)
        }
        if isAsked { add("rank by", board.rows.rule.words) }
        let judged = board.gradedCount
        if judged > 0 { add("judged", "\(judged) of \(board.documentCount)") }
        if isAsked { add("instruction", TerminalText.truncated(preset, to: 60, ellipsis: theme.ellipsis)) }
        grid.write(spans, at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - rightWidth - 4, theme: theme)
    }

    /// Which run is shown, or how far a replay is.
    private func replaySpans() -> [Span] {
        if let replay = board.source.replay {
            let sign = replay.isOver ? "over" : replay.isPaused ? "paused" : "replay"
            let speed = replay.speed == replay.speed.rounded() ? Figures.fixed(replay.speed, 0) : Figures.fixed(replay.speed, 2)
            return [
                Span(sign + " ", replay.isPaused ? .attention : .active),
                Span("\(Figures.clock(milliseconds: replay.position)) of \(Figures.clock(milliseconds: replay.length))  "),
                Span("\(theme.times)\(speed)", .quiet),
            ]
        }
        guard board.shown.run != nil else {
            if !board.source.isWritable {
                return board.session.runs.isEmpty ? [] : [Span("no run when it was opened", .attention)]
            }
            return board.session.runs.isEmpty ? [] : [Span("not run yet: \(keys(.run))", .attention)]
        }
        var spans = [Span(runWords, .quiet)]
        if let unfinished = unfinishedWords { spans = [Span(unfinished + "  ", .attention)] + spans }
        if board.isChangedSince, board.source.isWritable {
            spans = [Span(changeWords + "  ", .attention)] + spans
        }
        return spans
    }

    /// Which of the query's runs is shown, and its job, where there are several; how far a job of several queries is.
    private var runWords: String {
        guard let run = board.run else { return "" }
        // As long as the job goes on, also where the query in view is done or not begun.
        if board.isJobUnderWay || run.isUnderWay, let job = JobProgress(of: run, in: board.session, clock: board.time.clock) {
            let left = job.secondsLeft.map { ", ETA \(Figures.duration($0))" } ?? ""
            return "job \(run.request.job.rawValue): \(job.finishedCount) of \(job.runs.count) queries\(left)"
        }
        let own = board.ownRuns
        let place = own.firstIndex { $0 == board.shown.run }.map { own.count > 1 ? ["run \($0 + 1) of \(own.count)"] : [] } ?? []
        let job = board.session.jobs.count > 1 ? ["job \(run.request.job.rawValue)"] : []
        return (place + job).joined(separator: ", ")
    }

    /// What the next run would ask that the one shown did not, and the key that runs it.
    private var changeWords: String {
        let key = keys(board.unfinishedRun == nil ? .run : .rerun)
        if !board.wishes.asksAnew, board.model.isOther(than: board.run?.model), let model = board.model.name,
            frame.size.width >= 100
        {
            return "\(key) runs with \(model)"
        }
        let changed = board.model.isOther(than: board.run?.model) && !board.wishes.asksAnew ? ["model"] : changedNames
        if changed == ["depth"] { return "depth \(board.session.settings.depth): \(key) runs" }
        let isShort = changed.count > 1 && frame.size.width < 100
        return "\(isShort ? "settings" : changed.joined(separator: ", ")) changed: \(key) runs"
    }

    /// What a run now would ask otherwise, in a word each.
    private var changedNames: [String] {
        guard let run = board.run else { return [] }
        let (old, new) = (run.settings, board.session.settings)
        var names: [String] = []
        if old.mode != new.mode { names.append("mode") }
        if old.instruction != new.instruction { names.append("instruction") }
        if old.depth != new.depth { names.append("depth") }
        if (old.maxNewTokens, old.queryTokenLimit, old.documentTokenLimit)
            != (new.maxNewTokens, new.queryTokenLimit, new.documentTokenLimit)
        {
            names.append("limits")
        }
        if run.query.text != board.topic.query.text { names.append("query") }
        return names.isEmpty ? ["candidates"] : names
    }

    /// What is left of the run shown, and the key that scores it; nil where it is complete or under way.
    private var unfinishedWords: String? {
        guard let run = board.unfinishedRun else { return nil }
        // Only the model that began it resumes it.
        let canResume = board.whyNotRun(keys) == nil && !board.model.isOther(than: run.model)
        let remedy = canResume ? ": \(keys(.run)) resumes" : ""
        return switch run.status {
        case .announced where board.isJobUnderWay: "waits for its turn"
        case .announced: "not run yet" + (canResume ? ": \(keys(.run))" : "")
        // What another program writes was read once, when the session was opened.
        case .interrupted where !board.source.isWritable && !board.isReplay: "as it was when opened"
        case .interrupted: "interrupted" + remedy
        case .ended, .underWay: "\(run.unfinishedCount) left" + remedy
        }
    }

    /// The model, and the run's progress or the model's.
    private func statusSpans(width: Int) -> [Span] {
        let isWide = width >= 100
        switch board.model {
        case .fetching(let name, let done, let total, let rate):
            var spans = [Span("fetching \(name) ", .active)]
            let share = total > 0 ? Double(done) / Double(total) : 0
            if width >= 60 { spans += progressBar(share, width: isWide ? 16 : 8) }
            spans.append(Span(" \(Figures.fixed(share * 100, 0)) %"))
            if isWide { spans.append(Span("  \(Figures.bytes(done)) of \(Figures.bytes(total))", .quiet)) }
            if rate > 0, width >= 60 { spans.append(Span("  ETA \(Figures.duration(Double(total - done) / rate))", .quiet)) }
            return spans
        case .loading(let name, let fraction):
            let share = fraction.map { " \(Figures.fixed($0 * 100, 0)) %" } ?? ""
            // Whose the ranking is comes before how far it is.
            return (board.run == nil ? [] : modelSpans) + (isWide ? progressSpans(width: width) : []) + [
                Span("  loading \(name)\(share)\(board.wishes.whenReady == nil ? "" : ", then runs")", .active)
            ]
        default:
            let progress = progressSpans(width: width)
            return (width >= 60 || progress.isEmpty ? modelSpans : []) + progress
        }
    }

    private var modelSpans: [Span] {
        if let run = board.run { return [Span(run.model?.name ?? "model unknown", .quiet)] }
        // Before its first run begins, a replay has only what was chosen in it.
        if board.isReplay { return [Span(board.session.model?.name ?? "", .quiet)] }
        if board.source.isPutTogether { return [Span("no model has run", .quiet)] }
        return switch board.model {
        case .ready(let description): [Span(description.name, .quiet)]
        case .chosen(let name, _): [Span(name, .quiet)]
        case .missing(let model): [Span("\(model.name) is not here yet: \(keys(.model)) fetches", .attention)]
        case .failed(let name, _): [Span("\(name) failed: \(keys(.model))", .failure)]
        default: [Span("no model: \(keys(.model))", .attention)]
        }
    }

    private func progressSpans(width: Int) -> [Span] {
        guard let run = board.run else { return [] }
        let count = board.documentCount
        let progress = RunProgress(run: run, isLive: board.isShowingLiveRun, clock: board.time.clock)
        var spans = [Span("  ")]
        if board.isShowingLiveRun {
            let cancelled = run.counts.cancelled
            spans.append(Span("\(progress.settledCount)/\(count)"))
            let eta = Span("  ETA \(progress.secondsLeft.map(Figures.duration) ?? String(theme.ellipsis))")
            // The time left is never cut: what says less gives way to it.
            var room = width - 24 - modelSpans.width - spans.width - [eta].width
            func add(_ more: [Span]) {
                guard more.width <= room else { return }
                spans += more
                room -= more.width
            }
            if width >= 60 { add([Span(" ")] + progressBar(progress.doneShare, width: isWideBar(width))) }
            if cancelled > 0 { add([Span(", \(cancelled) cancelled", .attention)]) }
            if let rate = progress.documentsPerSecond { add([Span("  \(Figures.rate(rate)) docs/s")]) }
            spans.append(eta)
            return spans
        }
        let room = width - 12 - modelSpans.width
        let query = TerminalText.width(of: board.query.text)
        // The counts come before the end of a long query.
        let counts = TerminalText.width(of: run.counts.phrases.joined(separator: ", "))
        return spans + endSpans(run, room: max(room - min(query, width * 2 / 5), min(counts, room - min(query, 16))))
    }

    /// What came of a run that is not under way: as much of it as leaves the query its room, the most important first.
    private func endSpans(_ run: RunState, room: Int) -> [Span] {
        let counts = run.counts
        let role: Theme.Role = counts.scored == counts.all ? .text : .attention
        let phrases = room >= 16 ? counts.phrases : ["\(counts.scored)/\(counts.all)"]
        var spans = [Span(phrases[0], role)]
        func add(_ span: Span) { if spans.width + [span].width <= room { spans.append(span) } }
        for phrase in phrases.dropFirst() { add(Span(", " + phrase, role)) }
        if let statistics = run.statistics, counts.all > counts.cancelled {
            let kept = run.keptCount > 0 ? ", the last \(run.settledNowCount)" : ""
            add(Span("\(kept) in \(Figures.duration(statistics.seconds))", .quiet))
            if let rate = run.settledPerSecond { add(Span("  \(Figures.rate(rate)) docs/s", .quiet)) }
        }
        return spans
    }

    private func isWideBar(_ width: Int) -> Int { width >= 150 ? 30 : width >= 100 ? 16 : 8 }

    private func progressBar(_ share: Double, width: Int) -> [Span] {
        // Full only when all is done.
        let done = max(0, min(width, Int(share.unit * Double(width))))
        return [
            Span(String(repeating: theme.progressDone, count: done), .active),
            Span(String(repeating: theme.progressLeft, count: width - done), .rule),
        ]
    }
}

extension Grid {
    /// Says, for as long as it is so, that the disk lacks events or that nothing can be recorded.
    ///
    /// - Returns: what is left of the header.
    mutating func drawSign(_ rect: Rect, _ frame: DrawContext) -> Rect {
        guard let words = frame.sign else { return rect }
        let sign = [Span(words, .attention)]
        write(sign, at: Point(x: rect.endX - 1 - sign.width, y: rect.y), maxWidth: sign.width, theme: frame.theme)
        return Rect(x: rect.x, y: rect.y, width: max(0, rect.width - sign.width - 2), height: rect.height)
    }
}
