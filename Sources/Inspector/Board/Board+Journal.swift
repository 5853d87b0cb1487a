import Relevance
import Reranking
import Sessions

extension Board {
    /// Folds one event of the journal in, and shows what it brings.
    mutating func take(_ timed: TimedEvent, _ io: inout ScreenIO) {
        time.clock = max(time.clock, timed.milliseconds)
        if case .candidates(let candidates, _) = timed.event, !isReplay {
            let changed = session.judgedOtherwise(candidates, for: session.query.id)
            if changed > 0 {
                let documents = Figures.count(changed, "document")
                io.complain("\(documents) judged before under the same id had another text: give documents ids of their own")
            }
        }
        let undone = session.book.undone(by: timed.event)
        session.apply(timed)
        if timed.event.changesDraft { wishes.asksAnew = session.asksAnew(topic) }
        switch timed.event {
        case .query, .candidates:
            if let topic = wishes.topic, session.topic(topic) != nil {
                show(topic: topic, &io)
                if case .candidates = timed.event { io.clearNotice(wishes.reading) }
            } else if !isRunning {
                showDraft()
            }
            io.changes.append(.topic)
        // Another depth shows more candidates, or fewer.
        case .settings: if shown.run == nil { showAnew() }
        case .model, .job, .unknown: break
        case .rankBy:
            rank()
            io.changes.append(.rankings)
        case .runStarted(let id, _):
            let isRequested = wishes.requested == id
            if isRequested {
                wishes.requested = nil
                // It may say that the run starts later.
                io.clearNotice()
            }
            io.changes.append(.rankings)
            // A run that nobody asked for here, one of several that are scored at once, does not change what is in view.
            guard let index = session.place(of: id), isRequested || isReplay || shown.run == nil else { break }
            show(run: index)
            shown.topic = nil
        case .run(let id, let event): take(event, of: id, &io)
        case .judgment(let judgment):
            judgments.remove(judgment)
            io.changes.append(.judgments(undone: []))
        case .undo, .redo:
            if !isReplay, let sentence = session.sentence(for: undone) { io.say(sentence) }
            io.changes.append(.judgments(undone: undone))
        case .scale: io.changes.append(.judgments(undone: []))
        case .judge: io.changes.append(.judge)
        case .judging: io.changes.append(.plan)
        case .seen: io.changes.append(.seen)
        case .ranking: io.changes.append(.rankings)
        }
    }

    private mutating func take(_ event: RunEvent, of id: RunID, _ io: inout ScreenIO) {
        let isShown = shown.run != nil && shown.run == session.place(of: id)
        switch event {
        case .finished, .ended:
            if isShown { updates.insert(.ranking) }
            updates.insert(.measures)
            if case .ended = event, !session.isRunUnderWay { io.clearNotice(RunWishes.stopping) }
            // Of the run in view, and of a job of several queries, the header says it.
            if case .ended(let statistics) = event, !isReplay, !isShown, let run = session.run(id),
                session.job(run.request.job).map({ $0.runs.count < 2 }) ?? true
            {
                io.say(run.endSentence(statistics))
            }
        case .admitted, .promptProgress, .token, .stop, .continuation: break
        }
        if isShown, selection.follow == .thinking { updates.insert(.following) }
    }

    /// Works out what events of runs have left to do.
    mutating func update(_ io: inout ScreenIO) {
        let due = updates
        updates = []
        if due.contains(.ranking) { rank() }
        if due.contains(.following), selection.follow == .thinking { followThinking() }
        if due.contains(.measures) { io.changes.append(.rankings) }
    }

    /// Takes a whole session over.
    mutating func open(_ opened: OpenedSession, _ io: inout ScreenIO) {
        session = opened.state
        session.interruptRuns()
        source = SessionSource(
            name: opened.name, whyReadOnly: opened.whyReadOnly, isPutTogether: opened.isPutTogether)
        time.clock = opened.milliseconds
        wishes = RunWishes()
        judgments = PendingJudgments()
        evaluation = Evaluation()
        shown = Shown()
        search.needle = ""
        let place = opened.place ?? Place(run: session.latestRun)
        selection.follow = place.follow
        if let run = place.run, session.runs.indices.contains(run) { show(run: run) } else { showDraft() }
        if let topic = place.topic, topic != query.id { show(topic: topic, &io) }
        select(opened.place == nil ? rows.ranking.first?.document ?? 0 : place.selected)
        restartSelection()
    }
}

extension JudgmentBook {
    /// The judgments that an event will take back, or bring back.
    fileprivate func undone(by event: SessionEvent) -> [Change] {
        switch event {
        case .undo(let judge): nextUndo(judge: judge)
        case .redo(let judge): nextRedo(judge: judge)
        default: []
        }
    }
}

extension SessionEvent {
    /// Whether it may change what the next run asks.
    fileprivate var changesDraft: Bool {
        switch self {
        case .query, .candidates, .model, .settings, .job, .runStarted: true
        case .rankBy, .run, .scale, .judge, .judging, .ranking, .judgment, .seen, .undo, .redo, .unknown: false
        }
    }
}
