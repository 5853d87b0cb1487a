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
    let demos: [DemoTopic]
    var places: PlaceStore
    /// How many sessions were asked for.
    var openings = 0
    /// A file that is open for the session on its way to the screens.
    let arrived = Arrival()
    var journal: Journal?
    /// The person knows that leaving the open session loses something, and has written nothing since.
    var hasWarned = false
    /// What sessions that were left lack.
    var losses: [SessionError] = []
    var run: RerankingRun?
    var runTask: Task<Void, Never>?
    var replay: ReplayPlayer?
    var replaySpeed: Double
    /// The open session's time when it was opened, and when that was; nil in a replay, whose time is its events'.
    var opened: (milliseconds: Int, at: ContinuousClock.Instant)?

    init(
        models: ModelDesk, store: SessionStore, demos: [DemoTopic], replaySpeed: Double = 1, places: PlaceStore = PlaceStore(),
        post: @escaping @Sendable (InspectorEvent) -> Void
    ) {
        (self.models, self.store, self.demos, self.replaySpeed, self.post) = (models, store, demos, replaySpeed, post)
        self.places = places
    }

    /// What is to be shown first.
    enum Beginning {
        /// The last session, or the start page where there is none.
        case last
        case session(String)
        case replay(String)
        case demo(topic: String?)
        /// A session with what is to be judged, and the query to begin with where nobody was in it yet.
        case judging(String, topic: String?)
    }

    /// The session that will be shown first, by its name.
    func opening(_ beginning: Beginning) -> String? {
        switch beginning {
        case .last: lastSession.map(Self.name)
        case .session(let path), .replay(let path), .judging(let path, _): Self.name(of: path)
        case .demo: nil
        }
    }

    var lastSession: String? {
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
        case .judging(let path, let topic):
            places.contents.places[path, default: Place(topic: topic)].screen = .judge
            open(path)
        }
        switch beginning {
        case .replay where model == nil, .judging where model == nil: return
        default: break
        }
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
        if effect.leavesSession, !mayLeave() { return [] }
        switch effect {
        case .append(let event):
            hasWarned = false
            journal?.append(event)
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
        case .openScale(let path): openScale(path)
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
        case .quit:
            finish(state)
            return [.end]
        }
        return []
    }

    /// Keeps everything it can: called once, before the program ends.
    func finish(_ state: InspectorState) {
        leave(state)
        models.cancel()
        places.contents.histories = state.histories
        places.save()
    }
}

extension Effect {
    /// Whether the open session is left, by quitting or for another one.
    fileprivate var leavesSession: Bool {
        switch self {
        case .openSession, .replaySession, .newSession, .openDemo, .quit: true
        default: false
        }
    }
}
