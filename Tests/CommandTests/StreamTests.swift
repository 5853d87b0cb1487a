import Foundation
import Inference
import ModelFixtures
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// Closed, full and scarce: every command ends with a sentence and an exit code, whatever its streams are.
@Suite struct StreamTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ redirection: String, _ arguments: [String]) async throws -> BuiltProgram.Ended {
        try await BuiltProgram.runInShell(
            #"exec "$0" "$@" "# + redirection, arguments, environment: ["ERANK_SESSIONS": folder.path])
    }

    private static let full =
        "erank: standard output cannot be written (No space left on device): free some space, or write to another place\n"
    private static let closed = "erank: standard output is closed: write to a file, a pipe or a terminal\n"

    @Test func theHelpOfEveryCommandSaysThatItCannotBeWritten() async throws {
        let commands = try await BuiltProgram.commands()
        #expect(commands.count > 25)
        for command in commands.map(\.name) {
            let full = try await run("> /dev/full", command + ["--help"])
            #expect(full.status == 1 && full.errors == Self.full, "\(command) \(full.status) \(full.errors)")
            let closed = try await run(">&-", command + ["--help"])
            #expect(closed.status == 1 && closed.errors == Self.closed, "\(command) \(closed.status) \(closed.errors)")
        }
    }

    /// What a command needs to print its results; `SESSION` and the like are replaced by files of `prepare()`.
    private static let outputs: [[String]] = [
        ["--version"], ["--generate-completion-script", "bash"], ["keys"],
        ["models", "list"], ["models", "path", "MODEL"], ["models", "check", "MODEL"],
        ["rank", "--model", "MODEL", "--candidates", "DOCUMENTS", "--query", "x", "--max-new-tokens", "4"],
        ["evaluate", "QRELS", "RUN"], ["compare", "RUN", "RUN"], ["tokenize", "--model", "MODEL"],
        ["perplexity", "--model", "MODEL", "--file", "TEXT", "--context", "16"],
        ["sessions", "list"], ["sessions", "show", "SESSION"], ["sessions", "export", "SESSION", "--output", "trec"],
        ["judgments", "list", "SESSION"], ["judgments", "export", "SESSION", "--judge", "ann"],
        ["judgments", "agreement", "SESSION"], ["judgments", "disagreements", "SESSION"],
        ["judgments", "import", "SESSION", "QRELS", "--judge", "cid"],
        ["judgments", "adjudicate", "SESSION", "q", "d1", "1"],
        ["stops", "SESSION"],
        ["judgments", "undo", "SESSION", "--judge", "ann"], ["judgments", "redo", "SESSION", "--judge", "ann"],
        ["bench", "engine", "--model", "MODEL", "--prompt-tokens", "8", "--new-tokens", "2", "--batch", "1"],
        ["bench", "screen", "--candidates", "5", "--tokens", "5", "--keys", "5"],
        ["bench", "session", "--events", "1000"],
    ]
    /// Commands that print nothing without a terminal, without the network or within a minute.
    private static let silent = [
        ["screens"], ["demo"], ["judge"], ["replay"], ["models", "get"], ["bench", "machine"], ["bench", "rerank"],
        ["bench", "together"],
    ]

    @Test func everyCommandIsTriedOrNamed() async throws {
        let named = Self.outputs.filter { $0[0].hasPrefix("-") == false } + Self.silent
        for command in try await BuiltProgram.commands() where !command.isGroup {
            #expect(named.contains { $0.starts(with: command.name) }, "\(command.name)")
        }
    }

    /// Files for the commands, new for each call: some commands change them.
    private func prepare(_ arguments: [String]) throws -> [String] {
        let session = folder.path + "/\(UUID().uuidString).jsonl"
        let file = try SessionFile.create(at: session, program: "t")
        let model = ModelDescription.scripted
        let candidates = (1...2).map { Candidate(document: Document(id: "d\($0)", text: "x"), firstStageRank: $0) }
        let query = Query(id: "q", text: "x")
        var events: [SessionEvent] = [.query(query), .candidates(candidates, source: "")]
        events.append(.start(query: query, of: candidates, by: model))
        events += (0...1).map {
            .run(.finished(document: $0, DocumentResult(outcome: .scored(answer: 1, forced: false), distribution: nil)))
        }
        let answers = ScoreDistribution(probabilities: [Double](repeating: 0.05, count: 11), other: 0.45)
        events.append(.run(.stop(document: 0, Stop(afterTokens: 0, closing: "</think>", distribution: answers))))
        for (judge, document, grade) in [("ann", "d1", 1), ("bob", "d1", 0), ("ann", "d2", 1)] {
            events.append(.judgment(Judgment(queryID: "q", documentID: document, verdict: .grade(grade), judge: judge)))
        }
        for event in events { try file.append(file.stamp(event)) }
        file.close()
        var files = ["SESSION": session, "MODEL": Fixtures.path("llama.gguf")]
        files["DOCUMENTS"] = try folder.write("fish\n", to: "d.txt")
        files["TEXT"] = try folder.write(String(repeating: "fish and ponds ", count: 60), to: "t.txt")
        files["QRELS"] = try folder.write("q 0 d1 1\n", to: "q.qrels")
        files["RUN"] = try folder.write("q Q0 d1 1 2.0 r\n", to: "r.trec")
        if arguments.contains("redo") {
            let file = try SessionFile.open(at: session).file
            try file.append(file.stamp(.undo(judge: "ann")))
            file.close()
        }
        return arguments.map { files[$0] ?? $0 }
    }

    @Test(arguments: outputs) func commandsSayThatTheyCannotWrite(arguments: [String]) async throws {
        for (redirection, sentence) in [("> /dev/full", Self.full), (">&-", Self.closed)] {
            let ended = try await run(redirection, prepare(arguments))
            // What was done stands, and is said too.
            let isDone = ["undo", "redo", "adjudicate", "import"].contains { arguments.contains($0) }
            let said = isDone ? sentence.replacingOccurrences(of: "erank: ", with: "; but ") : sentence
            #expect(ended.status == 1 && ended.errors.hasSuffix(said), "\(redirection) \(ended.errors)")
        }
        for redirection in ["<&-", "2>&-", "2> /dev/full", "<&- 2>&-"] where arguments[0] != "tokenize" {
            let ended = try await run(redirection, prepare(arguments))
            #expect(ended.status == 0 && !ended.output.isEmpty, "\(redirection) \(ended.errors)")
        }
        let nothing = try await run("<&- >&- 2>&-", prepare(arguments))
        #expect(nothing.status == 1 || arguments[0] == "tokenize")
        // A reader that takes the first line and goes: no message, as other programs of a pipe behave.
        let piped = try await run("| head -n 1", prepare(arguments))
        #expect(piped.status == 0 && !piped.output.isEmpty && piped.errors.isEmpty, "\(piped)")
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
                    \(path): nothing was changed: the session cannot be written (File too large); raise the limit of a file's \
                    size (ulimit -f) and repeat the \
                    command
                    """)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["q.qrels", "s.jsonl"])
        let imported = try await BuiltProgram.run(["judgments", "import", path, qrels, "--judge", "bob"])
        #expect(imported.status == 0 && imported.output.hasPrefix("imported 300 judgments"))
    }

    /// A kill in the midst of an import leaves all of it or none, whenever it comes.
    @Test func aKilledImportChangesAllOrNothing() async throws {
        let path = folder.path + "/s.jsonl"
        let file = try SessionFile.create(at: path, program: "t")
        let candidates = (1...5_000).map { Candidate(document: Document(id: "d\($0)", text: "x"), firstStageRank: $0) }
        let events: [SessionEvent] = [.query(Query(id: "q", text: "x")), .candidates(candidates, source: "")]
        try file.append(contentsOf: events.map { file.stamp($0) })
        file.close()
        let qrels = try folder.write((1...5_000).map { "q 0 d\($0) 1\n" }.joined(), to: "q.qrels")
        for tenths in stride(from: 1, through: 20, by: 6) {
            let command = "timeout -s KILL \(Double(tenths) / 10) \"$0\" \"$@\"; true"
            _ = try await BuiltProgram.runInShell(command, ["judgments", "import", path, qrels, "--judge", "j\(tenths)"])
            let reader = try SessionReader(path: path)
            let book = try reader.state().book
            let counts = book.judges.map { book.judgments(by: $0).count }
            #expect(reader.warnings.isEmpty && counts.allSatisfy { $0 == 5_000 }, "\(counts)")
        }
    }

    /// Nothing is computed that could not be shown; the model, which is not there, is not even looked for.
    @Test func longWorkIsNotBegunForAClosedOutput() async throws {
        let documents = try folder.write("fish\n", to: "d.txt")
        let scoring = ["--model", folder.path + "/none.gguf", "--candidates", documents, "--query", "x"]
        for arguments in [["demo", "--model", "none.gguf"], ["rank"] + scoring, ["compare"] + scoring + ["--b-mode", "direct"]] {
            let ended = try await run(">&-", arguments)
            #expect(ended.status == 1 && ended.errors == Self.closed, "\(arguments[0]) \(ended.errors)")
        }
    }

    @Test func aClosedStandardInputIsSaid() async throws {
        let tokens = try await run("<&-", ["tokenize", "--model", Fixtures.path("llama.gguf")])
        #expect(tokens.status == 3)
        #expect(
            tokens.errors
                == "erank: standard input cannot be read (it is closed): name a file, or write to it from another program\n")
    }

    /// The shell first closes what it inherited: tests that run beside this one leave it files that erank would have to count.
    @Test func aRunFitsIntoTheFilesThatAreAskedFor() async throws {
        let documents = try folder.write((1...20).map { "fish \($0)\n" }.joined(), to: "d.txt")
        let command =
            #"for f in /proc/$$/fd/*; do f=${f##*/}; [ "$f" -gt 2 ] && eval "exec $f>&-"; done; ulimit -n 256; exec "$0" "$@""#
        let ended = try await BuiltProgram.runInShell(
            command,
            [
                "rank", "--model", Fixtures.path("llama.gguf"), "--candidates", documents, "--query", "x", "--max-new-tokens",
                "4",
                "--session", folder.path + "/s.jsonl",
            ], shell: "/bin/bash")
        #expect(ended.status == 0, "\(ended.errors)")
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

    /// With too little address space a thread cannot be started, and the program would wait for it forever.
    @Test(arguments: [250, 399]) func tooLittleAddressSpaceIsSaid(megabytes: Int) async throws {
        for arguments in [["--help"], ["models", "list"], ["rank", "--model", "x", "--candidates", "y", "--query", "z"]] {
            let ended = try await BuiltProgram.runInShell(
                #"ulimit -v "$1"; shift; exec "$0" "$@""#, ["\(megabytes << 10)"] + arguments)
            #expect(ended.status == 1)
            #expect(
                ended.errors == """
                    erank: only \(megabytes) MB of memory may be addressed, and erank needs 400 MB: raise the limit with 'ulimit -v'

                    """)
        }
    }
}
