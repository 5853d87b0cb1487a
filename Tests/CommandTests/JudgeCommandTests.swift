import Foundation
import Relevance
import Sessions
import TestSupport
import Testing

@testable import erank

/// What `erank judge` writes before the screens open.
@Suite struct JudgeCommandTests {
    private func list(_ id: String, _ documents: [String]) -> RankedList {
        RankedList(
            queryID: id,
            entries: documents.enumerated().map { .init(documentID: $1, rank: $0 + 1, score: 10 - Double($0)) })
    }

    private var setup: JudgingSetup {
        JudgingSetup(
            tasks: [RerankingTask(query: "1", documents: ["a", "b"]), RerankingTask(query: "2", documents: ["c"])],
            runs: [
                Run(tag: "bm25", lists: [list("1", ["a", "b"]), list("2", ["c"]), list("9", ["z"])]),
                Run(tag: "bm25", file: "runs/tuned.trec", lists: [list("1", ["b"])]),
                Run(tag: "other", lists: [list("1", ["b", "a"]), list("9", ["z"])]),
            ], source: "runs", judge: "ann", scale: .binary, order: .poolDepth, seed: 7, isBlind: nil, depth: 5)
    }

    private func state(_ path: String) throws -> SessionState { try SessionReader(path: path).state() }

    @Test func aNewSessionSaysAllThatWasAsked() throws {
        let folder = try TemporaryFolder()
        let written = try setup.write(to: folder.path + "/new.jsonl", program: "test")
        #expect(written.topic == "1")
        let path = written.path
        let state = try state(path)
        #expect(state.topics.map(\.id) == ["1", "2"])
        #expect(state.topics.map { $0.candidates.map(\.document.id) } == [["a", "b"], ["c"]])
        #expect(state.judge == "ann" && state.scale == .binary)
        #expect(state.plan == JudgingPlan(order: .poolDepth, seed: 7, isBlind: true, depth: 5))
        // The first run is the first stage, and has its name beside others; two runs with the same tag are named by their files;
        // queries that are not judged are left out.
        #expect(state.rankings["1"]?.map(\.tag) == ["bm25", "tuned", "other"] && state.firstStageName == "bm25")
        #expect(state.rankings["1"]?[1].documentIDs == ["b"] && state.rankings["1"]?.last?.scores == [10, 9])
        #expect(state.rankings["2"]?.map(\.isFirstStage) == [true] && state.rankings["9"] == nil)
        var alone = setup
        alone.runs = Array(alone.runs.prefix(1))
        let first = try self.state(alone.write(to: folder.path + "/alone.jsonl", program: "test").path)
        #expect(first.rankings.isEmpty && first.topics == state.topics)
    }

    /// A pool has more or fewer documents than the first run: that run is recorded whole, to be measured by its own ranks.
    @Test func theFirstRunOfAPoolIsRecordedWhole() throws {
        let folder = try TemporaryFolder()
        var pooled = setup
        pooled.tasks = [RerankingTask(query: "1", documents: ["a", "b", "x"])]
        let state = try state(pooled.write(to: folder.path + "/pool.jsonl", program: "test").path)
        let first = try #require(state.firstStage(of: "1"))
        #expect(first.documentIDs == ["a", "b"] && first.scores == [10, 9] && first.tag == "bm25")
        #expect(state.firstStageName == "bm25" && state.recordedTags == ["tuned", "other"])
        #expect(first.entries.map(\.rank) == [1, 2] && first.entries.map(\.score) == [10, 9])
    }

    @Test func theSameCommandGoesOnWithoutAWord() throws {
        let folder = try TemporaryFolder()
        let path = try setup.write(to: folder.path + "/s.jsonl", program: "test").path
        let judged = try SessionFile.open(at: path).file
        let judgment = Judgment(queryID: "1", documentID: "a", verdict: .grade(1), judge: "ann")
        try judged.append(judged.stamp(.judgment(judgment)))
        judged.close()
        let before = try folder.read("s.jsonl")
        #expect(try setup.write(to: path, program: "test").path == path)
        #expect(try folder.read("s.jsonl") == before)
        // In an existing session only the given options change.
        _ = try JudgingSetup(judge: "bob", isBlind: false).write(to: path, program: "test")
        let state = try state(path)
        #expect(state.judge == "bob" && state.scale == .binary && !state.plan.isBlind && state.plan.seed == 7)
        #expect(state.book.judgment(query: "1", document: "a", judge: "ann") == judgment)
        // It continues with the first query that has documents left.
        let last = try SessionFile.open(at: path).file
        try last.append(
            last.stamp(.judgment(Judgment(queryID: "1", documentID: "b", verdict: .cannotTell, judge: "ann"))))
        last.close()
        #expect(try setup.write(to: path, program: "test").topic == "2")
        // Another pool is loaded in addition to the existing judgments.
        var deeper = setup
        deeper.tasks[0].candidates = RerankingTask(query: "1", documents: ["a", "b", "d"]).candidates
        _ = try deeper.write(to: path, program: "test")
        #expect(try self.state(path).topic("1")?.candidates.count == 3)
        #expect(try self.state(path).book.judgment(query: "1", document: "a", judge: "ann") == judgment)
    }

    @Test func sessionsByName() throws {
        let folder = try TemporaryFolder()
        let store = SessionStore(folder: folder.path + "/sessions")
        #expect(try setup.write(to: "mine", in: store, program: "test").path == store.folder + "/mine.jsonl")
        #expect(try JudgingSetup().write(to: "mine", in: store, program: "test").path == store.folder + "/mine.jsonl")
        #expect(try setup.write(to: nil, in: store, program: "test").path.hasSuffix("-query-1.jsonl"))
        let error = #expect(throws: SessionError.self) { try JudgingSetup().write(to: "yours", in: store, program: "test") }
        #expect(error?.description == "yours: there is no such session; erank sessions list shows the sessions")
        // A session that another program is writing is not changed.
        let held = try SessionFile.open(at: store.folder + "/mine.jsonl").file
        #expect(throws: SessionError.self) { try setup.write(to: "mine", in: store, program: "test") }
        held.close()
    }

    @Test(arguments: [
        ([], "name what to judge with --candidates, with --collection and --run, or with --session"),
        (
            ["--candidates", "-"],
            "judging needs standard input for the keyboard: write the candidates of --candidates - "
                + "into a file"
        ),
        (["--session", "s", "--depth", "0"], "--depth must be at least 1, not 0"),
        (["--session", "s", "--depth", "-5"], "--depth must be at least 1, not -5"),
        (["--candidates", "c", "--queries", "-5"], "--queries must be at least 1, not -5"),
        (["--session", "s", "--judge", " "], "--judge takes a name"),
        (["--session", "s", "--run", "r"], "--run goes with --collection"),
        (["--session", "s", "--query", "q"], "--query goes with --candidates: say where the documents are"),
        (["--session", "s", "--order", "best"], "the value 'best' is invalid for '--order <order>'"),
    ])
    func badArguments(arguments: [String], words: String) async throws {
        let ended = try await BuiltProgram.run(["judge"] + arguments)
        #expect(ended.status == 2)
        #expect(ended.sentence?.hasPrefix(words) == true, "\(ended.errors)")
    }

    @Test func withoutATerminalNothingIsWritten() async throws {
        let folder = try TemporaryFolder()
        try folder.write(#"{"id":"a","text":"one"}"#, to: "c.jsonl")
        let ended = try await BuiltProgram.run(
            ["judge", "--query", "q", "--candidates", folder.path + "/c.jsonl", "--session", folder.path + "/s.jsonl"])
        #expect(ended.status == 1)
        #expect(ended.sentence?.hasPrefix("standard input is not a terminal, and the screens need one") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/s.jsonl"))
        // Errors in files and options are reported first.
        let candidates = ["judge", "--query", "q", "--candidates", folder.path + "/c.jsonl"]
        try folder.write("0 no\n0 yes\n", to: "bad.txt")
        let scale = try await BuiltProgram.run(candidates + ["--scale", folder.path + "/bad.txt"])
        #expect(
            scale.status == 3
                && scale.sentence == "\(folder.path)/bad.txt:2: the grade 0 is listed twice; remove one of its lines")
        let missing = try await BuiltProgram.run(["judge", "--candidates", folder.path + "/none"])
        #expect(
            missing.status == 3 && missing.sentence?.hasSuffix("/none: there is no such file or folder; check the path") == true)
        let session = try await BuiltProgram.run(["judge", "--session", folder.path + "/none"])
        #expect(session.status == 3 && session.sentence?.contains("/none: there is no such session; ") == true)
    }
}
