import Foundation
import Inference
import ModelFixtures
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// Ids, names and texts come from files and models. Whatever they hold, no command prints what controls a terminal.
@Suite struct HostileTextTests {
    /// A title set, the screen cleared, C1 controls, text turned round, a bell.
    private static let hostile = "x\u{1B}]0;t\u{7}\u{1B}[2J\u{9B}31m\u{202E}r\u{2067}q\u{200F}\u{61C}\u{7F}\u{8}y"

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && scalar != "\t" && (scalar.properties.generalCategory == .control || scalar.properties.isBidiControl)
    }

    private let folder: TemporaryFolder
    private let session: String

    init() throws {
        folder = try TemporaryFolder()
        session = folder.path + "/s.jsonl"
        let hostile = Self.hostile
        let query = Query(id: hostile, text: hostile, narrative: hostile, collection: hostile)
        let candidates = ["", "2"].map {
            Candidate(document: Document(id: hostile + $0, title: hostile, text: hostile), firstStageRank: 1)
        }
        let model = ModelDescription(
            name: hostile, file: hostile, sha256: hostile, architecture: hostile, quantisation: hostile, parameters: 1,
            contextLength: 1, engine: hostile, threads: 1, batchLimit: 1, machine: hostile)
        let token = TokenEvent(id: 1, text: hostile, logProbability: 0, entropy: 0, alternatives: [])
        let settings = RunSettings(instruction: hostile)
        func grade(_ grade: Int, _ judge: String) -> SessionEvent {
            .judgment(
                Judgment(
                    queryID: hostile, documentID: hostile, verdict: .grade(grade), judge: judge, scale: "0-3", note: hostile,
                    source: hostile))
        }
        let events: [SessionEvent] = [
            .query(query), .candidates(candidates, source: hostile), .model(model),
            .start(query: query, of: candidates, by: model, settings: settings), .run(.token(document: 0, token)),
            .run(.finished(document: 0, DocumentResult(outcome: .unreadable(hostile)))),
            .run(.finished(document: 1, DocumentResult(outcome: .failed(hostile)))), grade(1, hostile + "1"),
            grade(2, hostile + "2"),
        ]
        let file = try SessionFile.create(at: session, program: hostile)
        try file.append(contentsOf: events.map { file.stamp($0) })
        file.close()
    }

    private static let commands: [[String]] = [
        ["sessions", "list"], ["sessions", "show", "SESSION"], ["sessions", "export", "SESSION"],
        ["sessions", "export", "SESSION", "--output", "markdown"], ["sessions", "export", "SESSION", "--output", "qrels"],
        ["sessions", "export", "SESSION", "--output", "trec", "--ids", "escape"],
        ["sessions", "export", "SESSION", "--collection", "x\u{1B}[2J"], ["judgments", "list", "SESSION"],
        ["judgments", "list", "SESSION", "--json"], ["judgments", "list", "SESSION", "--judge", "x\u{1B}[2J"],
        ["judgments", "agreement", "SESSION"], ["judgments", "agreement", "SESSION", "--json"],
        ["judgments", "disagreements", "SESSION"], ["judgments", "disagreements", "SESSION", "--json"],
        ["judgments", "export", "SESSION", "--ids", "escape", "--conflicts", "max"],
        ["judgments", "export", "SESSION", "--format", "beir", "--ids", "escape", "--conflicts", "max"],
        ["judgments", "undo", "SESSION", "--judge", "x\u{1B}[2J"],
        ["judgments", "adjudicate", "SESSION", "x\u{1B}[2J", "y\u{9B}31m", "2"], ["models", "path", "x\u{1B}[2J"],
        ["models", "check", "x\u{1B}[2J\u{202E}"], ["evaluate", "x\u{1B}[2J", "y\u{9B}"], ["x\u{1B}[2J"],
        ["rank", "--mode", "x\u{1B}[2J"], ["rank", "--resume", "SESSION"], ["replay", "x\u{1B}[2J"],
        ["tokenize", "--model", "x\u{1B}[2J"],
    ]

    @Test(arguments: commands) func noCommandPrintsControls(command: [String]) async throws {
        let arguments = command.map { $0 == "SESSION" ? session : $0 }
        let ended = try await BuiltProgram.run(arguments, environment: ["ERANK_SESSIONS": folder.path])
        #expect(!(ended.output + ended.errors).isEmpty)
        for (name, text) in [("output", ended.output), ("errors", ended.errors)] {
            let controls = text.unicodeScalars.filter(Self.isControl)
            #expect(controls.isEmpty, "\(command) \(name): \(controls.map { String($0.value, radix: 16) })")
        }
    }

    /// In JSON they are escaped: a reader gets the text back as it was.
    @Test func jsonKeepsTheText() async throws {
        let ended = try await BuiltProgram.run(["sessions", "export", session])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
        let query = try #require(object["query"] as? [String: Any])
        #expect(query["text"] as? String == Self.hostile && query["id"] as? String == Self.hostile)
    }

    @Test func rankPrintsNoControls() async throws {
        var line = JSONWriter()
        line.object {
            $0.member("id", Self.hostile)
            $0.member("title", Self.hostile)
            $0.member("text", Self.hostile)
        }
        let path = try folder.write(String(decoding: line.bytes, as: UTF8.self) + "\n", to: "d\u{1B}[2J.jsonl")
        for output in ["table", "json"] {
            let ended = try await BuiltProgram.run([
                "rank", "--model", Fixtures.path("llama.gguf"), "--candidates", path, "--query", Self.hostile, "--output", output,
                "--max-new-tokens", "4",
            ])
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(!(ended.output + ended.errors).unicodeScalars.contains(where: Self.isControl), "\(output)")
        }
    }
}
