import Foundation
import Inspector
import Relevance
import Sessions
import Terminal

/// The interactive program for the event loop: events go to the pure state, and its effects go to the effect runner.
@MainActor
struct InteractiveApp: TerminalApp {
    private var state: InspectorState
    private let theme: Theme
    private let runner: EffectRunner
    private let start = ContinuousClock.now

    init(size: Size, theme: Theme, reducesMotion: Bool, opening: String?, keys: KeysFile = KeysFile(), runner: EffectRunner) {
        state = InspectorState(size: size, reducesMotion: reducesMotion, opening: opening, keys: keys)
        self.theme = theme
        self.runner = runner
    }

    /// What was being scored when the person left, to be said on the command line; nil where nothing was.
    private(set) var whatIsLeft: String?

    /// What changing the size asks for, such as to record what came into view; done with the next input.
    private var owed: [Effect] = []

    mutating func handle(_ input: TerminalInput<InspectorEvent>) -> [ScreenRequest] {
        let event: InspectorEvent
        let frame = Int(start.duration(to: .now) / .milliseconds(1))
        state.pass(frame: frame, session: runner.sessionMilliseconds)
        switch input {
        case .terminal(let terminal): event = .terminal(terminal)
        case .message(let message):
            if case .opened(let session) = message, !runner.takes(session) { return [] }
            event = message
        case .tick:
            runner.recorder?.retry()
            event = .tick(frame: frame, session: runner.sessionMilliseconds)
        case .terminated:
            noteWhatIsLeft()
            runner.finish(state.place, histories: state.histories)
            return []
        }
        // The effects are stored first: in one expression with the loop, the state would be copied before it changes.
        let effects = owed + state.handle(event)
        owed = []
        var requests: [ScreenRequest] = []
        for effect in effects {
            if case .leave(_, for: .end) = effect { noteWhatIsLeft() }
            guard let more = runner.perform(effect) else { break }
            requests += more
        }
        return requests
    }

    private mutating func noteWhatIsLeft() {
        let session = state.session
        guard session.isRunUnderWay, let path = runner.recorder?.path else { return whatIsLeft = nil }
        let jobs = session.jobs.filter { session.unfinishedCount(of: $0) > 0 }
        let left = jobs.reduce(0) { $0 + session.unfinishedCount(of: $1) }
        let each = jobs.count > 1 ? ", once for each of its \(jobs.count) unfinished jobs" : ""
        whatIsLeft =
            "\(left.counted("document")) left to score: r in the screens goes on, or erank rank --resume \(path)\(each)"
    }

    mutating func render(_ size: Size) -> Grid {
        if size != state.size { owed += state.handle(.terminal(.resize(size))) }
        owed += state.update()
        return state.render(size: size, theme: theme)
    }

    var tickInterval: Duration? {
        // What changing the size or the order asks for waits for the next input.
        if !owed.isEmpty { return .milliseconds(33) }
        return switch state.ticking {
        case .never: nil
        case .seconds: .milliseconds(500)
        case .frames: .milliseconds(33)
        }
    }
}
