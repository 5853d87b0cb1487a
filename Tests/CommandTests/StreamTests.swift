import Foundation
import ModelFixtures
import Relevance
import Sessions
import TestSupport
import Testing

/// Closed, full and scarce: every command ends with a sentence and an exit code, whatever its streams are.
@Suite struct StreamTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Every command of the program, found by its own help, with `--help`.
    private static func commands(_ prefix: [String] = []) async throws -> [[String]] {
        let help = try await BuiltProgram.run(prefix + ["--help"])
        guard help.output.contains("SUBCOMMANDS:\n"), let list = help.output.components(separatedBy: "SUBCOMMANDS:\n").last else {
            return [prefix]
        }
        let names = list.split(separator: "\n").compactMap { $0.wholeMatch(of: #/  ([a-z]+)\b.*/#).map { String($0.1) } }
        var commands = [prefix]
        for name in names { commands += try await Self.commands(prefix + [name]) }
        return commands
    }

    private func run(_ redirection: String, _ arguments: [String]) async throws -> BuiltProgram.Ended {
        try await BuiltProgram.runInShell(
            #"exec "$0" "$@" "# + redirection, arguments, environment: ["ERANK_SESSIONS": folder.path])
    }

    private static let full =
        "erank: standard output cannot be written (No space left on device): free some space, or write to another place\n"
    private static let closed = "erank: standard output is closed: write to a file, a pipe or a terminal\n"

    @Test func theHelpOfEveryCommandSaysThatItCannotBeWritten() async throws {
        let commands = try await Self.commands()
        #expect(commands.count > 25)
        for command in commands {
            let full = try await run("> /dev/full", command + ["--help"])
            #expect(full.status == 1 && full.errors == Self.full, "\(command) \(full.status) \(full.errors)")
            let closed = try await run(">&-", command + ["--help"])
            #expect(closed.status == 1 && closed.errors == Self.closed, "\(command) \(closed.status) \(closed.errors)")
        }
    }

    private static let arguments: [[String]] = [
        ["--version"], ["--generate-completion-script", "bash"], ["models", "list"], ["keys"], ["sessions", "list"],
        ["models", "check", Fixtures.path("llama.gguf")], ["demo", "goldfish", "--help"],
        ["rank", "--model", Fixtures.path("llama.gguf"), "--candidates", "DOCUMENTS", "--query", "x", "--max-new-tokens", "4"],
    ]

    @Test(arguments: arguments) func commandsSayThatTheyCannotWrite(arguments: [String]) async throws {
        let documents = try folder.write("fish\n", to: "d.txt")
        let arguments = arguments.map { $0 == "DOCUMENTS" ? documents : $0 }
        for (redirection, sentence) in [("> /dev/full", Self.full), (">&-", Self.closed)] {
            let ended = try await run(redirection, arguments)
            #expect(ended.status == 1 && ended.errors == sentence, "\(redirection) \(ended.errors)")
        }
        for redirection in ["<&-", "2>&-", "2> /dev/full", "<&- 2>&-"] {
            let ended = try await run(redirection, arguments)
            #expect(ended.status == 0 && !ended.output.isEmpty, "\(redirection) \(ended.errors)")
        }
        let nothing = try await run("<&- >&- 2>&-", arguments)
        #expect(nothing.status == 1)
    }

    /// A file that is opened while standard output is closed must not get its number: results would be written into it.
    @Test func aSessionIsNeverStandardOutput() async throws {
        let documents = try folder.write("fish\n", to: "d.txt")
        let arguments = [
            "rank", "--model", Fixtures.path("llama.gguf"), "--candidates", documents, "--query", "x", "--max-new-tokens", "4",
            "--session", folder.path + "/s.jsonl",
        ]
        let ended = try await run("<&- >&-", arguments)
        #expect(ended.status == 1 && ended.errors == Self.closed)
        let reader = try SessionReader(path: folder.path + "/s.jsonl")
        let state = try reader.state()
        #expect(reader.warnings.isEmpty && state.runs.first?.isComplete == true)
    }

    /// An import into a session that may not grow, and a small change: nothing is changed, and that is said.
    @Test func aChangeThatDoesNotFitChangesNothing() async throws {
        let path = folder.path + "/s.jsonl"
        let file = try SessionFile.create(at: path, program: "t")
        let candidates = (1...300).map { Candidate(document: Document(id: "d\($0)", text: "x"), firstStageRank: $0) }
        let judgment = Judgment(queryID: "q", documentID: "d1", verdict: .grade(1), judge: "me")
        let events: [SessionEvent] = [
            .query(Query(id: "q", text: "x")), .candidates(candidates, source: ""), .judgment(judgment),
        ]
        try file.append(contentsOf: events.map { file.stamp($0) })
        file.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let qrels = try folder.write((1...300).map { "q 0 d\($0) 1\n" }.joined(), to: "q.qrels")
        // In blocks of 512 bytes: no room for another line.
        let blocks = "\(before.count / 512)"
        for arguments in [["judgments", "import", path, qrels, "--judge", "bob"], ["judgments", "undo", path, "--judge", "me"]] {
            let ended = try await BuiltProgram.runInShell(#"ulimit -f "$1"; shift; exec "$0" "$@""#, [blocks] + arguments)
            #expect(ended.status == 1)
            #expect(
                ended.sentence == """
                    \(path): nothing was changed: the session cannot be written (File too large); free some space and repeat the \
                    command
                    """)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["q.qrels", "s.jsonl"])
        let imported = try await BuiltProgram.run(["judgments", "import", path, qrels, "--judge", "bob"])
        #expect(imported.status == 0 && imported.output.hasPrefix("imported 300 judgments"))
    }

    @Test func aClosedStandardInputIsSaid() async throws {
        let tokens = try await run("<&-", ["tokenize", "--model", Fixtures.path("llama.gguf")])
        #expect(tokens.status == 3)
        #expect(
            tokens.errors
                == "erank: standard input cannot be read (it is closed): name a file, or write to it from another program\n")
    }

    @Test(arguments: [4, 8, 64, 255]) func tooFewDescriptorsAreSaid(count: Int) async throws {
        for arguments in [["--help"], ["models", "list"], ["rank", "--model", "x", "--candidates", "y", "--query", "z"]] {
            let ended = try await BuiltProgram.runInShell(#"ulimit -n "$1"; shift; exec "$0" "$@""#, ["\(count)"] + arguments)
            #expect(ended.status == 1)
            #expect(
                ended.errors
                    == "erank: only \(count) files may be open at once, and erank needs 256: raise the limit with 'ulimit -n'\n")
        }
    }
}
