import Foundation
import Inspector
import LocalEngine
import Reranking
import Sessions
import Synchronization
import Terminal

/// The screens on a pseudo terminal of 200 x 60. A made-up run streams through the session's journal into the screens while a
/// thread types keys.
@MainActor
struct ScreenBench {
    let candidates: Int
    let tokens: Int
    let keys: Int
    /// Whether two runs stream at once into the screen that compares them.
    let isComparing: Bool
    /// The folder for the session and the bookmarks.
    let folder: String

    nonisolated static let size = Size(width: 200, height: 60)

    struct Result: Sendable {
        struct KeyTime: Sendable {
            var key: String
            var time: Duration
        }
        /// From writing the key into the terminal to the last byte of the frame that answers it.
        var keys: [KeyTime] = []
        /// The times of drawing and writing a frame.
        var paints: [Duration] = []
    }

    func run() throws -> Result {
        let terminal = try PseudoTerminal(size: Self.size)
        terminal.forget()
        let screen = try NcursesScreen(terminal: terminal.screen.fileDescriptor)
        defer { screen.close() }
        let mailbox = try Mailbox<InspectorEvent>()
        let post: @Sendable (InspectorEvent) -> Void = { mailbox.post($0) }
        let runner = EffectRunner(
            models: ModelLoader(options: EngineOptions(), post: post), store: SessionStore(folder: folder), demos: [],
            bookmarks: BookmarkStore(environment: ["XDG_STATE_HOME": folder]), post: post)
        runner.beginSession()
        guard let recorder = runner.recorder else { return Result() }
        var app = InteractiveApp(
            size: screen.size, theme: Theme(palette: .full, isASCII: false, isLight: false), reducesMotion: false,
            opening: nil, runner: runner)

        let meter = PaintMeter()
        let run = MadeUpRun(documents: candidates, tokensEach: max(1, tokens / candidates), alternatives: 20)
        let typist = Typist(terminal: terminal, meter: meter, recorder: recorder, run: run, isComparing: isComparing, keys: keys)
        typist.start()
        defer { typist.finish() }
        EventLoop.run(&app, on: screen, mailbox: mailbox) { meter.painted($0) }
        return Result(keys: typist.times, paints: meter.paints)
    }
}

/// Records every frame on the screen's thread, and lets another thread wait for the next frame that answers a key.
final class PaintMeter: Sendable {
    private struct State {
        var events = 0
        var at = ContinuousClock.now
        var paints: [Duration] = []
    }
    private let state = Mutex(State())
    private let answered = DispatchSemaphore(value: 0)

    var paints: [Duration] { state.withLock { $0.paints } }

    func painted(_ painting: EventLoop.Painting) {
        state.withLock { state in
            state.paints.append(painting.duration)
            state.events += painting.events
            state.at = painting.at
        }
        if painting.events > 0 { answered.signal() }
    }

    /// Waits for a frame that shows all input since the last call.
    /// - Returns: the time at which the frame was complete; nil after a minute without one.
    func nextAnswer() -> ContinuousClock.Instant? {
        guard answered.wait(timeout: .now() + 60) == .success else { return nil }
        return state.withLock { $0.at }
    }
}
