import Foundation
import Inference
import Inspector
import LocalEngine
import Relevance
import Reranking
import Sessions
import Synchronization
import Terminal

/// Does what the screens want done: files, models, runs, replays. Nothing here waits; what comes of it is posted.
@MainActor
final class Workshop {
    let post: @Sendable (InspectorEvent) -> Void
    let models: ModelDesk
    let store: SessionStore
    /// The topics in the binary.
    private let demos: [DemoTopic]
    private var places = PlaceStore()
    /// How many sessions were asked for.
    private var openings = 0
    /// A file that is open for the session on its way to the screens.
    private let arrived = Arrival()
    private var journal: Journal?
    private var run: RerankingRun?
    private var runTask: Task<Void, Never>?
    private var replay: ReplayPlayer?
    private var replaySpeed: Double
    /// The open session's time when it was opened, and when that was; nil in a replay, whose time is its events'.
    private var opened: (milliseconds: Int, at: ContinuousClock.Instant)?

    init(
        models: ModelDesk, store: SessionStore, demos: [DemoTopic], replaySpeed: Double,
        post: @escaping @Sendable (InspectorEvent) -> Void
    ) {
        (self.models, self.store, self.demos, self.replaySpeed, self.post) = (models, store, demos, replaySpeed, post)
    }

    /// What is to be shown first.
    enum Beginning {
        /// The last session, or the start page where there is none.
        case last
        case session(String)
        case replay(String)
        case demo(topic: String?)
    }

    /// The session that will be shown first, by its name.
    func opening(_ beginning: Beginning) -> String? {
        switch beginning {
        case .last: lastSession.map(Self.name)
        case .session(let path), .replay(let path): Self.name(of: path)
        case .demo: nil
        }
    }

    private var lastSession: String? {
        places.contents.session.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    /// Begins: the model loads behind the first frame.
    func begin(_ beginning: Beginning, model: String?) {
        post(.catalogue(models.entries))
        post(.demos(demos.map { DemoEntry(name: $0.name, query: $0.task.query.text) }))
        post(.histories(places.contents.histories ?? [:]))
        listSessions()
        switch beginning {
        case .last:
            if let lastSession { open(lastSession) }
        case .session(let path): open(path)
        case .replay(let path): play(path)
        case .demo(let topic):
            openDemo(topic)
            post(.runRequested)
        }
        if case .replay = beginning, model == nil { return }
        let model = model ?? places.contents.model ?? models.preferred
        places.contents.model = model
        // Who asked for the demo asked for its model too; else a missing one is fetched only when a person says so.
        if case .demo = beginning { models.provide(model) } else { models.load(model) }
    }

    /// Milliseconds since the open session began; nil in a replay.
    var sessionMilliseconds: Int? {
        opened.map { $0.milliseconds + Int($0.at.duration(to: .now) / .milliseconds(1)) }
    }

    func perform(_ effect: Effect, for state: InspectorState) -> [ScreenRequest] {
        switch effect {
        case .append(let event): journal?.append(event)
        case .run: startRun(state.session)
        case .cancelDocument(let document): run?.cancel(document: document)
        case .cancelRun: run?.cancel()
        case .loadModel(let model):
            places.contents.model = model
            models.load(model)
        case .fetchModel(let model):
            places.contents.model = model
            models.fetch(model)
        case .cancelFetch: models.cancel()
        case .openCandidates(let path): openCandidates(path, state.session)
        case .complete(let path): complete(path)
        case .openSession(let path):
            leave(state)
            open(path)
        case .replaySession(let path):
            leave(state)
            play(path)
        case .newSession:
            leave(state)
            beginSession()
        case .openDemo(let name):
            leave(state)
            openDemo(name)
        case .listSessions: listSessions()
        case .pauseReplay(let isPaused): replay?.pause(isPaused)
        case .restartReplay:
            if let path = replay?.path {
                leave(state)
                play(path)
            }
        case .replaySpeed(let speed):
            replaySpeed = speed
            replay?.setSpeed(speed)
        case .editOutside(let text, let field): return [.outside { [post] in Self.edit(text, field, post) }]
        case .copy(let text): return [.copy(text)]
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .quit: return [.end]
        }
        return []
    }

    /// Keeps everything: called once, before the program ends.
    func finish(_ state: InspectorState) {
        leave(state)
        models.cancel()
        places.contents.histories = state.histories
        places.save()
    }

    // MARK: Sessions

    /// Leaves the session that is open: its run ends, its place is kept.
    private func leave(_ state: InspectorState) {
        replay?.stop()
        replay = nil
        run?.cancel()
        if let journal {
            if let runTask { Self.wait(for: runTask, atMost: .seconds(1)) }
            journal.retire()
            journal.close()
            if let path = journal.path {
                places.contents.places[path] = state.place
                places.contents.session = path
            }
        }
        (run, runTask, journal) = (nil, nil, nil)
    }

    /// A cancelled run writes its last events within a token's time; they belong in the journal.
    private static func wait(for task: Task<Void, Never>, atMost limit: DispatchTimeInterval) {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await task.value
            done.signal()
        }
        _ = done.wait(timeout: .now() + limit)
    }

    private func beginSession() {
        let store = store
        journal = Journal(
            file: nil,
            opening: { event in
                var query = ""
                if case .query(let first) = event { query = first.text }
                return try store.create(query: query, program: "erank \(Erank.version)")
            }, post: post)
        post(.opened(OpenedSession(name: "", state: SessionState(), number: nextOpening())))
    }

    /// Opens a session to go on with, or to read only where another program writes it. Reading a long one takes its time, so it
    /// is done aside; the file waits in `arrived` for its session to be shown.
    private func open(_ path: String) {
        let path = store.path(of: path)
        let place = places.contents.places[path]
        let name = Self.name(of: path)
        let number = nextOpening()
        let (post, arrived) = (post, arrived)
        post(.opening(name: name))
        Task.detached {
            do throws(SessionError) {
                let reopened = try SessionFile.open(at: path)
                let milliseconds = reopened.file.stamp(.unknown("")).milliseconds
                arrived.file.withLock { $0 = (number, reopened.file) }
                post(
                    .opened(
                        OpenedSession(name: name, state: reopened.state, place: place, milliseconds: milliseconds, number: number)
                    ))
                for warning in reopened.warnings { post(.notice(Notice(.information, warning.description))) }
            } catch {
                guard error.code == .locked || error.code == .unwritable, let state = try? SessionReader(path: path).state()
                else {
                    post(.opening(name: nil))
                    return post(.notice(Notice(.failure, error.description)))
                }
                post(
                    .opened(
                        OpenedSession(
                            name: name, state: state, place: place, isWritable: false, milliseconds: state.milliseconds,
                            number: number)))
                post(.notice(Notice(.information, "\(error.description); until then it is open to read only")))
            }
        }
    }

    private func play(_ path: String) {
        let player = ReplayPlayer(path: store.path(of: path), speed: replaySpeed, number: nextOpening(), post: post)
        replay = player
        player.play()
    }

    private func nextOpening() -> Int {
        openings += 1
        return openings
    }

    /// Whether a session that was opened is the one asked for last; it is on the screens then.
    func takes(_ session: OpenedSession) -> Bool {
        guard session.number == openings else { return false }
        let file = arrived.file.withLock { arrived in
            defer { arrived = nil }
            return arrived.flatMap { $0.number == session.number ? $0.file : nil }
        }
        if let file { journal = Journal(file: file, opening: { _ in file }, post: post) }
        opened = replay == nil ? (session.milliseconds, .now) : nil
        return true
    }

    nonisolated static func name(of path: String) -> String {
        ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    }

    private func listSessions() {
        let (store, post) = (store, post)
        // Detached, as all work is: the main thread sits in the event loop and runs no task.
        Task.detached {
            let clock = SessionClock()
            post(
                .sessions(
                    store.list().map { summary in
                        SessionEntry(
                            path: summary.path, name: summary.name, query: summary.query, model: summary.model ?? "",
                            documents: summary.documents, when: clock.words(for: summary.modified))
                    }))
        }
    }

    private func openDemo(_ name: String?) {
        guard let demo = demos.first(where: { $0.name == name }) ?? demos.first else { return }
        beginSession()
        journal?.append(.query(demo.task.query))
        journal?.append(.candidates(demo.task.candidates, source: "the demo \(demo.name)"))
    }

    // MARK: Runs

    private func startRun(_ session: SessionState) {
        guard let journal, let engine = models.engine else {
            post(.runStopped)
            return
        }
        if session.model != engine.model { journal.append(.model(engine.model)) }
        journal.append(.runStarted)
        let run = Reranker(engine: engine).run(query: session.query, candidates: session.candidates, settings: session.settings)
        self.run = run
        runTask = Task.detached { [post] in
            for await event in run.events { journal.append(.run(event)) }
            post(.runStopped)
        }
    }

    // MARK: Files

    private func openCandidates(_ path: String, _ session: SessionState) {
        let (journal, post) = (journal, post)
        let path = PathCompletion.expanded(path)
        Task.detached {
            do {
                let reading = try CandidateLoading(query: session.query).tasks(at: path)
                guard let task = reading.value.first else { return }
                if task.query != session.query, !task.query.text.isEmpty { journal?.append(.query(task.query)) }
                journal?.append(.candidates(task.candidates, source: (path as NSString).lastPathComponent))
                for warning in reading.warnings { post(.notice(Notice(.information, "\(warning)"))) }
            } catch { post(.notice(Notice(.failure, Failure(error).sentence))) }
        }
    }

    private func complete(_ path: String) {
        let post = post
        Task.detached { post(.completions(path: path, PathCompletion.candidates(for: path))) }
    }

    private static func edit(_ text: String, _ field: TextField, _ post: @Sendable (InspectorEvent) -> Void) {
        do throws(TerminalError) {
            post(.edited(try ExternalEditor.edit(text), field: field))
        } catch { post(.notice(Notice(.failure, error.description))) }
    }
}

/// Where a file that was opened aside waits.
private final class Arrival: Sendable {
    let file = Mutex<(number: Int, file: SessionFile)?>(nil)
}
