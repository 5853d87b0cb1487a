import Foundation
import ModelFixtures
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// `erank stops`: what a session has of stopped thoughts, and what its model reads later from the recorded tokens.
@Suite struct StopsCommandTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let texts = (1...3).map { "{\"id\":\"d\($0)\",\"text\":\"text number \($0) of three\"}\n" }
        try folder.write(texts.joined(), to: "c.jsonl")
    }

    private var environment: [String: String] { ["ERANK_SESSIONS": folder.path, "XDG_CACHE_HOME": folder.path + "/cache"] }

    private func rank(_ session: String, _ more: [String] = []) async throws -> BuiltProgram.Ended {
        try await BuiltProgram.run(
            [
                "rank", "--model", Fixtures.path("llama.gguf"), "--query", "number", "--candidates", folder.url("c.jsonl").path,
                "--max-new-tokens", "20", "--session", folder.url(session).path,
            ] + more, environment: environment)
    }

    private func stops(_ arguments: [String]) async throws -> BuiltProgram.Ended {
        try await BuiltProgram.run(["stops"] + arguments, environment: environment)
    }

    private func curves(_ json: String) throws -> [String: [[String: Any]]] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let rows = try #require(object["ranking"] as? [[String: Any]])
        return rows.reduce(into: [:]) { $0[$1["id"] as? String ?? ""] = $1["stops"] as? [[String: Any]] }
    }

    /// Read later from the recorded tokens they are what the run itself read, and they are recorded then.
    @Test func laterIsLive() async throws {
        let live = try await rank("live.jsonl", ["--stops", "5", "--output", "json"])
        #expect(live.status == 0, "\(live.errors)")
        let without = try await rank("later.jsonl", ["--stops", "none", "--output", "json"])
        #expect(try curves(without.output).values.allSatisfy(\.isEmpty))
        let path = folder.url("later.jsonl").path
        let none = try await stops([path])
        #expect(none.status == 0 && none.errors.contains("no thought of job 1 was stopped"))
        let later = try await stops([path, "--stops", "5", "--output", "json"])
        #expect(later.status == 0 && later.errors.contains("reading 15 stops, of 3 documents: about "), "\(later.errors)")
        let (one, other) = (try curves(live.output), try curves(later.output))
        #expect(Set(one.keys) == ["d1", "d2", "d3"] && Set(one.keys) == Set(other.keys))
        for (id, stops) in one {
            let same = try #require(other[id])
            #expect(stops.compactMap { $0["after_tokens"] as? Int } == [0, 5, 10, 15, 20])
            #expect(same.compactMap { $0["after_tokens"] as? Int } == [0, 5, 10, 15, 20])
            for (stop, again) in zip(stops, same) {
                let (a, b) = (stop["distribution"] as? [Double] ?? [], again["distribution"] as? [Double] ?? [0])
                #expect(a.count == 11 && zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }, "\(id)")
            }
        }
        // Recorded, they need no model, and nothing is read twice.
        let model = ["--model", folder.path + "/nothing.gguf"]
        let again = try await stops([path + "#1", "--stops", "5", "--output", "json"] + model)
        #expect(again.status == 0 && again.output == later.output, "\(again.errors)")
        let table = try await stops([path, "--document", "d2"])
        #expect(table.output.split(separator: "\n").count == 8 && table.output.contains("after tokens"))
    }

    private func rows(_ json: String, _ key: String) throws -> [[[String: Any]]] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        return try #require(object["ranking"] as? [[String: Any]]).map { $0[key] as? [[String: Any]] ?? [] }
    }

    /// From a point the thought goes on as often as asked, each time with the next seed; what was recorded is not done again.
    @Test func thoughtsGoOn() async throws {
        _ = try await rank("on.jsonl", ["--stops", "5"])
        let path = folder.url("on.jsonl").path
        let asked = [path, "--at", "5", "--at", "0", "--continuations", "3", "--output", "json"]
        let ended = try await stops(asked + ["--document", "d1"])
        #expect(ended.status == 0 && ended.errors.contains("going on 6 times, of 1 document: about "), "\(ended.errors)")
        let free = try #require(try rows(ended.output, "continuations").first)
        #expect(free.compactMap { $0["after_tokens"] as? Int } == [0, 5])
        for point in free {
            let tries = try #require(point["runs"] as? [[String: Any]])
            #expect(tries.compactMap { $0["seed"] as? Int } == [1, 2, 3] && point["temperature"] as? Double == 0.7)
            let left = 20 - (point["after_tokens"] as? Int ?? 0)
            #expect(tries.allSatisfy { ($0["new_tokens"] as? Int).map { (1...left).contains($0) } == true }, "\(tries)")
            let answers = tries.compactMap { $0["answer"] as? Int }
            let mean = answers.isEmpty ? nil : Double(answers.reduce(0, +)) / Double(answers.count)
            #expect(point["mean"] as? Double == mean)
        }
        // The same seeds say the same, in another session too; what is there needs no model.
        let again = try await stops(asked + ["--document", "d1", "--model", folder.path + "/nothing.gguf"])
        #expect(again.status == 0 && again.output == ended.output)
        _ = try await rank("twin.jsonl", ["--stops", "5"])
        let twin = try await stops([folder.url("twin.jsonl").path] + asked.dropFirst() + ["--document", "d1"])
        let same = try #require(try rows(twin.output, "continuations").first)
        #expect(NSArray(array: same) == NSArray(array: free))
        let table = try await stops([path])
        #expect(
            table.output.contains("d1 going on from token 5 at temperature 0.7: ") && table.output.contains("; forced there "),
            "\(table.output)")
        // More of them are the missing ones; where no stop is yet, one is read, so that the forced answer stands there.
        let more = try await stops([
            path, "--document", "d1", "--at", "5", "--continuations", "4", "--at", "7", "--output", "json",
        ])
        #expect(more.errors.contains("reading 1 stop and going on 5 times, of 1 document"), "\(more.errors)")
        #expect(try curves(more.output)["d1"]?.compactMap { $0["after_tokens"] as? Int } == [0, 5, 7, 10, 15, 20])
        let late = try await stops([path, "--at", "900", "--at", "901"])
        #expect(late.status == 0 && late.errors.contains("note: 3 thoughts ended before a token of --at: left out there"))
        for wrong in [
            ["--continuations", "3"], ["--at", "5", "--continuations", "0"], ["--at", "-1"], ["--at=5", "--temperature", "0"],
        ] {
            #expect(try await stops([path] + wrong).status == 2, "\(wrong)")
        }
    }

    /// Another closing text is read beside the format's own.
    @Test func anotherClosing() async throws {
        _ = try await rank("second.jsonl", ["--stops", "5"])
        let path = folder.url("second.jsonl").path
        let closing = "</think>\n\nRelevance: <answer>"
        let before = try await stops([path, "--output", "json"])
        let ended = try await stops([path, "--stops", "5", "--closing", closing, "--output", "json"])
        #expect(ended.status == 0 && ended.errors.contains("reading 3 stops, of 3 documents"), "\(ended.errors)")
        #expect(try curves(ended.output).mapValues(\.count) == curves(before.output).mapValues(\.count))
        let second = try rows(ended.output, "second_stops")
        // This model opens no thought, so that there is one to close only where it is begun for it.
        #expect(second.map(\.count) == [1, 1, 1])
        #expect(second[0][0]["closing"] as? String == "<think>" + closing)
        let again = try await stops(
            [path, "--stops", "5", "--closing", closing, "--output", "json", "--model", folder.path + "/nothing.gguf"])
        #expect(again.output == ended.output)
        #expect(try await stops([path]).output.contains("second closing"))
        // Of a session without stops, the first text is read too.
        _ = try await rank("bare.jsonl", ["--stops", "none"])
        let bare = try await stops([folder.url("bare.jsonl").path, "--closing", closing, "--output", "json"])
        let (firsts, seconds) = try (curves(bare.output), rows(bare.output, "second_stops"))
        #expect(bare.status == 0 && firsts.count == 3 && firsts.values.allSatisfy { !$0.isEmpty }, "\(bare.errors)")
        #expect(seconds.map(\.count) == [1, 1, 1])
        for wrong in ["", "</think><answer>"] { #expect(try await stops([path, "--closing", wrong]).status == 2) }
    }

    /// The rankings by budget as a table, as JSON and as CSV; what is wrong with an option is known before the work.
    @Test func budgets() async throws {
        _ = try await rank("budgets.jsonl", ["--stops", "5"])
        let path = folder.url("budgets.jsonl").path
        let id = try #require(try SessionReader(path: path).state().queries.first?.exportedID)
        let qrels = try folder.write("\(id) 0 d2 1\n\(id) 0 d3 2\n", to: "q.qrels")
        let table = try await stops([path, "--budgets", "--qrels", qrels, "-m", "map"])
        #expect(table.output.hasPrefix("ranked by paper: 1 query\n\ntokens at most"), "\(table.output) \(table.errors)")
        #expect(table.output.contains("map") && table.output.contains("have their answer before a thought"))
        let json = try await stops([path, "--qrels", qrels, "--rank-by", "expected", "--output", "json"])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["queries"] as? Int == 1 && object["documents"] as? Int == 3 && object["rank_by"] as? String == "expected")
        let points = try #require(object["budgets"] as? [[String: Any]])
        #expect(
            points.first?["tokens"] as? Int == 0 && points.last?["tau_b"] as? Double == 1
                && points.last?["token_share"] as? Double == 1)
        #expect(points.allSatisfy { ($0["value"] as? Double).map { (0...1).contains($0) } == true })
        let csv = try await stops([path, "--budgets", "--output", "csv"])
        #expect(csv.output.hasPrefix("tokens,token_share,measure,tau_b,tau_ap_b\n0,0.0,,"))
        // Without a model: the options are wrong, so none is looked for.
        let reading = [path, "--stops", "all", "--model", folder.path + "/nothing.gguf"]
        for (wrong, words) in [
            (["--budgets", "-m", "gm_map"], "gm_map has no value for one query"), (["--budgets", "-m", "P"], "-m P names "),
            (["--budgets", "-m", "ndgc"], "ndgc"), (["--qrels", folder.path + "/none"], "/none"),
        ] {
            let ended = try await stops(reading + wrong)
            #expect(
                ended.status != 0 && ended.errors.contains(words) && !ended.errors.contains("nothing.gguf"), "\(ended.errors)")
        }
        for wrong in [
            ["-m", "map"], ["--rank-by", "paper"], ["--output", "csv"], ["--budgets", "--document", "d1"], ["--model", "x"],
        ] {
            #expect(try await stops([path] + wrong).status == 2, "\(wrong)")
        }
        let nobody = try await stops([path, "--document", "d9"])
        #expect(nobody.status == 2 && nobody.sentence?.hasSuffix("job 1 has no document 'd9'") == true)
    }

    /// A document that the model cannot read is left out; the others are read.
    @Test func oneDocumentDoesNotStopTheRest() async throws {
        _ = try await rank("odd.jsonl", ["--stops", "none"])
        let path = folder.url("odd.jsonl").path
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        let place = try #require(lines.firstIndex { $0.contains("\"token\":[1,") })
        lines[place] = Substring(lines[place].replacing(#/"token":\[1,\d+/#, with: "\"token\":[1,999999"))
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let ended = try await stops([path, "--stops", "5", "--output", "json"])
        #expect(ended.status == 1 && ended.errors.contains("1 document of 3 could not be read"), "\(ended.errors)")
        #expect(ended.errors.contains("erank: warning: d2 is left out: "))
        #expect(try curves(ended.output).filter { !$0.value.isEmpty }.keys.sorted() == ["d1", "d3"])
    }

    /// What was read before an interrupt is recorded, and the rest follows later.
    @Test func anInterruptKeepsWhatWasRead() async throws {
        let session = folder.url("cut.jsonl").path
        let many = try folder.write((1...60).map { "document \($0)\n" }.joined(), to: "many.txt")
        let rank = [
            "rank", "--model", Fixtures.path("llama.gguf"), "--candidates", many, "--query", "x", "--max-new-tokens", "20",
        ]
        _ = try await BuiltProgram.run(rank + ["--session", session, "--stops", "none"], environment: environment)
        let script = #"""
            for session; do :; done
            (until grep -qs '"stop"' "$session" || ! kill -0 $$; do sleep 0.01; done; kill -INT $$) &
            exec "$0" "$@"
            """#
        _ = try await BuiltProgram.runInShell(script, ["stops", "--stops", "all", session], environment: environment)
        func read() throws -> Int { try SessionReader(path: session).state().runs[0].documents.count { !$0.stops.isEmpty } }
        #expect(try read() > 0)
        let rest = try await stops(["--stops", "all", session])
        let after = try read()
        #expect(rest.status == 0 && after == 60, "\(rest.errors)")
    }

    @Test func whatCannotBeRead() async throws {
        _ = try await rank("one.jsonl", ["--stops", "none"])
        let path = folder.url("one.jsonl").path
        let unknown = try await stops([path, "--document", "d9", "--stops", "all"])
        #expect(unknown.status == 2 && unknown.sentence?.hasSuffix("job 1 has no document 'd9'") == true)
        let other = try await stops([path, "--stops", "all", "--model", Fixtures.path("qwen2.gguf")])
        #expect(other.status == 2 && other.errors.contains("is a different file"), "\(other.errors)")
        _ = try await rank("direct.jsonl", ["--mode", "direct"])
        let direct = try await stops([folder.url("direct.jsonl").path, "--stops", "all"])
        #expect(direct.status == 2 && direct.sentence?.contains("has no thoughts: its mode is direct") == true)
        for wrong in ["none", "0", "x"] { #expect(try await stops([path, "--stops", wrong]).status == 2) }
        #expect(try await stops([folder.path + "/nothing.jsonl"]).status == 3)
        // Another program writes it: nothing is read twice and nothing lost.
        let open = try SessionFile.open(at: path).file
        let locked = try await stops([path, "--stops", "all"])
        #expect(locked.status == 1 && locked.sentence?.contains("is writing this session") == true)
        open.close()
    }
}
