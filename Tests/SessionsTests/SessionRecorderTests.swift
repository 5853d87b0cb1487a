import Foundation
import Relevance
import Reranking
import Sessions
import Synchronization
import TestSupport
import Testing

/// A session begins with its recorder, also where its file comes later: header and times of events count from there.
@Test func timesCountFromTheBeginning() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/late.jsonl"
    let before = Date()
    let (reports, continuation) = AsyncStream.makeStream(of: SessionRecorder.Report.self)
    let recorder = SessionRecorder(
        file: nil, policy: .keepAndRetry,
        opening: { _, began throws(SessionError) in
            // The header has whole seconds.
            #expect(began >= before && began <= Date())
            return try SessionFile.create(at: path, program: "t", now: began.addingTimeInterval(-100))
        }, report: { continuation.yield($0) })
    recorder.append(.query(Query(id: "1", text: "q")))
    recorder.append(.candidates([Candidate(document: Document(id: "d", text: "x"), firstStageRank: 1)], source: ""))
    recorder.close()
    continuation.finish()
    var told: [Int] = []
    for await report in reports { if case .event(let timed) = report { told.append(timed.milliseconds) } }
    let reader = try SessionReader(path: path)
    var recorded: [Int] = []
    while let event = try reader.next() { recorded.append(event.milliseconds) }
    #expect(told == recorded && recorded == recorded.sorted() && recorded.count == 2)
}

/// The only writer of a session, for the screens and for runs without them.
@Suite struct SessionRecorderTests {
    /// Events reach the screens in the order in which they were appended, each after it is in the file.
    @Test func itWritesFirstAndKeepsTheOrder() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/new.jsonl"
        let shown = Mutex<[SessionEvent]>([])
        let recorder = SessionRecorder(
            file: nil, policy: .keepAndRetry,
            opening: { _, _ throws(SessionError) in try SessionFile.create(at: path, program: "test") },
            report: { event in
                guard case .event(let timed) = event else { return }
                shown.withLock { $0.append(timed.event) }
            })
        let queries = (0..<50).map { SessionEvent.query(Query(id: "1", text: "query \($0)")) }
        let candidates = SessionEvent.candidates(
            [Candidate(document: Document(id: "d", text: "t"), firstStageRank: 1)], source: "s")
        for event in queries { recorder.append(event) }
        #expect(recorder.unsaved() == nil)
        #expect(!FileManager.default.fileExists(atPath: path), "a session of typed queries alone leaves no file")
        let events = queries + [candidates] + queries
        for event in events.dropFirst(queries.count) { recorder.append(event) }
        recorder.close()
        #expect(shown.withLock { $0 } == events)
        let reader = try SessionReader(path: path)
        var written: [SessionEvent] = []
        while let event = try reader.next() { written.append(event.event) }
        #expect(written == events)
    }

    /// A disk that refuses everything is reported once, and the event is shown all the same.
    @Test func aDiskThatTakesNothingIsSaidOnce() throws {
        let seen = Mutex((events: 0, problems: [String]()))
        let recorder = SessionRecorder(
            file: nil, policy: .keepAndRetry,
            opening: { _, _ throws(SessionError) in
                try SessionFile.create(at: "/proc/erank/none.jsonl", program: "test")
            },
            report: { event in
                seen.withLock { seen in
                    switch event {
                    case .event: seen.events += 1
                    case .problem(let problem): seen.problems.append(problem.description)
                    default: break
                    }
                }
            })
        for _ in 0..<3 { recorder.append(.candidates([], source: "s")) }
        recorder.close()
        let (events, problems) = seen.withLock { ($0.events, $0.problems) }
        #expect(events == 3)
        #expect(problems.count == 1)
    }

    /// A judgment is shown when it is in the file; other events do not wait.
    @Test func verdictsWaitForTheDisk() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/sessions/a.jsonl"
        // A file at the path of the folder.
        try folder.write("sessions", [])
        let shown = Mutex((events: [SessionEvent](), counts: [Int]()))
        let recorder = SessionRecorder(
            file: nil, policy: .keepAndRetry,
            opening: { _, _ throws(SessionError) in try SessionFile.create(at: path, program: "test") },
            report: { event in
                shown.withLock { shown in
                    switch event {
                    case .event(let timed): shown.events.append(timed.event)
                    case .unsaved(let count): shown.counts.append(count)
                    default: break
                    }
                }
            })
        let verdict = SessionEvent.judgment(Judgment(queryID: "1", documentID: "d", verdict: .grade(2), judge: "you"))
        let query = SessionEvent.query(Query(id: "1", text: "q"))
        for event in [verdict, .undo(judge: "you"), query, .redo(judge: "you")] { recorder.append(event) }
        recorder.retry()
        let unsaved = recorder.unsaved()
        #expect(unsaved?.problem.hasPrefix("4 events are not saved: ") == true)
        #expect(shown.withLock { $0.events } == [query])
        #expect(shown.withLock { $0.counts } == [1, 2, 3, 4])

        try FileManager.default.removeItem(atPath: folder.path + "/sessions")
        recorder.retry()
        #expect(recorder.unsaved() == nil)
        #expect(shown.withLock { $0.events } == [query, verdict, .undo(judge: "you"), .redo(judge: "you")])
        #expect(shown.withLock { $0.counts } == [1, 2, 3, 4, 0])
        #expect(recorder.close().lost == nil)
        let reader = try SessionReader(path: path)
        var written: [SessionEvent] = []
        while let event = try reader.next() { written.append(event.event) }
        #expect(written == [verdict, .undo(judge: "you"), query, .redo(judge: "you")])
    }

    /// A session that was left reports nothing more, but is still written.
    @Test func aRetiredRecorderOnlyWrites() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/left.jsonl"
        let shown = Mutex(0)
        let recorder = SessionRecorder(
            file: try SessionFile.create(at: path, program: "test"), policy: .keepAndRetry,
            report: { _ in shown.withLock { $0 += 1 } })
        recorder.retire()
        recorder.append(.query(Query(id: "1", text: "late")))
        recorder.close()
        #expect(shown.withLock { $0 } == 0)
        #expect(try SessionReader(path: path).state().query.text == "late")
    }

    /// Without screens only the first problem is reported, and every event goes on.
    @Test func aRunThatNobodyWatchesIsWarnedOnce() throws {
        let folder = try TemporaryFolder()
        let seen = Mutex((events: 0, problems: 0, counts: 0))
        let path = folder.path + "/sessions/a.jsonl"
        try folder.write("sessions", [])
        let recorder = SessionRecorder(
            file: nil, policy: .warnAndGoOn,
            opening: { _, _ throws(SessionError) in try SessionFile.create(at: path, program: "t") },
            report: { report in
                seen.withLock { seen in
                    switch report {
                    case .event: seen.events += 1
                    case .problem: seen.problems += 1
                    case .unsaved: seen.counts += 1
                    }
                }
            })
        for judge in ["a", "b", "c"] { recorder.append(.undo(judge: judge)) }
        #expect(recorder.unsaved() != nil)
        #expect(seen.withLock { $0 == (3, 1, 0) })
        try FileManager.default.removeItem(atPath: folder.path + "/sessions")
        #expect(recorder.close().lost == nil)
        #expect(try events(at: path).map(\.event) == ["a", "b", "c"].map { .undo(judge: $0) })
    }

    /// Without a session, events are timed and reported.
    @Test func withoutASessionEventsGoOn() {
        let shown = Mutex<[SessionEvent]>([])
        let recorder = SessionRecorder(file: nil, policy: .warnAndGoOn) { report in
            if case .event(let timed) = report { shown.withLock { $0.append(timed.event) } }
        }
        recorder.append(.rankBy(.hybrid))
        #expect(recorder.close().lost == nil)
        #expect(shown.withLock { $0 } == [.rankBy(.hybrid)])
    }
}
