import Foundation
import Inference
import ModelFixtures
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@testable import erank

/// Real runs of a small random model. Its answers mean nothing; everything else is real.
@Suite struct RankCommandTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let arguments = [
        "rank", "--model", Fixtures.path("llama.gguf"), "--candidates", "-", "--query", "x", "--max-new-tokens", "12",
    ]

    private func rank(_ more: [String], candidates: String = "fish\ncats\nbread\n") async throws -> BuiltProgram.Ended {
        try await BuiltProgram.run(Self.arguments + more, input: candidates)
    }

    @Test(arguments: ["reasoned", "direct", "binary", "binary-reasoned"])
    func everyModeRanksAndItsDistributionSumsToOne(mode: String) async throws {
        let ended = try await rank(["--mode", mode, "--output", "json"])
        #expect(ended.status == 0 && ended.errors.isEmpty)
        #expect(ended.output.split(separator: "\n").count == 1)
        let report = try Report(ended.output)
        #expect(report.ranking.map(\.rank) == [1, 2, 3])
        #expect(Set(report.ranking.map(\.id)) == ["1", "2", "3"])
        let scores = report.ranking.compactMap(\.score)
        #expect(scores.count == 3 && scores == scores.sorted(by: >))
        for row in report.ranking {
            let distribution = try #require(row.distribution)
            #expect(distribution.count == (mode.hasPrefix("binary") ? 2 : 11))
            #expect(abs(distribution.reduce(0, +) + (row.other ?? 0) - 1) < 1e-6)
            #expect((row.newTokens ?? 0 > 0) == mode.hasSuffix("reasoned"))
        }
        #expect(report.stats.documents == 3 && report.model.architecture == "llama" && report.model.sha256.count == 64)
    }

    @Test func theSessionHoldsTheSameRun() async throws {
        let session = folder.path + "/s.jsonl"
        let ended = try await rank(["--output", "json", "--session", session])
        let exported = try await BuiltProgram.run(["sessions", "export", session])
        #expect(exported.status == 0, "\(exported.errors)")
        #expect(exported.output == ended.output)
        // A session is never overwritten.
        let again = try await rank(["--session", session])
        #expect(again.status == 1)
        #expect(again.sentence?.contains("never overwrites") == true)
    }

    /// A job that died before it was in the session leaves its name to the same command, and what was loaded is kept.
    @Test func aSessionWithoutAJobIsGoneOnWith() async throws {
        for loaded in [false, true] {
            let session = folder.path + "/\(loaded).jsonl"
            let file = try SessionFile.create(at: session, program: "t")
            if loaded {
                try file.append(file.stamp(.query(Query(id: "1", text: "x"))))
                try file.append(
                    file.stamp(.candidates([Candidate(document: Document(id: "d", text: "x"), firstStageRank: 1)], source: "")))
            }
            file.close()
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: session))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(#"{"t":3,"candidates":{"list":[{"docu"#.utf8))
            try handle.close()
            let ended = try await rank(["--session", session])
            #expect(ended.status == 0, "\(ended.errors)")
            let state = try SessionReader(path: session).state()
            #expect(state.runs.count == 1 && state.runs.first?.isComplete == true && state.runs.first?.candidates.count == 3)
            // Now it has a job.
            #expect(try await rank(["--session", session]).status == 1)
        }
    }

    @Test func aRunRepeatsExactly() async throws {
        let outputs = [try await rank(["--output", "trec"]).output, try await rank(["--output", "trec"]).output]
        #expect(outputs[0] == outputs[1])
        let lines = outputs[0].split(separator: "\n").map { $0.split(separator: " ") }
        #expect(
            lines.map { $0[3] } == ["1", "2", "3"]
                && lines.allSatisfy { $0.count == 6 && $0[5] == "erank-llama-reasoned-paper-tokens12" })
        let scores = lines.compactMap { Float($0[4]) }
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test func theTableNamesEveryDocumentAndHidesControls() async throws {
        let candidates = #"{"id": "a\u001b[31m", "title": "red \u001b[31m \u202e title", "text": "x"}"# + "\n"
        let ended = try await rank([], candidates: candidates)
        #expect(ended.status == 0)
        #expect(ended.output.contains("title") && ended.output.contains("1 of 1 scored by llama"))
        #expect(!ended.output.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0.value == 0x202E) })
    }

    @Test func whatIsLeftOutIsSaid() async throws {
        let candidates = #"{"id": "a", "text": "x"}"# + "\n" + #"{"id": "a", "text": "y"}"# + "\n{\n"
        let ended = try await rank(["--output", "trec"], candidates: candidates)
        #expect(ended.status == 0)
        #expect(ended.output.split(separator: "\n").count == 1)
        let warnings = ended.errors.split(separator: "\n")
        #expect(!warnings.isEmpty && warnings.allSatisfy { $0.hasPrefix("erank: warning: ") }, "\(ended.errors)")
    }

    @Test func badInputEndsWithItsExitCode() async throws {
        let nowhere = try await BuiltProgram.run(["rank", "--model", "m", "--candidates", "/nowhere", "--query", "x"])
        #expect(nowhere.status == 3 && nowhere.sentence?.hasPrefix("/nowhere: ") == true)
        let blank = try await BuiltProgram.run(["rank", "--model", "m", "--candidates", "-", "--query", "  "], input: "a\n")
        #expect(blank.status == 2 && blank.sentence == "the query is empty; say what you are looking for")
        let none = try await BuiltProgram.run(["rank", "--model", "m", "--candidates", "-"], input: "a\n")
        #expect(none.status == 2 && none.sentence?.contains("--query") == true)
        let nothing = try await rank([], candidates: "")
        #expect(nothing.status == 3 && nothing.sentence?.hasPrefix("standard input: ") == true)
        let model = try await BuiltProgram.run(["rank", "--model", "m", "--candidates", "-", "--query", "x"], input: "a\n")
        #expect(model.status == 2 && model.sentence?.contains("no model is called 'm'") == true)
        let template = try await rank(["--template", "alpaca"])
        #expect(template.status == 4 && template.sentence?.contains("chatml") == true)
    }

    /// The model has a context of 512 tokens.
    @Test func aDocumentThatIsTooLongForTheContextIsCutAndMarked() async throws {
        let ended = try await rank(["--output", "json"], candidates: String(repeating: "word ", count: 600) + "\nfish\n")
        #expect(ended.status == 0 && ended.errors.isEmpty)
        let report = try Report(ended.output)
        #expect(report.ranking.map(\.state) == ["scored", "scored"])
        #expect(report.ranking.first { $0.id == "1" }?.cut == true && report.ranking.first { $0.id == "2" }?.cut == false)

        let session = folder.path + "/none.jsonl"
        let none = try await rank(["--max-new-tokens", "512", "--session", session])
        #expect(none.status == 2 && none.sentence?.contains("has no room for a document") == true, "\(none)")
        #expect(!FileManager.default.fileExists(atPath: session), "nothing began")
    }

    @Test func aDocumentThatFailsFailsTheModelNotTheOthers() async throws {
        var failing = Script.answering(5)
        failing.startFailure = .resources("the model is tired: let it rest")
        let tasks = [
            RerankingTask(
                query: Query(id: "q", text: "which"),
                candidates: ["carp", "pike"].enumerated().map {
                    Candidate(document: Document(id: $1, text: $1), firstStageRank: $0 + 1, firstStageScore: 1)
                })
        ]
        let job = RankJob.new(
            tasks, engine: ScriptedEngine(["pike": failing]), settings: RunSettings(), rankBy: .paper, source: "", file: nil)
        var states: [String] = []
        let failure = await #expect(throws: Failure.self) {
            try await job.run { report, _ in states = report.ranking.map(\.state.rawValue) }
        }
        #expect(failure?.status == .modelFailed && states == ["scored", "failed"])
        #expect(failure?.sentence == "the model failed on 1 of 2 documents: the model is tired: let it rest")
    }

    @Test func memoryIsBoundedAndSaid() async throws {
        let ended = try await rank(["--memory", "200MB", "--show-memory"])
        #expect(ended.status == 0)
        for words in [
            "weights       ", "cache         up to 8.4 MB", "the limit of 200 MB by --memory", "peak resident memory: ",
        ] {
            #expect(ended.errors.contains(words), "\(words): \(ended.errors)")
        }
        let tight = try await BuiltProgram.run(Self.arguments, input: "fish\n", environment: ["ERANK_MEMORY": "1MB"])
        #expect(tight.status == 4 && tight.sentence?.hasPrefix("the model needs at least ") == true, "\(tight)")
        let wrong = try await BuiltProgram.run(Self.arguments, input: "fish\n", environment: ["ERANK_MEMORY": "lots"])
        #expect(wrong.status == 2 && wrong.sentence == "ERANK_MEMORY is 'lots': it must be a size such as 600MB or 2GB")
        for size in ["600", "0MB", "-1GB", "nanGB", "1e3MB", "99999999TB", "MB"] {
            let ended = try await rank(["--memory", size])
            #expect(ended.status == 2, "\(size): \(ended)")
        }
    }

    /// A tight limit means a smaller cache, shorter prompts and a peak within the limit.
    @Test(.enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"))
    func aRealModelStaysWithinTheLimit() async throws {
        let model = try #require(RealModel.smollm2.path)
        let candidates = (1...16).map { "\($0) " + String(repeating: "goldfish \($0) swim. ", count: 60) + "\n" }.joined()
        let ended = try await BuiltProgram.run(
            [
                "rank", "--model", model, "--candidates", "-", "--query", "x", "--max-new-tokens", "4", "--memory", "250MB",
                "--show-memory",
            ], input: candidates)
        #expect(ended.status == 0 && ended.output.contains("16 of 16 scored"), "\(ended)")
        #expect(ended.errors.contains("so a prompt and its answer have at most "), "\(ended.errors)")
        let peak = ended.errors.firstMatch(of: #/peak resident memory: ([0-9.]+) MB/#).flatMap { Double($0.1) }
        #expect(try #require(peak) <= 250, "\(ended.errors)")
    }

    /// A limit of the system on a real model: the file itself, or its weights, do not fit.
    @Test(
        .enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"),
        arguments: [(450_000, "'ulimit -v'"), (600_000, "'ulimit -v' leaves")])
    func theAddressSpaceIsALimit(kibibytes: Int, words: String) async throws {
        let model = try #require(RealModel.smollm2.path)
        let ended = try await BuiltProgram.runInShell(
            #"ulimit -v "$1"; shift; exec "$0" "$@""#,
            ["\(kibibytes)", "rank", "--model", model, "--candidates", "-", "--query", "x"], input: "fish\n")
        #expect([3, 4].contains(ended.status) && ended.sentence?.contains(words) == true, "\(ended)")
    }

    @Test func moreThreadsThanProcessorsAreCappedWithASentence() async throws {
        let ended = try await rank(["--threads", "100000"])
        #expect(ended.status == 0)
        #expect(ended.sentence?.hasPrefix("warning: --threads 100000 is more than the ") == true, "\(ended.errors)")
    }

    @Test func aFullDiskUnderTheOutputIsSaid() async throws {
        let ended = try await BuiltProgram.runInShell(#"exec "$0" "$@" > /dev/full"#, Self.arguments, input: "fish\n")
        #expect(ended.status == 1)
        #expect(
            ended.sentence?.hasPrefix("standard output cannot be written (No space left on device)") == true, "\(ended.errors)")
    }

    @Test func aFullDiskUnderTheErrorsChangesNothing() async throws {
        let ended = try await BuiltProgram.runInShell(#"exec "$0" "$@" 2> /dev/full"#, ["sessions", "show", "/none"])
        #expect(ended.status == 3)
    }

    @Test func aFullDiskUnderTheSessionCostsTheSessionNotTheRun() async throws {
        let session = folder.path + "/full.jsonl"
        // The shell's limit on file sizes simulates a disk of eight blocks.
        let script = #"trap '' XFSZ; ulimit -f 8; exec "$0" "$@""#
        let ended = try await BuiltProgram.runInShell(
            script, Self.arguments + ["--session", session], input: "fish\ncats\nbread\n")
        #expect(ended.status == 1)
        #expect(ended.output.contains("3 of 3 scored"))
        let lines = ended.errors.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("erank: warning: \(session): there is no space left"), "\(ended.errors)")
        #expect(
            lines.last?.hasPrefix("erank: \(session): the session is incomplete: ") == true
                && lines.last?.hasSuffix("; free some space, then complete it with erank rank --resume \(session)") == true,
            "\(ended.errors)")
        // The saved part can be read.
        let shown = try await BuiltProgram.run(["sessions", "show", session])
        #expect(shown.status == 0 && shown.output.contains("# x\n"))
    }

    @Test func anInterruptEndsItCleanlyWithWhatIsDone() async throws {
        let session = folder.path + "/interrupted.jsonl"
        let many = (1...400).map { "document \($0)\n" }.joined()
        // When a document is finished, the run is well in progress. The shell watches, because other tests do not delay it.
        // Its background job needs standard input passed explicitly.
        let script = #"""
            exec 3<&0
            for session; do :; done
            "$0" "$@" <&3 &
            until grep -qs '"finished"' "$session" || ! kill -0 $!; do sleep 0.02; done
            kill -INT $!
            wait $!
            """#
        let ended = try await BuiltProgram.runInShell(
            script, Self.arguments + ["--depth", "400", "--output", "json", "--session", session], input: many)
        #expect(ended.status == 1)
        let report = try Report(ended.output)
        let scored = report.ranking.count { $0.state == "scored" }
        #expect(scored > 0 && scored < 400 && report.ranking.count == 400)
        #expect(report.ranking.allSatisfy { $0.state == "scored" || $0.state == "cancelled" })
        #expect(
            ended.errors.split(separator: "\n").last
                == "erank: stopped: \(scored) of 400 documents are scored; continue with erank rank --resume \(session)",
            "\(ended.errors)")
    }

    /// The parts of a run's JSON that matter here.
    private struct Report: Decodable {
        var model: Model
        var ranking: [Row]
        var stats: Stats

        struct Model: Decodable {
            var sha256: String
            var architecture: String
        }
        struct Row: Decodable {
            var rank: Int
            var id: String
            var score: Double?
            var state: String
            var distribution: [Double]?
            var other: Double?
            var newTokens: Int?
            var cut: Bool?
        }
        struct Stats: Decodable { var documents: Int }

        init(_ json: String) throws {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            self = try decoder.decode(Report.self, from: Data(json.utf8))
        }
    }
}
