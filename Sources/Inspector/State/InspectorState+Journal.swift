import Relevance
import Reranking
import Sessions

extension InspectorState {
    /// Folds one event of the journal in, and follows it on the screen.
    mutating func take(_ timed: TimedEvent) -> [Effect] {
        clock = max(clock, timed.milliseconds)
        switch timed.event {
        case .undo(let judge): follow(session.book.nextUndo(judge: judge))
        case .redo(let judge): follow(session.book.nextRedo(judge: judge))
        default: break
        }
        session.apply(timed)
        if timed.event.changesDraft { asksAnew = differsFromLastRun() }
        switch timed.event {
        case .query, .candidates:
            if !isRunning { showDraft() }
            followTopic()
        case .settings, .model, .job: break
        case .rankBy:
            rank()
            rankingsChanged()
        case .runStarted(let id, _):
            if requestedRun == id { requestedRun = nil }
            guard let place = session.place(of: id) else { break }
            show(run: place)
            shownTopic = nil
            screen = screen == .start ? .rank : screen
        case .run(let id, let event):
            take(event, of: id)
        case .judgment(let judgment):
            if let place = judging.given.firstIndex(of: judgment) { judging.given.remove(at: place) }
            bookChanged()
        case .undo, .redo: bookChanged()
        case .scale:
            refreshKeys()
            bookChanged()
        case .judge(let judge):
            judging.last = nil
            if screen == .judge {
                openQueue()
                // From the beginning, so that judges meet the same documents first.
                show(place: judging.queue?.next(after: nil, in: book) ?? 0)
                say(.information, "\(judge) judges from here on")
            }
        case .judging:
            if screen == .judge { openQueue() }
            if screen == .measures { refreshMeasures() }
        case .seen: if screen == .judge { refreshJudging() }
        case .ranking: rankingsChanged()
        case .unknown: break
        }
        return []
    }

    private mutating func rankingsChanged() {
        if showsLiveMeasures { workOnMeasures() }
        if screen == .measures { refreshMeasures() }
    }

    private mutating func bookChanged() {
        if screen == .judge { refreshJudging() }
        if screen == .measures { refreshMeasures() }
        if screen == .agreement || judging.isAdjudicating { refreshAgreement() }
    }

    private mutating func take(_ event: RunEvent, of id: RunID) {
        let isShown = shownRun != nil && shownRun == session.place(of: id)
        switch event {
        case .finished:
            if isShown { rank() }
            rankingsChanged()
        case .ended(let statistics):
            if isShown { rank() }
            if replay == nil, let run = session.run(id) { sayEnded(run, statistics) }
        case .admitted, .promptProgress, .token: break
        }
        if isShown, follow == .thinking { followThinking() }
    }

    private mutating func sayEnded(_ run: RunState, _ statistics: RunStatistics) {
        let scored = run.documents.count { $0.result?.answer != nil }
        let rest = run.documents.count - scored
        var sentence = "\(scored) of \(run.documents.count) documents scored"
        if run.keptCount > 0 { sentence += ", \(run.documents.count - run.keptCount) of them now" }
        sentence += " in \(Figures.duration(statistics.seconds))"
        if rest > 0 { sentence += ", \(rest) without an answer" }
        say(.information, sentence)
    }

    /// Goes to the document being thought about, and stays until it is done.
    private mutating func followThinking() {
        guard let run else { return }
        if run.documents.indices.contains(selected), run.documents[selected].phase == .thinking { return }
        if let next = run.documents.firstIndex(where: { $0.phase == .thinking }) { select(next) }
    }

    /// Takes a whole session over.
    mutating func open(_ opened: OpenedSession) {
        opening = nil
        session = opened.state
        session.interruptRuns()
        sessionName = opened.name
        isWritable = opened.isWritable
        unsaved = 0
        clock = opened.milliseconds
        replay = nil
        requestedRun = nil
        runWhenReady = nil
        judging = JudgeState()
        agreeing = AgreementState()
        measuring = MeasuresState()
        shownTopic = nil
        needle = ""
        glide = nil
        overlay = nil
        tableTop = 0
        focus = .ranking
        isZoomed = false
        asksAnew = differsFromLastRun()
        refreshKeys()
        let place = opened.place ?? Place(run: session.latestRun)
        follow = place.follow
        rows = []
        if let run = place.run, session.runs.indices.contains(run) { show(run: run) } else { showDraft() }
        if let topic = place.topic, topic != query.id { show(topic: topic) }
        select(opened.place == nil ? ranking.first?.document ?? 0 : place.selected)
        selectedSince = frame
        screen = place.screen == .start ? .rank : place.screen
        if screen == .inside, selectedTokens.isEmpty { screen = .rank }
        inside.token = place.token
        takePlace(place)
    }

    /// Where the person is, to find it again.
    public var place: Place {
        Place(
            screen: screen, selected: selected, run: shownRun, token: inside.token, follow: follow, topic: shownTopic,
            document: screen == .judge ? judging.candidate?.document.id : nil)
    }

    mutating func show(run index: Int) {
        shownRun = index
        if shownTopic != nil { shownTopic = session.runs[index].query.id }
        showAnew()
    }

    /// Another run or query is shown: its terms, its order, its documents.
    mutating func showAnew() {
        selectedSince = frame
        rows = []
        glide = nil
        queryTerms = Highlighter.terms(of: query.text)
        documentPlaces = [:]
        for (index, candidate) in candidates.enumerated() where documentPlaces[candidate.document.id] == nil {
            documentPlaces[candidate.document.id] = index
        }
        rank()
        select(min(selected, max(0, documentCount - 1)))
    }

    /// Judging goes on where it was left.
    private mutating func takePlace(_ place: Place) {
        if screen == .agreement { refreshAgreement() }
        if screen == .measures { refreshMeasures() }
        guard screen == .judge else { return }
        openQueue()
        if let document = place.document {
            showDocument(document)
        } else if let name = judging.name, judgment(of: name)?.verdict != nil {
            goToUnjudged()
        }
    }

    /// Shows the query and candidates that stand, not run yet; or the last run where that is just what it ran.
    mutating func showDraft() {
        shownRun = hasDraft ? nil : session.runs.indices.last
        shownTopic = nil
        showAnew()
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
