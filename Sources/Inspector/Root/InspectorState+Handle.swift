import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// Takes in one event and says what is to be done about it. Pure: nothing outside the state is read or changed.
    public mutating func handle(_ event: InspectorEvent) -> [Effect] {
        let before = board.selected
        // A key acts on rows that are in order.
        let effects = (event.isOfRun ? [] : update()) + take(event)
        screens[current].settle(&board, size)
        // Tokens stream by the thousand, and by themselves bring no document into view.
        if event.isStreaming, before == board.selected { return effects }
        return effects + recordSeen()
    }

    /// Works out what events of runs have left to do: before a picture is drawn and before a key acts.
    public mutating func update() -> [Effect] {
        guard !board.updates.isEmpty else { return [] }
        let effects = ask { state, io in state.board.update(&io) }
        screens[current].settle(&board, size)
        return effects + recordSeen()
    }

    private mutating func take(_ event: InspectorEvent) -> [Effect] {
        switch event {
        case .terminal(let event): return take(event)
        case .journal(let event): return take(event)
        case .unsaved(let count): unsaved = count
        case .opening(let name): board.source.opening = name
        case .opened(let session): return open(session)
        case .tick(let frame, let session):
            pass(frame: frame, session: session)
            return tell([.time])
        case .model(let status):
            let effects = ask { state, io in state.board.take(status, &io) }
            refreshModels()
            return effects
        case .catalogue(let models):
            catalogue = models
            refreshModels()
        case .queries(let listing): take(listing)
        case .sessions(let entries): return tellAll(.sessions(entries))
        case .demos(let demos): return tellAll(.demos(demos))
        case .comparing(let options, let sides): return tellAll(.comparing(options, sides: sides))
        case .histories(let histories): self.histories = histories
        case .completions(let path, let paths): return overlay?.take(paths, for: path) ?? []
        case .edited(let text, let field): return accept(text, as: field)
        case .replay(let status): board.source.replay = status
        case .runRequested: return ask { state, io in state.board.requestRun(&io) }
        case .runRefused(let run, let sentence):
            if board.wishes.requested == run { board.wishes.requested = nil }
            complain(sentence)
            return tell([.rankings])
        case .notice(let notice): say(notice)
        }
        return []
    }

    private mutating func take(_ event: TerminalEvent) -> [Effect] {
        switch event {
        case .key(let key): return press(key)
        case .mouse(let mouse): return point(mouse)
        case .paste(let text):
            if overlay?.isTyping == true { return insert(text) }
            complain("pasted text goes into a line being typed, such as the query: press \(keyNames(.editQuery)) first")
        case .resize(let size): self.size = size
        case .resumed: return [.redraw]
        }
        return []
    }

    /// One event of the journal.
    private mutating func take(_ timed: TimedEvent) -> [Effect] {
        let effects = ask { state, io in
            state.board.take(timed, &io)
        }
        switch timed.event {
        case .scale: refreshKeys()
        case .runStarted(let id, _): if isHome, session.place(of: id) != nil { stack.goToBase() }
        default: break
        }
        return effects
    }

    /// What is new of the documents in view, to be recorded where judging goes on; nothing where nothing may be written.
    private mutating func recordSeen() -> [Effect] {
        guard !board.isReplay, board.source.isWritable else { return [] }
        for name in screens[current].documentsInView(board, size) { board.judgments.reveal(name, to: board.session.judge) }
        guard type(of: screens[current]).recordsWhatIsSeen else { return [] }
        return board.judgments.takeSeen(session.book).map { .append($0) }
    }

    /// How often the screens must be told the time to show what they show.
    public var ticking: Ticking {
        if board.rows.isMoving || screen.isMoving { return .frames }
        return notice != nil || board.isShowingLiveRun || board.isRunning || unsaved > 0 || board.model.isComing
            ? .seconds : .never
    }
}

/// How often a tick is wanted: never, about twice a second, or at each frame while rows move.
public enum Ticking: Sendable { case never, seconds, frames }

extension InspectorEvent {
    fileprivate var isOfRun: Bool {
        if case .journal(let timed) = self, case .run = timed.event { true } else { false }
    }

    /// Whether it tells of a document being read or thought about: neither ranks nor grades change with it.
    fileprivate var isStreaming: Bool {
        guard case .journal(let timed) = self, case .run(_, let event) = timed.event else { return false }
        return switch event {
        case .admitted, .promptProgress, .token, .stop, .continuation: true
        case .finished, .ended: false
        }
    }
}
