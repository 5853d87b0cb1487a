import Comparing
import Foundation
import Inference
import Inspector
import LocalEngine
import Relevance
import Reranking
import Sessions
import Synchronization
import Terminal

/// Performs the effects that the screens request: files, models, runs, replays. Results are posted as events. Nothing blocks
/// except leaving a session, which waits for its recorder and, for at most a second, for its runs.
@MainActor
final class EffectRunner {
    let post: @Sendable (InspectorEvent) -> Void
    let models: ModelLoader
    let store: SessionStore
    /// The demo topics in the binary.
    let demos: [DemoTopic]
    var bookmarks: BookmarkStore
    /// The model that the user named at the start.
    private var namedModel: String?
    /// The number of sessions that were requested.
    var openings = 0
    /// The recorder of the open session.
    var recorder: SessionRecorder?
    /// The query that was typed last in the open session.
    var typedQuery: String?
    /// True if the user was warned that leaving the open session loses events, and nothing was recorded since.
    var hasWarned = false
    /// The events that closed sessions have lost.
    var losses: [SessionError] = []
    /// What others did to the files of closed sessions.
    var warnings: [SessionError] = []
    /// The runs of the open session that were started here, each with the task that records it. Cancelling a run that has
    /// ended does nothing.
    var runs: [RunID: (run: RerankingRun, recording: Task<Void, Never>)] = [:]
    /// The runs of two jobs that are compared while they are scored.
    var sides: SideRuns?
    var replay: ReplayPlayer?
    var replaySpeed: Double
    /// The session's time when it was opened, and the clock at that moment; nil in a replay, where events carry the time.
    var opened: (milliseconds: Int, at: ContinuousClock.Instant)?

    init(
        models: ModelLoader, store: SessionStore, demos: [DemoTopic], replaySpeed: Double = 1,
        bookmarks: BookmarkStore = BookmarkStore(),
        post: @escaping @Sendable (InspectorEvent) -> Void
    ) {
        (self.models, self.store, self.demos, self.replaySpeed, self.post) = (models, store, demos, replaySpeed, post)
        self.bookmarks = bookmarks
    }

    /// What the screens show first.
    enum Beginning {
        /// The last session, or the start page if there is none.
        case last
        case session(String)
        case replay(String)
        case demo(topic: String?)
        /// A session to judge, and the query to begin with if the user has no place in the session yet.
        case judging(String, topic: String?)
        /// A session with two jobs, side by side; without `sides` as the session tells.
        case comparing(String, ComparisonOptions, sides: ComparedSides? = nil)
        /// Rankings of several files, side by side.
        case comparingSides(SideSession, ComparisonOptions)
        /// Two jobs to be scored now, side by side.
        case comparingLive(LiveComparison.Prepared, ComparisonOptions)
    }

    /// The name of the session that will be shown first.
    func opening(_ beginning: Beginning) -> String? {
        switch beginning {
        case .last: bookmarks.contents.query == nil ? lastSession.map(Self.name) : nil
        case .session(let path), .replay(let path), .judging(let path, _): Self.name(of: path)
        case .comparing(let path, _, _): Self.name(of: path)
        case .comparingSides(let sides, _): sides.name
        case .demo, .comparingLive: nil
        }
    }

    var lastSession: String? {
        bookmarks.contents.session.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    /// Begins. Only the demo loads its model at once; otherwise the first run does.
    func begin(_ beginning: Beginning, model: String?) {
        post(.catalogue(models.entries))
        post(.demos(demos.map { DemoEntry(name: $0.name, query: $0.task.query.text) }))
        post(.histories(bookmarks.contents.histories ?? [:]))
        listSessions()
        switch beginning {
        case .last:
            if let query = bookmarks.contents.query {
                beginSession()
                typedQuery = query
                recorder?.append(.query(.typed(query)))
            } else if let lastSession {
                open(lastSession)
            }
        case .session(let path): open(path)
        case .replay(let path): play(path)
        case .demo(let topic):
            openDemo(topic)
            post(.runRequested)
        case .judging(let path, let topic):
            bookmarks.contents.places[BookmarkStore.kept(store.path(of: path)), default: Place(topic: topic)].screen = .judge
            open(path)
        case .comparing(let path, let options, let sides):
            post(.comparing(options, sides: sides))
            bookmarks.contents.places[BookmarkStore.kept(store.path(of: path)), default: Place()].screen = .compare
            open(path)
        case .comparingSides(let sides, let options):
            post(.comparing(options, sides: sides.sides))
            post(.opened(sides.opened(number: nextOpening())))
        case .comparingLive(let prepared, let options):
            post(.comparing(options))
            compare(prepared)
        }
        namedModel = model
        // The demo fetches its model if it is missing. Otherwise a model is fetched only if the user asks for it.
        if case .demo = beginning { models.provide(model ?? bookmarks.contents.model ?? models.preferred) }
        chooseModel(of: nil)
    }

    /// Names the model that a run would use: the one named at the start, else the session's own where it is on this machine,
    /// else the one chosen last.
    func chooseModel(of session: SessionState?) {
        let own = session?.model.flatMap { model in [model.name, model.path].compactMap(\.self).first(where: models.has) }
        models.choose(namedModel ?? own ?? bookmarks.contents.model ?? models.preferred)
    }

    /// Milliseconds since the open session began; nil in a replay.
    var sessionMilliseconds: Int? {
        opened.map { $0.milliseconds + Int($0.at.duration(to: .now) / .milliseconds(1)) }
    }

    /// - Returns: requests to the screen; nil if the session must not be left, and the remaining effects are dropped.
    func perform(_ effect: Effect) -> [ScreenRequest]? {
        switch effect {
        case .append(let event):
            hasWarned = false
            if case .query(let query) = event { typedQuery = query.text }
            recorder?.append(event)
        case .run(let planned): start(planned)
        case .runAll(let planned): startAll(planned)
        case .cancelDocument(let run, let document):
            runs[run]?.run.cancel(document: document)
            sides?.cancel(run, document: document)
        case .cancelRun:
            for (run, _) in runs.values { run.cancel() }
            sides?.cancel()
        case .loadModel(let model): models.load(model)
        case .fetchModel(let model): models.fetch(model)
        case .cancelFetch: models.cancel()
        case .openCandidates(let path, let run, let query, let known): openCandidates(path, run: run, for: query, known)
        case .openQueries(let path, let run, let ids, let depth, let known):
            openQueries(path, run: run, ids: ids, depth: depth, known)
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
        let (replayed, own) = (replay?.path, recorder?.path)
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
        case .comparison(let path, let beside): if let own { compare(own, with: path, beside) }
        case .end: break
        }
        return []
    }

    /// Saves everything. Called once, before the program ends.
    func finish(_ place: Place, histories: [String: [String]]) {
        leave(place)
        models.cancel()
        bookmarks.contents.histories = histories
        // One that could not be loaded is not the one for the next time.
        if let source = models.source { bookmarks.contents.model = source }
        bookmarks.save()
    }
}
