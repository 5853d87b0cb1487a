import Foundation
import Inference
import Relevance
import Reranking
@testable import Sessions
import TestSupport
import Testing

@Suite struct SessionFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/s.jsonl"
    }

    private func write(_ events: [TimedEvent]) throws {
        let file = try SessionFile.create(at: path, program: "test 1", now: Date(timeIntervalSince1970: 1_795_444_923.7))
        for event in events { try file.append(event) }
        file.close()
    }

    #if os(Linux)
        /// A process that is just being started has a copy of every descriptor. Closing releases the lock all the same.
        @Test func closingUnlocksWhoeverHoldsACopy() throws {
            let file = try SessionFile.create(at: path, program: "t")
            let copies = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init).filter {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
            }.map { dup($0) }
            defer { for copy in copies { close(copy) } }
            #expect(copies.count == 1)
            file.close()
            try SessionFile.open(at: path).file.close()
        }
    #endif

    /// What is no probability is no distribution: such a line is skipped and said.
    @Test(arguments: ["7.5", "-0.5"]) func aProbabilityIsFrom0To1(number: String) throws {
        let good =
            #"{"t":1,"run":1,"finished":{"document":0,"result":{"cachedTokens":0,"distribution":{"other":0.5,"probabilities":[0.5]},"isCut":false,"newTokens":1,"outcome":{"scored":{"answer":0,"forced":false}},"promptTokens":1,"seconds":1}}}"#
        for (line, isRead) in [(good, true), (good.replacing("\"other\":0.5", with: "\"other\":\(number)"), false)] {
            let isEvent = (try? SessionLine.decode(Array(line.utf8)[...])) != nil
            #expect(isEvent == isRead, "\(line)")
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var session = RandomSession(seed: seed)
            let written = session.events(200)
            try write(written)
            let read = try events(at: path)
            for (before, after) in zip(written, read) { #expect(before == after) }
            #expect(read.count == written.count)
            #expect(state(of: read) == state(of: written))
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func headerAndLineFormat() throws {
        let token = TokenEvent(
            id: 785, text: "The\n", logProbability: Double(Float(-0.25)), entropy: 1.5,
            alternatives: [TokenAlternative(id: 785, text: "The", logProbability: -0.25)])
        try write([
            TimedEvent(milliseconds: 0, event: .query(Query(id: "1", text: "do goldfish grow?"))),
            TimedEvent(milliseconds: 7, event: .run(.promptProgress(document: 0, done: 256, of: 441))),
            TimedEvent(milliseconds: 12, event: .run(.token(document: 3, token))),
        ])
        #expect(
            try String(contentsOfFile: path, encoding: .utf8) == """
                {"erank_session":2,"created":"2026-11-23T14:42:03Z","program":"test 1"}
                {"t":0,"query":{"id":"1","text":"do goldfish grow?"}}
                {"t":7,"run":1,"prompt":[0,256,441]}
                {"t":12,"run":1,"token":[3,785,"The\\n",-0.25,1.5,[785,"The",-0.25]]}

                """)
    }

    /// At whatever byte of the last line a crash stopped, all lines before it are read, and the session continues after them.
    @Test func tornAtEveryByteOfTheLastLine() throws {
        var session = RandomSession(seed: 31)
        let written = session.events(5) + [session.timed(.run(.token(document: 0, session.token())))]
        try write(written)
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let lines = whole.split(separator: 0x0A, omittingEmptySubsequences: false)
        let lastStart = try #require(lines.dropLast().last?.startIndex)
        let next = session.timed(.rankBy(.expected))
        for end in lastStart..<whole.count {
            try folder.write("s.jsonl", whole[..<end])
            let reopened = try SessionFile.open(at: path)
            // A line that lacks only its line feed is complete.
            let isWhole = end == whole.count - 1
            let isTorn = !isWhole && end > lastStart
            #expect(reopened.state == state(of: isWhole ? written : written.dropLast()))
            #expect(
                reopened.warnings.map(\.description)
                    == (isTorn
                        ? [
                            """
                            \(path):\(written.count + 1): the last line is incomplete, probably after a crash, and is ignored; \
                            nothing to do: all lines before it are read
                            """
                        ] : []))
            try reopened.file.append(next)
            reopened.file.close()
            #expect(try events(at: path) == (isWhole ? written : Array(written.dropLast())) + [next])
        }
    }

    @Test func damagedLinesInTheMiddleAreNamedAndStay() throws {
        var session = RandomSession(seed: 32)
        let written = session.events(6)
        try write(written)
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        lines[3] = "{\"t\":5,\"token\":[1,2]}"
        lines[5] = "edited"
        try folder.write("s.jsonl", lines.joined(separator: "\n"))
        let reader = try SessionReader(path: path)
        #expect(try reader.state() == state(of: written.enumerated().filter { $0.offset != 2 && $0.offset != 4 }.map(\.element)))
        #expect(
            reader.warnings.map(\.description) == [
                """
                \(path):4: 2 lines, of which this is the first, could not be read (expected another element) and are skipped; \
                correct or remove the lines
                """
            ])
        // Nothing is lost: after the session was continued, the edited lines are still there.
        let file = try SessionFile.open(at: path).file
        try file.append(session.timed(.rankBy(.paper)))
        file.close()
        let now = try String(contentsOfFile: path, encoding: .utf8)
        #expect(now.hasPrefix(lines.joined(separator: "\n")))
    }

    @Test func unknownKindsAreKept() throws {
        try write([])
        let line = #"{"t":40,"belief":{"document":3,"scores":[1e-3, 0.5]},"more":null}"#
        try folder.write(
            "s.jsonl", String(contentsOfFile: path, encoding: .utf8) + line + "\n" + #"{"t":41,"rank_by":"hybrid"}"# + "\n")
        let read = try events(at: path)
        #expect(
            read == [
                TimedEvent(milliseconds: 40, event: .unknown(line)), TimedEvent(milliseconds: 41, event: .rankBy(.hybrid)),
            ])
        let copy = folder.path + "/copy.jsonl"
        let file = try SessionFile.create(at: copy, program: "test 1", now: SessionReader(path: path).header.created)
        for event in read { try file.append(event) }
        file.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test func aSecondWriterIsKeptOut() throws {
        let file = try SessionFile.create(at: path, program: "test 1")
        try file.append(file.stamp(.rankBy(.integer)))
        let error = #expect(throws: SessionError.self) { try SessionFile.open(at: path) }
        let sentence = try #require(error?.description)
        #expect(sentence.hasPrefix("\(path): "))
        #expect(sentence.hasSuffix(" is writing this session; close it there first, or watch it with erank replay"))
        if FileManager.default.fileExists(atPath: "/proc/locks") {
            #expect(sentence.contains("process \(ProcessInfo.processInfo.processIdentifier) ("))
        }
        #expect(try events(at: path).map(\.event) == [.rankBy(.integer)])
        file.close()
        let reopened = try SessionFile.open(at: path)
        #expect(reopened.state.rankBy == .integer)
        // A session continues after its last event even if the clock was set back.
        #expect(try SessionFile.create(at: folder.path + "/t", program: "").stamp(.rankBy(.paper)).milliseconds < 60_000)
        #expect(reopened.file.stamp(.rankBy(.paper)).milliseconds >= reopened.state.milliseconds)
    }

    /// A session that cannot begin says so, before and while it is created, and promises nothing.
    @Test func placesForNoSession() throws {
        try folder.write("file", "x")
        let places = [
            ("", "the empty name: the session's file cannot be created (No such file or directory); "),
            (folder.path + "/", "Is a directory"), (folder.path, "Is a directory"),
            (folder.path + "/" + String(repeating: "n", count: 300), "File name too long"),
            (folder.path + "/file/s.jsonl", "Not a directory"),
        ]
        for (place, words) in places {
            let error = #expect(throws: SessionError.self, "\(place)") { try SessionFile.checkPlace(place) }
            let sentence = error?.description ?? ""
            #expect(sentence.contains(words), "\(sentence)")
            #expect(sentence.hasSuffix("name another place, or check the folder's permissions"), "\(sentence)")
            #expect(throws: SessionError.self, "\(place)") { try SessionFile.create(at: place, program: "") }
        }
        let closed = #expect(throws: SessionError.self) { try SessionFile.create(at: "/proc/s.jsonl", program: "") }
        #expect(closed?.description.contains("the session's file cannot be created") == true)
        try SessionFile.checkPlace("new.jsonl")
        try SessionFile.checkPlace(folder.path + "/a/b/new.jsonl")
    }

    @Test func filesThatAreNoSessions() throws {
        func sentence(_ bytes: [UInt8]) throws -> String {
            let file = try folder.write("x", bytes)
            let error = #expect(throws: SessionError.self) { try SessionReader(path: file) }
            return error?.description.replacing(folder.path + "/", with: "") ?? ""
        }
        let noSession = "x:1: it does not begin with an erank_session header; choose a session file"
        #expect(try sentence([]) == "x: it is empty: no session was recorded in it; choose another session")
        #expect(try sentence([0, 1, 2, 0x0A]) == noSession)
        #expect(try sentence(Array("{\"id\":1}\n".utf8)) == noSession)
        #expect(
            try sentence(Array("{\"erank_session\":3}\n".utf8))
                == "x:1: it has version 3 of the session format, and this erank reads up to version 2; use a newer erank")
        let missing = #expect(throws: SessionError.self) { try SessionReader(path: folder.path + "/none") }
        #expect(
            missing?.description == "\(folder.path)/none: there is no such session; erank sessions list shows the sessions")
        try write([])
        let exists = #expect(throws: SessionError.self) { try SessionFile.create(at: path, program: "") }
        #expect(
            exists?.description
                == "\(path): the file exists already, and a session never overwrites a file; choose another name, or "
                + "delete the file first"
        )
    }

    @Test func tenThousandDamagedJournals() throws {
        var session = RandomSession(seed: 36)
        let written = session.events(30)
        let kinds = written.map(\.event)
        #expect(kinds.contains { if case .job = $0 { true } else { false } })
        #expect(Set(kinds.compactMap { if case .run(let id, _) = $0 { id } else { nil } }).count > 1, "runs that interleave")
        try write(written)
        let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let headerEnd = try #require(original.firstIndex(of: 0x0A)) + 1
        let words = [
            "{", "}", "[", "]", "\"", ",", ":", "null", "1e999", "-1", "99999999999999999999", "{\"t\":1,\"token\":",
            "{\"t\":1,\"run\":2,\"token\":", "\"run\":1", "\"job\":", "\\u0000",
            "\n",
        ]
        var mutator = Mutator(seed: 34, words: words)
        for _ in 0..<10_000 {
            let bytes = mutator.mutate(original)
            guard let reader = try? SessionReader(LineReader(bytes, name: "f")) else {
                #expect(!bytes.starts(with: original[..<headerEnd]))
                continue
            }
            let state = try reader.state()
            for report in state.reports() { #expect(report.ranking.count <= max(0, report.settings.depth)) }
            #expect(reader.warnings.count <= 2 + SessionFaults.Kind.allCases.count)
        }
    }
}
