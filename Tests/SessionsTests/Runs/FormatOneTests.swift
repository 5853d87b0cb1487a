import Foundation
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// Sessions of format 1 can always be read, and continue in format 2.
@Suite struct FormatOneTests {
    private static let header = #"{"erank_session":1,"created":"2026-11-23T14:42:03Z","program":"erank 0.1"}"#

    private static func candidates(_ id: String) -> String {
        #"{"t":1,"candidates":{"source":"s","list":[{"document":{"id":"\#(id)","title":"","text":"t"},"firstStageRank":1}]}}"#
    }

    private static func lines(_ lines: [String]) -> String { ([header] + lines).joined(separator: "\n") + "\n" }

    private static let finished =
        #"{"t":9,"finished":{"document":0,"result":{"cachedTokens":0,"isCut":false,"newTokens":1,"#
        + #""outcome":{"cutOff":{}},"promptTokens":4,"seconds":1}}}"#

    /// Two queries of one command are one job; the first query again, or other settings, begin another job.
    private static let session = lines([
        #"{"t":0,"query":{"id":"1","text":"first"}}"#, candidates("a"), #"{"t":2,"run_started":true}"#,
        #"{"t":3,"token":[0,7,"x",-0.5,1.5,[7,"x",-0.5]]}"#, finished,
        #"{"t":10,"query":{"id":"2","text":"second"}}"#, candidates("b"), #"{"t":11,"run_started":true}"#, finished,
        #"{"t":12,"ended":{"documents":1,"newTokens":1,"promptTokens":4,"seconds":1}}"#,
        #"{"t":13,"query":{"id":"1","text":"first"}}"#, #"{"t":14,"run_started":true}"#,
        #"{"t":15,"query":{"id":"2","text":"second"}}"#, #"{"t":16,"run_started":true}"#,
    ])

    @Test func runsAreCountedAndGrouped() throws {
        let reader = try SessionReader(LineReader(Array(Self.session.utf8), name: "s"))
        let state = try reader.state()
        #expect(reader.warnings.isEmpty)
        #expect(reader.header.version == 1)
        #expect(state.runs.map(\.id.rawValue) == [1, 2, 3, 4])
        #expect(state.runs.map(\.query.text) == ["first", "second", "first", "second"])
        // A run scored the query and candidates in force when it began.
        #expect(state.runs.map { $0.candidates[0].document.id } == ["a", "b", "b", "b"])
        #expect(state.jobs.map(\.runs) == [[RunID(1), RunID(2)], [RunID(3), RunID(4)]])
        #expect(state.runs[0].documents[0].reasoning == "x")
        #expect(state.runs[0].isUnderWay && state.runs[1].statistics != nil)
    }

    /// An older program must not confuse the lines of different runs, so the first line says format 2 before they come.
    @Test func goingOnRaisesTheFormat() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("s.jsonl", Self.session)
        let judged = try SessionFile.open(at: path)
        try judged.file.append(judged.file.stamp(.judge("ann")))
        judged.file.close()
        #expect(try SessionReader(path: path).header.version == 1, "an older program reads this as it is")

        let reopened = try SessionFile.open(at: path)
        var before = reopened.state
        before.interruptRuns()
        let resumed = before.resumption(of: before.runs[3])
        #expect(resumed.id == RunID(4) && resumed.kept.isEmpty)
        try reopened.file.append(reopened.file.stamp(.runStarted(resumed.id, resumed.request)))
        try reopened.file.append(
            reopened.file.stamp(.run(resumed.id, .finished(document: 0, DocumentResult(outcome: .cutOff)))))
        reopened.file.close()

        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix(#"{"erank_session":2,"created":"2026-11-23T14:42:03Z""#))
        #expect(text.contains("\n" + #"{"t":3,"token":[0,7,"x""#), "what stood there stands there still")
        let after = try SessionReader(path: path).state()
        #expect(after.faults.found.isEmpty)
        #expect(after.runs.map(\.isComplete) == [true, true, false, true])
        // The next run has a number that no run had.
        let plan = after.plan(
            [RerankingTask(query: after.query, candidates: after.candidates)], model: Self.model, settings: after.settings)
        #expect(plan.job.id == JobID(3) && plan.runs.map(\.id) == [RunID(5)])
    }

    private static let model = RandomSession.model("m")

    /// A start of format 2 has the id of its run. A start with a request but without an id is not taken for one of format 1.
    @Test func aStartOfFormatTwoNamesItsRun() throws {
        let line =
            #"{"t":2,"run_started":{"candidates":"00","job":1,"query":{"id":"1","text":"x"},"settings":\#(Self.settings)}}"#
        let reader = try SessionReader(LineReader(Array(Self.lines([line]).utf8), name: "s"))
        #expect(try reader.state().runs.isEmpty)
        #expect(
            reader.warnings.map(\.description) == [
                "s:2: this line could not be read (expected the run's number, \"run\") and is skipped; correct or remove the line"
            ])
    }

    private static let settings =
        #"{"depth":100,"documentTokenLimit":1,"forcesAnswer":true,"instruction":"i","maxNewTokens":1,"mode":"direct","#
        + #""queryTokenLimit":1,"sampling":{"seed":0,"temperature":0,"topP":1}}"#

    /// Lines that are cheap to write must not be expensive to read: the start of a run refers to its candidates without
    /// copying or hashing them.
    @Test func manyStartsOfOneLargeSet() throws {
        let list = (0..<2000).map {
            #"{"document":{"id":"d\#($0)","title":"","text":"t"},"firstStageRank":1}"#
        }.joined(separator: ",")
        let lines =
            [#"{"t":0,"settings":\#(Self.settings.replacing("\"depth\":100", with: "\"depth\":5000"))}"#]
            + [#"{"t":1,"candidates":{"source":"s","list":[\#(list)]}}"#]
            + (0..<20_000).flatMap { number in
                [#"{"t":2,"query":{"id":"\#(number)","text":"q"}}"#, #"{"t":3,"run_started":true}"#]
            }
        // It would be 40 million documents if each run had its own.
        let state = try SessionReader(LineReader(Array(Self.lines(lines).utf8), name: "s")).state()
        #expect(state.runs.count == 20_000 && state.runs.last?.documents.count == 2000 && state.jobs.count == 1)
    }

    /// The older recorded sessions of this repository were written in format 1.
    @Test func theRecordedSessions() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sessions").standardizedFileURL
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("2026-11-23-") }
        #expect(names.count >= 2)
        for name in names {
            let reader = try SessionReader(path: folder.appending(path: name).path)
            let state = try reader.state()
            #expect(reader.header.version == 1 && reader.warnings.isEmpty)
            #expect(!state.runs.isEmpty && state.runs.allSatisfy { $0.statistics != nil && $0.isComplete })
            #expect(state.jobs.flatMap(\.runs) == state.runs.map(\.id))
            // Written again in format 2, it is the same session.
            let copy = try TemporaryFolder()
            let file = try SessionFile.create(at: copy.path + "/c.jsonl", program: "t")
            try file.append(contentsOf: events(at: folder.appending(path: name).path))
            file.close()
            #expect(try SessionReader(path: copy.path + "/c.jsonl").state() == state)
        }
    }
}
