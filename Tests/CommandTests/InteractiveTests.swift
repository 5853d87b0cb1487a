import Foundation
import Inspector
import LocalEngine
import Relevance
import Sessions
import Synchronization
import Terminal
import Testing

@testable import erank

/// What stands behind the screens, without a terminal.
@Suite struct InteractiveTests {
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("erank-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Events reach the screens in the order they were appended, each after it stands in the file.
    @Test func theJournalWritesFirstAndKeepsTheOrder() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("new.jsonl").path
        let shown = Mutex<[SessionEvent]>([])
        let journal = Journal(
            file: nil, opening: { _ throws(SessionError) in try SessionFile.create(at: path, program: "test") },
            post: { event in
                guard case .journal(let timed) = event else { return }
                shown.withLock { $0.append(timed.event) }
            })
        #expect(!FileManager.default.fileExists(atPath: path), "a session nobody wrote into leaves no file")
        let events = (0..<50).map { SessionEvent.query(Query(id: "1", text: "query \($0)")) }
        for event in events { journal.append(event) }
        journal.close()
        #expect(shown.withLock { $0 } == events)
        let reader = try SessionReader(path: path)
        var written: [SessionEvent] = []
        while let event = try reader.next() { written.append(event.event) }
        #expect(written == events)
    }

    /// A disk that takes nothing is said once, and the event is shown all the same.
    @Test func aJournalThatCannotBeWrittenSaysSoOnce() throws {
        let seen = Mutex((events: 0, notices: [String]()))
        let journal = Journal(
            file: nil,
            opening: { _ throws(SessionError) in
                try SessionFile.create(at: "/proc/erank/none.jsonl", program: "test")
            },
            post: { event in
                seen.withLock { seen in
                    switch event {
                    case .journal: seen.events += 1
                    case .notice(let notice): seen.notices.append(notice.text)
                    default: break
                    }
                }
            })
        for _ in 0..<3 { journal.append(.query(Query(id: "1", text: "q"))) }
        journal.close()
        let (events, notices) = seen.withLock { ($0.events, $0.notices) }
        #expect(events == 3)
        #expect(notices.count == 1)
    }

    /// What a judge decided is shown once it stands in the file; everything else goes on.
    @Test func verdictsWaitForTheDisk() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("sessions/a.jsonl").path
        // A file where the folder should be.
        try Data().write(to: folder.appendingPathComponent("sessions"))
        let shown = Mutex((events: [SessionEvent](), counts: [Int]()))
        let journal = Journal(
            file: nil, opening: { _ throws(SessionError) in try SessionFile.create(at: path, program: "test") },
            post: { event in
                shown.withLock { shown in
                    switch event {
                    case .journal(let timed): shown.events.append(timed.event)
                    case .unsaved(let count): shown.counts.append(count)
                    default: break
                    }
                }
            })
        let verdict = SessionEvent.judgment(Judgment(queryID: "1", documentID: "d", verdict: .grade(2), judge: "you"))
        let query = SessionEvent.query(Query(id: "1", text: "q"))
        for event in [verdict, .undo(judge: "you"), query, .redo(judge: "you")] { journal.append(event) }
        journal.retry()
        let unsaved = journal.unsaved()
        #expect(unsaved?.problem.hasPrefix("4 events are not saved: ") == true)
        #expect(shown.withLock { $0.events } == [query])
        #expect(shown.withLock { $0.counts } == [1, 2, 3, 4])

        try FileManager.default.removeItem(at: folder.appendingPathComponent("sessions"))
        journal.retry()
        #expect(journal.unsaved() == nil)
        #expect(shown.withLock { $0.events } == [query, verdict, .undo(judge: "you"), .redo(judge: "you")])
        #expect(shown.withLock { $0.counts } == [1, 2, 3, 4, 0])
        #expect(journal.close() == nil)
        let reader = try SessionReader(path: path)
        var written: [SessionEvent] = []
        while let event = try reader.next() { written.append(event.event) }
        #expect(written == [verdict, .undo(judge: "you"), query, .redo(judge: "you")])
    }

    /// Who leaves something unsaved behind hears so first, and again after writing more; the end names what is lost.
    @MainActor @Test(arguments: [Effect.quit, .newSession, .openSession(path: "/none")])
    func leavingTakesTwoWhereSomethingIsLost(leaving: Effect) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let notices = Mutex<[String]>([])
        let post: @Sendable (InspectorEvent) -> Void = { event in
            if case .notice(let notice) = event { notices.withLock { $0.append(notice.text) } }
        }
        let workshop = Workshop(
            models: ModelDesk(options: EngineOptions(), post: post), store: SessionStore(folder: "/proc/erank"), demos: [],
            places: PlaceStore(environment: ["XDG_STATE_HOME": folder.path]), post: post)
        workshop.beginSession()
        let state = InspectorState(size: Size(width: 80, height: 24))
        let journal = try #require(workshop.journal)
        let verdict = SessionEvent.judgment(Judgment(queryID: "1", documentID: "d", verdict: .grade(2), judge: "you"))
        func isSaid(_ count: Int) -> Bool { notices.withLock { $0.last?.contains(": \(count) event") == true } }
        _ = workshop.perform(.append(verdict), for: state)
        #expect(workshop.perform(leaving, for: state).isEmpty)
        #expect(isSaid(1))
        _ = workshop.perform(.append(verdict), for: state)
        #expect(workshop.perform(leaving, for: state).isEmpty)
        #expect(isSaid(2))
        #expect(workshop.losses.isEmpty)
        #expect(workshop.journal === journal)
        let requests = workshop.perform(leaving, for: state)
        #expect(workshop.journal !== journal)
        #expect(workshop.losses.map { $0.problem.hasPrefix("2 events are lost: ") } == [true])
        guard case .quit = leaving else { return }
        guard case .end? = requests.first else {
            Issue.record("the screens stay")
            return
        }
    }

    /// A session that was left shows nothing more, but is still written.
    @Test func aRetiredJournalOnlyWrites() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("left.jsonl").path
        let shown = Mutex(0)
        let journal = Journal(
            file: try SessionFile.create(at: path, program: "test"),
            opening: { _ throws(SessionError) in try SessionFile.create(at: path, program: "test") },
            post: { _ in shown.withLock { $0 += 1 } })
        journal.retire()
        journal.append(.query(Query(id: "1", text: "late")))
        journal.close()
        #expect(shown.withLock { $0 } == 0)
        #expect(try SessionReader(path: path).state().query.text == "late")
    }

    @Test func placesAreFoundAgainAndDroppedWithTheirSessions() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let session = folder.appendingPathComponent("a.jsonl")
        try Data().write(to: session)
        let environment = ["XDG_STATE_HOME": folder.path]
        var store = PlaceStore(environment: environment)
        let place = Place(screen: .inside, selected: 3, run: 1, token: 9, follow: .top)
        store.contents.places = [session.path: place, folder.path + "/gone.jsonl": Place()]
        store.contents.histories = ["query": ["do goldfish grow?"]]
        store.save()
        let again = PlaceStore(environment: environment)
        #expect(again.contents.places == [session.path: place])
        #expect(again.contents.histories == ["query": ["do goldfish grow?"]])
        try Data("damaged".utf8).write(to: folder.appendingPathComponent("erank/screens.json"))
        #expect(PlaceStore(environment: environment).contents.places.isEmpty)
    }

    @Test func aBEIRFolderBringsItsRunAndItsQuery() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try write("corpus.jsonl", #"{"_id":"a","title":"","text":"one"}"# + "\n" + #"{"_id":"b","title":"","text":"two"}"# + "\n")
        try write("queries.jsonl", #"{"_id":"1","text":"first"}"# + "\n" + #"{"_id":"2","text":"second"}"# + "\n")
        #expect(throws: Failure.self) { try CandidateLoading(query: Query(id: "1", text: "")).tasks(at: folder.path) }
        try write("bm25.trec", "1 Q0 a 1 2.0 x\n2 Q0 b 1 2.0 x\n2 Q0 a 2 1.0 x\n")
        let first = try CandidateLoading(query: Query(id: "1", text: "")).tasks(at: folder.path).value
        #expect(first.map(\.query.text) == ["first"])
        // The query that was typed is one of the collection's.
        let second = try CandidateLoading(query: Query(id: "1", text: "second")).tasks(at: folder.path).value
        #expect(second.map(\.query.id) == ["2"])
        #expect(second.first?.candidates.map(\.document.id) == ["b", "a"])
    }

    @Test func timesInAFewWords() throws {
        var clock = SessionClock()
        clock.calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        clock.now = Date(timeIntervalSince1970: 1_700_000_000)  // 14 November 2023, 22:13.
        #expect(clock.words(for: clock.now) == "today 22:13")
        #expect(clock.words(for: clock.now - 86_400) == "yest. 22:13")
        #expect(clock.words(for: clock.now - 40 * 86_400) == "5 Oct")
        #expect(clock.words(for: clock.now - 400 * 86_400) == "10 Oct 2022")
    }
}
