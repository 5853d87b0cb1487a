import Foundation
import ModelFixtures
import Testing

/// The output and the errors of the engine's commands.
@Suite struct EngineCommandTests {
    private let model = Fixtures.path("llama.gguf")

    @Test func tokensAreOneLineOfIds() async throws {
        let ended = try await BuiltProgram.run(["tokenize", "--model", model], input: "goldfish grow\n10")
        let ids = ended.output.dropLast().split(separator: " ", omittingEmptySubsequences: false)
        #expect(
            ended.status == 0 && ended.output.hasSuffix("\n") && !ids.isEmpty && ids.allSatisfy { Int($0) != nil }, "\(ended)")
        #expect(try await BuiltProgram.run(["tokenize", "--model", model]).output == "\n")
    }

    @Test func perplexityIsOneObject() async throws {
        let text = Fixtures.path("prose.txt")
        let ended = try await BuiltProgram.run([
            "perplexity", "--model", model, "--file", text, "--context", "64", "--threads", "1",
        ])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Double])
        let chunks = try #require(object["chunks"])
        #expect(try #require(object["ppl"]) > 1 && object["tokens"] == chunks * 31 && chunks > 2, "\(ended)")
    }

    @Test func perplexityRefusesWhatItCannotMeasure() async throws {
        let short = try await BuiltProgram.run([
            "perplexity", "--model", model, "--file", Fixtures.path("prose.txt"), "--context", "100000",
        ])
        #expect(short.status == 3 && short.sentence?.contains("is shorter than one chunk of 100000 tokens") == true, "\(short)")
        let absent = try await BuiltProgram.run(["perplexity", "--model", model, "--file", "absent.txt"])
        #expect(
            absent.status == 3 && absent.sentence == "absent.txt cannot be opened: check that it exists and that you may read it",
            "\(absent)")
        let binary = try await BuiltProgram.run(["perplexity", "--model", model, "--file", model])
        #expect(
            binary.status == 3 && binary.sentence == "\(model) is not UTF-8 text: convert it, for instance with iconv",
            "\(binary)")
    }

    @Test func aBenchmarkIsAnObjectForEachBatch() async throws {
        let ended = try await BuiltProgram.run([
            "bench", "engine", "--model", model, "--prompt-tokens", "64", "--new-tokens", "8", "--batch", "1,3", "--threads", "1",
            "--json",
        ])
        let lines = ended.output.split(separator: "\n")
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Double] ?? [:] }
        #expect(objects.map { $0["batch"] } == [1, 3], "\(ended)")
        for object in objects {
            for key in ["prompt_tokens_per_second", "decode_tokens_per_second", "peak_resident_bytes"] {
                #expect(object[key, default: 0] > 0, "\(object)")
            }
        }
        let wrong = try await BuiltProgram.run(["bench", "engine", "--model", model, "--batch", "1,x"])
        #expect(wrong.status == 2, "\(wrong)")
    }
}
