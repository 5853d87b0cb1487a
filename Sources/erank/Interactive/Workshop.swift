import Foundation
import Inference
import Inspector
import LocalEngine
import Relevance
import Reranking
import Sessions
import Synchronization
import Terminal

/// Does what the screens want done: files, models, runs, replays. What comes of it is posted. Nothing here waits but leaving a
/// session, which waits for its writer and at most a second for its runs.
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
    /// The writer of the open session.
    var recorder: SessionRecorder?
    /// The person knows that leaving the open session loses something, and has written nothing since.
    var hasWarned = false
    /// What sessions that were left lack.
    var losses: [SessionError] = []
    /// The runs of the open session that were begun here, each with the task that records it; cancelling one that has ended does
    /// nothing.
    var runs: [RunID: (run: RerankingRun, recording: Task<Void, Never>)] = [:]
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

    /// - Returns: what the screen must do; nil where the session may not be left and the effects behind this one are off.
    func perform(_ effect: Effect) -> [ScreenRequest]? {
        switch effect {
        case .append(let event):
            hasWarned = false
            recorder?.append(event)
        case .run(let planned): start(planned)
        case .cancelDocument(let run, let document): runs[run]?.run.cancel(document: document)
        case .cancelRun: for (run, _) in runs.values { run.cancel() }
        case .loadModel(let model):
            places.contents.model = model
            models.load(model)
        case .fetchModel(let model):
            places.contents.model = model
            models.fetch(model)
        case .cancelFetch: models.cancel()
        case .openCandidates(let path, let query): openCandidates(path, for: query)
        case .openScale(let path): openScale(path)
        case .complete(let path): complete(path)
        case .listSessions: listSessions()
        case .pauseReplay(let isPaused): replay?.pause(isPaused)
        case .replaySpeed(let speed):
            replaySpeed = speed
            replay?.setSpeed(speed)
        case .editOutside(let text, let field): return [.outside { [post] in Self.edit(text, field, post) }]
        case .copy(let text): return [.copy(text)]
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .leave(let place, let destination): return go(to: destination, from: place)
        }
        return []
    }

    private func go(to destination: Effect.Destination, from place: Place) -> [ScreenRequest]? {
        guard mayLeave() else { return nil }
        let replayed = replay?.path
        if case .end(let histories) = destination {
            finish(place, histories: histories)
            return [.end]
        }
        leave(place)
        switch destination {
        case .session(let path): open(path)
        case .replay(let path): play(path)
        case .replayAgain: if let replayed { play(replayed) }
        case .newSession: beginSession()
        case .demo(let name): openDemo(name)
        case .end: break
        }
        return []
    }

    /// Keeps everything it can: called once, before the program ends.
    func finish(_ place: Place, histories: [String: [String]]) {
        leave(place)
        models.cancel()
        places.contents.histories = histories
        places.save()
    }
}
