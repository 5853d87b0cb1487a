import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// Takes in one event and says what is to be done about it. Pure: nothing outside the state is read or changed.
    public mutating func handle(_ event: InspectorEvent) -> [Effect] {
        let before = (selected, tableTop)
        let effects = take(event)
        settle()
        // Tokens stream by the thousand, and by themselves bring no document into view.
        if event.isStreaming, before == (selected, tableTop) { return effects }
        return effects + recordSeen()
    }

    private mutating func take(_ event: InspectorEvent) -> [Effect] {
        switch event {
        case .terminal(let event): return take(event)
        case .journal(let event): return take(event)
        case .unsaved(let count): unsaved = count
        case .opening(let name): opening = name
        case .opened(let session): open(session)
        case .tick(let frame, let session):
            pass(frame: frame, session: session)
            if screen == .measures, measuring.isWorking { workOnMeasures() }
        case .model(let status): return take(status)
        case .catalogue(let models):
            catalogue = models
            refreshPicker()
        case .sessions(let entries): start.take(sessions: entries)
        case .demos(let demos): start.take(demos: demos)
        case .histories(let histories): self.histories = histories
        case .completions(let path, let paths): return takeCompletions(paths, for: path)
        case .edited(let text, let field): return accept(text, as: field)
        case .replay(let status): replay = status
        case .runRequested:
            if case .ready = model { return start(.new) }
            runWhenReady = .new
        case .runRefused(let run, let sentence):
            if requestedRun == run { requestedRun = nil }
            say(.failure, sentence)
        case .notice(let notice): say(notice)
        }
        return []
    }

    /// Lets the time pass without anything happening: what happens next begins at this time.
    public mutating func pass(frame: Int, session: Int?) {
        self.frame = frame
        clock = session ?? clock
        if glide?.isOver(at: frame) == true { glide = nil }
    }

    private mutating func take(_ event: TerminalEvent) -> [Effect] {
        switch event {
        case .key(let key): return press(key)
        case .mouse(let mouse): return point(mouse)
        case .paste(let text):
            if isTyping { return type(text) }
            say(
                .failure,
                "pasted text goes into a line being typed: press \(key(.editQuery)) for the query, \(key(.instruction)) for the instruction"
            )
        case .resize(let size): self.size = size
        case .resumed: return [.redraw]
        }
        return []
    }

    private mutating func take(_ status: ModelStatus) -> [Effect] {
        model = status
        refreshPicker()
        switch status {
        case .failed(_, let sentence):
            runWhenReady = nil
            say(.failure, sentence)
        case .ready:
            if let wish = runWhenReady {
                runWhenReady = nil
                return start(wish)
            }
        default: break
        }
        return []
    }

    mutating func say(_ kind: Notice.Kind, _ text: String) { say(Notice(kind, text)) }

    mutating func say(_ notice: Notice) {
        self.notice = notice
        notices.append(notice)
        if notices.count > 500 { notices.removeFirst(notices.count - 500) }
    }

    /// How often the screens must be told the time to show what they show.
    public var ticking: Ticking {
        if glide != nil || screen == .measures && measuring.isWorking { return .frames }
        if isShowingLiveRun || isRunning || unsaved > 0 { return .seconds }
        switch model {
        case .loading, .fetching: return .seconds
        default: return .never
        }
    }

    public enum Ticking: Sendable { case never, seconds, frames }
}

extension InspectorEvent {
    /// Whether it tells of a document being read or thought about: neither ranks nor grades change with it.
    fileprivate var isStreaming: Bool {
        guard case .journal(let timed) = self, case .run(_, let event) = timed.event else { return false }
        return switch event {
        case .admitted, .promptProgress, .token: true
        case .finished, .ended: false
        }
    }
}
