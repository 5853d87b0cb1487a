import Foundation
import Inspector
import Relevance
import Sessions
import Synchronization
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
            file: nil, opening: { _ in try SessionFile.create(at: path, program: "test") },
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
            file: nil, opening: { _ in try SessionFile.create(at: "/proc/erank/none.jsonl", program: "test") },
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

    /// A session that was left shows nothing more, but is still written.
    @Test func aRetiredJournalOnlyWrites() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("left.jsonl").path
        let shown = Mutex(0)
        let journal = Journal(
            file: try SessionFile.create(at: path, program: "test"), opening: { _ in throw CancellationError() },
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
