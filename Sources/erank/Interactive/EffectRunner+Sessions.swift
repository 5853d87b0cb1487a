import Foundation
import Inspector
import Relevance
import Reranking
import Sessions

/// The effects that open and leave sessions.
extension EffectRunner {
    /// Leaves the open session: cancels its runs and keeps the user's place in it.
    func leave(_ place: Place) {
        replay?.stop()
        replay = nil
        for (run, _) in runs.values { run.cancel() }
        sides?.cancel()
        if let recorder {
            Self.wait(for: runs.values.map(\.recording) + (sides?.tasks ?? []), atMost: .seconds(1))
            recorder.retire()
            let closing = recorder.close()
            if let loss = closing.lost { losses.append(loss) }
            if let news = closing.news { warnings.append(news) }
            bookmarks.contents.query = recorder.path == nil ? typedQuery : nil
            if let path = recorder.path.map(BookmarkStore.kept) {
                bookmarks.contents.places[path] = place
                bookmarks.contents.session = path
            }
        }
        (runs, sides, recorder, typedQuery, hasWarned) = ([:], nil, nil, nil, false)
    }

    /// True if the open session is saved, or if the user was warned that it is not and asks again.
    func mayLeave() -> Bool {
        guard !hasWarned, let unsaved = recorder?.unsaved() else { return true }
        hasWarned = true
        post(.notice(Notice(.failure, unsaved.description)))
        return false
    }

    /// Waits for recordings. A cancelled run writes its last events within the time of one token, and they belong in the
    /// journal.
    static func wait(for tasks: [Task<Void, Never>], atMost limit: DispatchTimeInterval) {
        guard !tasks.isEmpty else { return }
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            for task in tasks { await task.value }
            done.signal()
        }
        _ = done.wait(timeout: .now() + limit)
    }

    func beginSession(in file: SessionFile? = nil, state: SessionState = SessionState(), at place: Place? = nil) {
        let store = store
        record(
            file,
            opening: { event, began throws(SessionError) in
                var query = ""
                if case .query(let first) = event { query = first.text }
                return try store.create(query: query, program: "erank \(Erank.version)", now: began)
            })
        post(.opened(OpenedSession(name: "", state: state, place: place, number: nextOpening())))
    }

    /// Creates the recorder of the open session. Its reports go to the screens.
    private func record(_ file: SessionFile?, opening: SessionRecorder.Opening? = nil) {
        recorder = SessionRecorder(file: file, policy: .keepAndRetry, opening: opening) { [post] in post(InspectorEvent($0)) }
    }

    /// Opens a session for writing or, if another program is writing it, read-only. A long session takes time to read, so
    /// this runs in the background; the file arrives with the session.
    func open(_ path: String) {
        let path = store.path(of: path)
        let place = bookmarks.contents.places[BookmarkStore.kept(path)]
        let (number, post) = (nextOpening(), post)
        post(.opening(name: Self.name(of: path)))
        Task.detached { Self.read(path, at: place, number: number, post) }
    }

    /// Reads a session for the screens.
    ///
    /// - Parameters:
    ///   - path: of the session file.
    ///   - place: where the person was in it; nil if never.
    ///   - number: of the request.
    ///   - post: called with what was read.
    nonisolated static func read(_ path: String, at place: Place?, number: Int, _ post: @Sendable (InspectorEvent) -> Void) {
        let name = name(of: path)
        // A comparison that was recorded elsewhere opens as one.
        func start(_ state: SessionState) -> Place? { place ?? (state.lastPair == nil ? nil : Place(screen: .compare)) }
        do throws(SessionError) {
            let reopened = try SessionFile.open(at: path)
            let milliseconds = reopened.file.stamp(.unknown("")).milliseconds
            post(
                .opened(
                    OpenedSession(
                        name: name, state: reopened.state, place: start(reopened.state), milliseconds: milliseconds,
                        number: number,
                        file: reopened.file)))
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
                        name: name, state: state, place: start(state),
                        whyReadOnly: "this session is read-only here: \(error.problem)", milliseconds: state.milliseconds,
                        number: number)))
            post(.notice(Notice(.information, "\(name): \(error.problem), so it is read-only here")))
        }
    }

    func play(_ path: String) {
        let player = ReplayPlayer(path: store.path(of: path), speed: replaySpeed, number: nextOpening(), post: post)
        replay = player
        player.play()
    }

    func nextOpening() -> Int {
        openings += 1
        return openings
    }

    /// True if an opened session is the one that was requested last; it is then the session on the screens.
    func takes(_ session: OpenedSession) -> Bool {
        guard session.number == openings else {
            session.file?.close()
            return false
        }
        if let file = session.file { record(file) }
        opened = replay == nil ? (session.milliseconds, .now) : nil
        chooseModel(of: session.state)
        return true
    }

    nonisolated static func name(of path: String) -> String {
        ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    }

    func listSessions() {
        let (store, post) = (store, post)
        // Detached like all background work: the main thread waits in the event loop and runs no tasks.
        Task.detached {
            let clock = SessionClock()
            post(
                .sessions(
                    store.list(limit: 8 << 20).map { summary in
                        SessionEntry(
                            path: summary.path, name: summary.name, query: summary.query, queries: summary.queryCount,
                            model: summary.model ?? "", documents: summary.documents,
                            jobs: summary.jobCount, unfinished: summary.unfinishedJobs.first, isWhole: summary.isWhole,
                            when: clock.words(for: summary.modified))
                    }))
        }
    }

    func openDemo(_ name: String?) {
        guard let demo = demos.first(where: { $0.name == name }) ?? demos.first else { return }
        beginSession()
        recorder?.append(.query(demo.task.query))
        recorder?.append(.candidates(demo.task.candidates, source: "the demo \(demo.name)"))
    }
}

extension InspectorEvent {
    /// The event that tells the screens of a recorder's report.
    init(_ report: SessionRecorder.Report) {
        self =
            switch report {
            case .event(let timed): .journal(timed)
            case .unsaved(let count): .unsaved(count)
            case .problem(let error): .notice(Notice(.failure, error.description))
            }
    }
}
