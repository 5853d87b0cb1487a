import Foundation
import ModelFixtures
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// `erank rank --resume`: a job that was stopped or killed goes on, and has the same result as an uninterrupted one.
@Suite(.serialized) struct ResumeCommandTests {
    let folder: TemporaryFolder
    let requests: String

    private static let texts = [
        "A goldfish grows as long as its water stays clean and it has room to swim.", "Gold rose again this week.",
        "Feed a goldfish once a day, no more than it eats in two minutes.", "Tomatoes grow best in full sun.",
        "Wind can make a long bridge swing until its deck twists apart.", "A bridge hums when the wind sheds vortices behind it.",
        "Cables of a suspension bridge carry the deck from two towers.", "Koi reach sixty centimetres, goldfish thirty.",
        "Carp have scales with rings, one for each year.", "The toll on the bridge rises next month.",
    ]

    init() throws {
        folder = try TemporaryFolder()
        let lines = [("q1", "do goldfish grow?"), ("q2", "why do bridges hum in the wind?")].map { id, text in
            let candidates = (0..<20).map { number in
                let text = Self.texts[number % 10] + " Passage \(number)."
                return #"{"docid":"d\#(number)","score":\#(40 - number),"doc":{"text":"\#(text)"}}"#
            }
            return #"{"query":{"qid":"\#(id)","text":"\#(text)"},"candidates":[\#(candidates.joined(separator: ","))]}"#
        }
        requests = try folder.write(lines.joined(separator: "\n") + "\n", to: "requests.jsonl")
    }

    private func arguments(_ model: String, _ session: String) -> [String] {
        ["rank", "--model", model, "--candidates", requests, "--mode", "direct", "--output", "trec", "--session", session]
    }

    private func resume(_ session: String, _ more: [String] = []) async throws -> BuiltProgram.Ended {
        try await BuiltProgram.run(["rank", "--resume", session, "--output", "trec"] + more, environment: environment)
    }

    /// One cache for all tests, so that the model's digest is computed once.
    private var environment: [String: String] { ["ERANK_SESSIONS": folder.path, "XDG_CACHE_HOME": folder.path + "/cache"] }

    /// Runs a job and kills it as soon as its journal has this many lines.
    private func kill(atLine line: Int, _ model: String, _ session: String) async throws {
        let script = #"""
            n=$1; shift
            for session; do :; done
            "$0" "$@" >/dev/null 2>&1 &
            until [ "$(cat "$session" 2>/dev/null | wc -l)" -ge "$n" ] || ! kill -0 $!; do sleep 0.01; done
            kill -9 $!
            wait $!
            """#
        _ = try await BuiltProgram.runInShell(script, ["\(line)"] + arguments(model, session), environment: environment)
    }

    private func lines(_ session: String) throws -> [Substring] {
        try String(contentsOfFile: session, encoding: .utf8).split(separator: "\n")
    }

    /// The real model, killed at five lines of its journal: the same ranking as without a kill, from a session that was only
    /// appended to.
    @Test(.enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"))
    func killedAndResumedItRanksAsUnbroken() async throws {
        let model = try #require(RealModel.smollm2.path)
        let whole = try await BuiltProgram.run(arguments(model, folder.path + "/whole.jsonl"), environment: environment)
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(whole.output.split(separator: "\n").count == 40)
        let all = try lines(folder.path + "/whole.jsonl").count
        let began = try #require(try lines(folder.path + "/whole.jsonl").firstIndex { $0.contains("\"run_started\"") }) + 1
        var random = Mutator(seed: 20_261_126, words: [])
        var broken = 0
        for round in 1...5 {
            let session = folder.path + "/killed-\(round).jsonl"
            try await kill(atLine: began + Int(random.next() % UInt64((all - began) * 2 / 3)), model, session)
            let before = try String(contentsOfFile: session, encoding: .utf8)
            let left = try SessionReader(path: session).outline().runs.reduce(0) { $0 + $1.unfinishedCount }
            broken += left > 0 ? 1 : 0
            let listed = try await BuiltProgram.run(["sessions", "list"], environment: environment)
            #expect(left == 0 || listed.output.contains("\(left) of 40 left"))

            let resumed = try await resume(session)
            #expect(resumed.status == 0 && resumed.output == whole.output, "round \(round): \(resumed.errors)")
            let after = try String(contentsOfFile: session, encoding: .utf8)
            let kept = before.hasSuffix("\n") ? before : String(before[...(before.lastIndex(of: "\n") ?? before.startIndex)])
            #expect(after.hasPrefix(kept))
            #expect(try SessionReader(path: session).outline().runs.allSatisfy { $0.isComplete && $0.statistics != nil })
            let exported = try await BuiltProgram.run(["sessions", "export", session, "--output", "trec"])
            #expect(exported.output == whole.output)
        }
        #expect(broken >= 3, "the kills came too late to break anything")
    }

    /// Ranks 400 documents into a session, and sends these signals when the first is finished.
    private func interrupted(_ signals: [String], session: String) async throws -> BuiltProgram.Ended {
        let script = #"""
            for session; do :; done
            # A job in the background of a script would ignore SIGQUIT.
            (until grep -qs '"finished"' "$session" || ! kill -0 $$; do sleep 0.01; done; \#(signals.map { "kill -\($0) $$" }.joined(separator: "; "))) &
            exec "$0" "$@"
            """#
        let many = try folder.write((1...400).map { "document \($0)\n" }.joined(), to: "many.txt")
        return try await BuiltProgram.runInShell(
            script,
            [
                "rank", "--model", Fixtures.path("llama.gguf"), "--candidates", many, "--query", "x", "--depth", "400",
                "--max-new-tokens", "12", "--output", "trec", "--session", session,
            ])
    }

    /// SIGHUP and SIGQUIT end the job as cleanly as SIGINT.
    @Test(arguments: ["HUP", "QUIT"]) func aSignalEndsItCleanly(signal: String) async throws {
        let session = folder.path + "/ended-\(signal).jsonl"
        let ended = try await interrupted([signal], session: session)
        #expect(ended.status == 1 && ended.errors.hasPrefix("erank: stopped: "), "\(ended.errors)")
        #expect(try lines(session).last?.contains("\"ended\"") == true)
        #expect(try SessionReader(path: session).outline().runs[0].unfinishedCount > 0)
    }

    /// `timeout` sends its signal to the program and to its group: the two are one, and what was scored is printed.
    @Test func twoSignalsAtOnceAreOne() async throws {
        let ended = try await interrupted(["TERM", "TERM"], session: folder.path + "/twice.jsonl")
        #expect(ended.status == 1 && ended.errors.hasPrefix("erank: stopped: "), "\(ended.status) \(ended.errors)")
        #expect(!ended.output.isEmpty)
    }

    /// A finished job is printed without its model, and nothing is written to the session.
    @Test func aFinishedJobIsPrinted() async throws {
        let session = folder.path + "/done.jsonl"
        let model = try folder.copy(Fixtures.path("llama.gguf"), to: "m.gguf")
        let whole = try await BuiltProgram.run(arguments(model, session))
        let before = try lines(session)
        try FileManager.default.removeItem(atPath: model)
        for name in [session, session + "#1"] {
            let again = try await resume(name)
            #expect(again.status == 0 && again.output == whole.output && again.errors.isEmpty, "\(again.errors)")
        }
        #expect(try lines(session) == before)
        let model2 = try await resume(session, ["--model", Fixtures.path("qwen2.gguf")])
        #expect(model2.status == 2 && model2.sentence?.contains("leave --model out") == true, "\(model2.errors)")
        let other = try await resume(session + "#2")
        #expect(other.status == 2 && other.sentence == "\(session): the session has no job 2; choose one of 1")
    }

    /// Differences from the job are reported before anything is scored, and the session does not change.
    @Test func whatDiffersIsSaid() async throws {
        let session = folder.path + "/s.jsonl"
        let model = try folder.copy(Fixtures.path("llama.gguf"), to: "m.gguf")
        try await kill(atLine: 12, model, session)
        let before = try lines(session)
        func refused(_ status: Int32, _ more: [String], _ words: String) async throws {
            let ended = try await resume(session, more)
            #expect(ended.status == status && ended.output.isEmpty, "\(ended.errors)")
            #expect(ended.sentence?.contains(words) == true, "\(ended.errors)")
            #expect(try lines(session) == before)
        }
        try await refused(
            2, ["--mode", "binary", "--depth", "7"],
            "job 1 has other settings (--mode direct instead of binary; --depth 100 instead of 7): leave these options out"
        )
        try await refused(2, ["--template", "chatml"], "--template from the model instead of chatml")
        try await refused(2, ["--model", Fixtures.path("qwen2.gguf")], "is a different file (sha256 ")
        try await refused(2, ["--candidates", "x"], "--resume takes queries and candidates from the session")
        try await refused(2, ["--session", "t"], "--resume appends to the resumed session")
        // The file of the job's model was replaced or deleted.
        try FileManager.default.removeItem(atPath: model)
        try await refused(3, [], "the model of job 1, m (\(model)), was not found: give its file with --model")
        try folder.copy(Fixtures.path("qwen2.gguf"), to: "m.gguf")
        try await refused(2, [], "job 1 uses m (m.gguf, sha256 ")
        // With the model's new path the job goes on. Options equal to the job's are allowed.
        let resumed = try await resume(session, ["--model", Fixtures.path("llama.gguf"), "--mode", "direct"])
        #expect(resumed.status == 0, "\(resumed.errors)")
    }

    /// A session of two jobs: by default the newest unfinished job is resumed, and each can be named by its number.
    @Test func aSessionOfTwoJobs() async throws {
        let session = folder.path + "/two.jsonl"
        let model = Fixtures.path("llama.gguf")
        let first = try await BuiltProgram.run(arguments(model, session))
        // A second job that was requested and has not begun, as after a kill.
        let reopened = try SessionFile.open(at: session)
        let run = try #require(reopened.state.runs.first)
        let plan = reopened.state.plan(
            [RerankingTask(query: run.query, candidates: run.candidates)], model: try #require(run.model), settings: run.settings)
        try reopened.file.append(contentsOf: [reopened.file.stamp(.job(plan.job))])
        reopened.file.close()
        let listed = try await BuiltProgram.run(["sessions", "list"], environment: environment)
        #expect(listed.output.contains("20 of 20 left"))

        let resumed = try await resume(session)
        #expect(resumed.status == 0, "\(resumed.errors)")
        let query = first.output.split(separator: "\n").filter { $0.hasPrefix("q1 ") }
        let second = query.map { String($0) + "-job2" }
        #expect(resumed.output.split(separator: "\n").map { String($0) } == second, "the second job is the first query again")
        let again = try await resume(session + "#1")
        #expect(again.output == first.output)
        for (name, count) in [("#1", 40), ("#2", 20), ("", 40)] {
            let exported = try await BuiltProgram.run(["sessions", "export", session + name, "--output", "trec"])
            #expect(exported.output.split(separator: "\n").count == count)
        }
        let shown = try await BuiltProgram.run(["sessions", "show", session + "#3"])
        #expect(shown.status == 2 && shown.sentence == "\(session): the session has no job 3; choose one of 1, 2")
    }

    /// A run killed between its last document and its end lacks only its end; resuming writes it without a model.
    @Test func aRunThatLacksItsEndAlone() async throws {
        let session = folder.path + "/end.jsonl"
        let whole = try await BuiltProgram.run(arguments(Fixtures.path("llama.gguf"), session))
        let lines = try lines(session)
        let last = try #require(lines.last)
        #expect(last.contains("\"ended\""))
        try folder.write(lines.dropLast().joined(separator: "\n") + "\n", to: "end.jsonl")
        let resumed = try await resume(session)
        #expect(resumed.status == 0 && resumed.output == whole.output, "\(resumed.errors)")
        #expect(try SessionReader(path: session).outline().runs.allSatisfy { $0.statistics != nil })
    }

    /// If the reports can no longer be written, the job ends, and the last events of its runs are recorded.
    @Test func anOutputThatIsGoneEndsTheJob() async throws {
        let session = folder.path + "/gone.jsonl"
        let ended = try await BuiltProgram.runInShell(
            #"exec "$0" "$@" > /dev/full"#, arguments(Fixtures.path("llama.gguf"), session), environment: environment)
        #expect(ended.status == 1 && ended.sentence?.hasPrefix("standard output cannot be written") == true, "\(ended.errors)")
        let runs = try SessionReader(path: session).outline().runs
        #expect(runs.first?.statistics != nil && runs.allSatisfy { $0.statistics != nil || $0.status == .announced })
    }

    /// Candidates that the journal has lost cannot be scored: the rest is printed, and the job fails.
    @Test func aJobThatLostCandidates() async throws {
        let session = folder.path + "/lost.jsonl"
        let whole = try await BuiltProgram.run(arguments(Fixtures.path("llama.gguf"), session))
        let lines = try lines(session)
        let second = try #require(lines.lastIndex { $0.contains("\"candidates\":{\"list\"") })
        var damaged = lines.map(String.init)
        // The other query has the same set of candidates; a changed title makes it a different one.
        damaged[second] = damaged[second].replacingOccurrences(of: "\"title\":\"\"", with: "\"title\":\"x\"")
        let first = try #require(lines.firstIndex { $0.contains("\"candidates\":{\"list\"") })
        damaged[first] = "damaged"
        try folder.write(damaged.joined(separator: "\n") + "\n", to: "lost.jsonl")
        let resumed = try await resume(session)
        #expect(resumed.status == 1 && whole.status == 0)
        #expect(
            resumed.errors.contains("the candidates of 2 runs, beginning with run 1, are not in the session"), "\(resumed.errors)"
        )
    }

    /// A pipe or device is not a session and does not block.
    @Test func whatIsNoFile() async throws {
        mkfifo(folder.path + "/pipe.jsonl", 0o600)
        for name in ["pipe.jsonl", "pipe"] {
            let ended = try await BuiltProgram.run(["rank", "--resume", name], environment: environment)
            #expect(ended.status == 3 && ended.sentence?.contains("it is a pipe or a device, and a session is a file") == true)
        }
        #expect(try await resume("/dev/null").status == 3)
        let listed = try await BuiltProgram.run(["sessions", "list"], environment: environment)
        #expect(listed.status == 0)
    }

    /// A killed or interrupted run that was resumed has the same stops as an unbroken one.
    @Test(.enabled(if: RealModel.smollm2.path != nil, "\(RealModel.smollm2.absence)"), arguments: ["KILL", "TERM"])
    func endedAndResumedItHasTheSameStops(signal: String) async throws {
        let model = try #require(RealModel.smollm2.path)
        let rank = ["rank", "--model", model, "--candidates", requests, "--depth", "6", "--max-new-tokens", "24", "--stops", "3"]
        func stops(_ session: String) throws -> [[Stop]] {
            try SessionReader(path: session).state().runs.flatMap { $0.documents.map(\.stopsToTheEnd) }
        }
        let (whole, broken) = (folder.path + "/stops-\(signal).jsonl", folder.path + "/broken-\(signal).jsonl")
        _ = try await BuiltProgram.run(rank + ["--output", "json", "--session", whole], environment: environment)
        let began = try #require(try lines(whole).firstIndex { $0.contains("\"stop\"") }) + 2
        let script = #"""
            n=$1; shift
            for session; do :; done
            "$0" "$@" >/dev/null 2>&1 &
            until [ "$(cat "$session" 2>/dev/null | wc -l)" -ge "$n" ] || ! kill -0 $!; do sleep 0.01; done
            kill -\#(signal) $!
            wait $!
            """#
        _ = try await BuiltProgram.runInShell(script, ["\(began)"] + rank + ["--session", broken], environment: environment)
        #expect(try SessionReader(path: broken).outline().runs.reduce(0) { $0 + $1.unfinishedCount } > 0)
        _ = try await resume(broken)
        let (one, other) = (try stops(whole), try stops(broken))
        #expect(
            one.count == 12 && one.allSatisfy { $0.count > 1 } && one.contains { $0.count > 3 }
                && one.map { $0.map(\.afterTokens) } == other.map { $0.map(\.afterTokens) })
        for (stop, same) in zip(one.joined(), other.joined()) {
            let apart = zip(stop.distribution.probabilities, same.distribution.probabilities).map { abs($0 - $1) }.max() ?? 0
            #expect(apart < 1e-4)
        }
    }

    /// A job does not start without space for its beginning, because it could not be resumed.
    @Test func aDiskThatIsFullFromTheStart() async throws {
        let session = folder.path + "/full.jsonl"
        let ended = try await BuiltProgram.runInShell(
            #"trap '' XFSZ; ulimit -f 4; exec "$0" "$@""#, arguments(Fixtures.path("llama.gguf"), session),
            environment: environment)
        #expect(ended.status == 1 && ended.output.isEmpty)
        #expect(ended.errors.split(separator: "\n").last?.contains(": nothing was scored: ") == true, "\(ended.errors)")
    }

    /// A signal while the model is loaded ends the program, whether it comes in time to cancel the loading or not.
    @Test func anInterruptWhileLoading() async throws {
        // A shell makes its background processes ignore SIGINT until the program handles it.
        for signal in ["HUP", "TERM"] {
            let script = #"""
                mkfifo "$1"
                "$0" rank --model "$2" --query x --candidates "$1" &
                # It has read its candidates when the pipe is closed, and loads its model next.
                printf 'a\nb\n' > "$1"
                kill -\#(signal) $!
                wait $!
                """#
            let ended = try await BuiltProgram.runInShell(
                script, [folder.path + "/pipe-\(signal)", Fixtures.path("llama.gguf")], environment: environment)
            // Killed by the signal itself before it is handled, or ended with one sentence.
            #expect(ended.status == 1 || ended.status > 128, "\(signal): \(ended.status) \(ended.errors)")
            #expect(!ended.errors.contains("cancelled"))
        }
    }

    @Test func aSessionThatAnotherProgramWrites() async throws {
        let session = folder.path + "/s.jsonl"
        try await kill(atLine: 12, Fixtures.path("llama.gguf"), session)
        let open = try SessionFile.open(at: session).file
        let ended = try await resume(session)
        #expect(ended.status == 1 && ended.sentence?.contains("is writing this session; close it there first") == true)
        open.close()
        let none = try await resume(folder.path + "/none")
        #expect(none.status == 3 && none.sentence?.contains("there is no such session") == true)
        let empty = folder.path + "/empty.jsonl"
        try SessionFile.create(at: empty, program: "t").close()
        let nothing = try await resume(empty)
        #expect(nothing.status == 1 && nothing.sentence?.contains("the session has no run yet") == true)
    }
}
