import Foundation
import ModelFixtures
import Testing

/// The output of the benchmarks. Speeds are not tested.
@Suite struct BenchCommandTests {
    private static let job = [
        "bench", "rerank", "--model", Fixtures.path("llama.gguf"), "--candidates", "-", "--query", "x", "--max-new-tokens", "12",
        "--threads", "1",
    ]

    @Test func theMachinesLimitsAreOneObject() async throws {
        let object = try Self.object(await BuiltProgram.run(["bench", "machine", "--threads", "2", "--json"]))
        #expect(object["threads"] as? Int == 2 && (object["processor"] as? String)?.isEmpty == false)
        #expect((object["instructions"] as? String)?.isEmpty == false)
        for key in ["int8_operations_per_second", "f32_operations_per_second", "memory_bytes_per_second"] {
            #expect(Self.number(object, key) > 0, "\(key)")
        }
        let wrong = try await BuiltProgram.run(["bench", "machine", "--threads", "0"])
        #expect(wrong.status == 2 && wrong.sentence?.contains("--threads must be at least 1") == true, "\(wrong)")
    }

    @Test func aJobIsOneObjectWhosePartsAreItsWhole() async throws {
        let object = try Self.object(await BuiltProgram.run(Self.job + ["--json"], input: "fish\ncats\nbread\n"))
        #expect(object["documents"] as? Int == 3 && object["scored"] as? Int == 3 && object["queries"] as? Int == 1)
        #expect(object["model"] as? String == "llama" && object["mode"] as? String == "reasoned")
        let passes = try ["prompt_passes", "decode_passes"].map { try #require(object[$0] as? [String: Any]) }
        let parts = ["load_seconds", "settle_seconds", "idle_seconds", "other_seconds"].map { Self.number(object, $0) }
        let whole = passes.reduce(parts.reduce(0, +)) { $0 + Self.number($1, "seconds") }
        #expect(abs(whole - Self.number(object, "seconds")) < 1e-9)
        for pass in passes {
            let parts = ["product_seconds", "logit_seconds", "attention_seconds", "rest_seconds"]
            #expect(abs(parts.reduce(0) { $0 + Self.number(pass, $1) } - Self.number(pass, "seconds")) < 1e-9)
            for share in ["product_share_of_compute", "attention_share_of_compute", "share_of_compute", "share_of_memory"] {
                #expect(Self.number(pass, share) > 0, "\(share)")
            }
        }
        // Every prompt token was evaluated or cached. Every new token was evaluated, except a document's last one if the text
        // ended with it.
        let (prompt, cached) = (Self.number(object, "prompt_tokens"), Self.number(object, "cached_tokens"))
        #expect(Self.number(passes[0], "prompt_tokens") == prompt - cached && prompt > cached)
        let (new, decoded) = (Self.number(object, "new_tokens"), passes.reduce(0) { $0 + Self.number($1, "decoded_tokens") })
        #expect((new - 3...new).contains(decoded))
        #expect(Self.number(object, "first_token_seconds") <= Self.number(object, "first_score_seconds"))
        #expect(Self.number(object, "first_score_seconds") <= Self.number(object, "seconds"))
        #expect(Self.number(object, "peak_resident_bytes") > 1e6)
    }

    @Test func withoutAThoughtThereIsNoFirstToken() async throws {
        let ended = try await BuiltProgram.run(Self.job + ["--mode", "direct"], input: "fish\n")
        #expect(ended.status == 0 && ended.output.contains("first token after - s"), "\(ended)")
        for line in ["prompt passes: attention", "idle: waiting for work", "T operations/s", "GB/s"] {
            #expect(ended.output.contains(line), "\(line)")
        }
    }

    @Test func twoModelsTogetherDoWhatTheyDoAlone() async throws {
        let job = ["bench", "together", "--model", Fixtures.path("llama.gguf"), "--b-model", Fixtures.path("qwen2.gguf")]
        let options = ["--candidates", "-", "--query", "x", "--max-new-tokens", "12", "--threads", "2"]
        let object = try Self.object(
            await BuiltProgram.run(job + options + ["--rounds", "2", "--json"], input: "fish\ncats\nbread\n"))
        #expect(object["documents"] as? Int == 3 && object["queries"] as? Int == 1 && object["threads"] as? Int == 2)
        #expect(object["models"] as? [String] == ["llama", "qwen2"] && object["are_scores_the_same"] as? Bool == true)
        let rounds = try #require(object["rounds"] as? [[String: Any]])
        let ratios = rounds.map { Self.number($0, "ratio") }
        #expect(rounds.count == 2 && ratios.allSatisfy { $0 > 0 })
        #expect(abs(ratios.reduce(0, +) / 2 - Self.number(object, "median_ratio")) < 1e-9)
        for round in rounds {
            let alone = try #require(round["alone_seconds"] as? [Double])
            #expect(abs(Self.number(round, "together_seconds") / alone.reduce(0, +) - Self.number(round, "ratio")) < 1e-9)
            #expect((round["waiting_seconds"] as? [Double])?.count == 2)
        }
        let text = try await BuiltProgram.run(job + options + ["--rounds", "1"], input: "fish\n")
        #expect(text.status == 0 && text.output.contains("scores alone and together the same"), "\(text)")
        let wrong = try await BuiltProgram.run(job + options + ["--rounds", "0"], input: "fish\n")
        #expect(wrong.status == 2 && wrong.sentence?.contains("--rounds must be at least 1") == true, "\(wrong)")
    }

    private static func object(_ ended: BuiltProgram.Ended) throws -> [String: Any] {
        #expect(ended.status == 0 && ended.output.split(separator: "\n").count == 1, "\(ended)")
        return try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
    }

    private static func number(_ object: [String: Any], _ key: String) -> Double { object[key] as? Double ?? -1 }
}
