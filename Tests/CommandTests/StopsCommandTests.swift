import Foundation
import ModelFixtures
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
        #expect(later.status == 0 && later.errors.contains("reading 15 stops of 3 documents: about "), "\(later.errors)")
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
        #expect(table.output.split(separator: "\n").count == 7 && table.output.contains("after tokens"))
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
