import Foundation
import Inference
import ModelFixtures
import Testing

@testable import LocalEngine

/// Tests with the models of the catalogue, if their files are present.
@Suite(.serialized) struct RealModelTests {
    /// The results of `llama-perplexity -f prose.txt -c 128 -fa off`. (On such a short text, flash attention alone changes its
    /// result by 0.7 %.)
    static let perplexities: [(model: RealModel, perplexity: Double)] = [(.smollm2, 49.94), (.qwen, 42.40)]

    @Test(arguments: perplexities) func perplexityIsWithinHalfAPercent(model: RealModel, perplexity: Double) async throws {
        guard let path = model.path else { return Skip.say(model.absence) }
        let text = String(decoding: try Fixtures.bytes("prose.txt"), as: UTF8.self)
        let loaded = try await LoadedModel.load(path: path, threads: 2)
        let found = try #require(try await loaded.perplexity(of: text, context: 128))
        #expect(abs(found.perplexity / perplexity - 1) < 0.005 && found.tokens == 378, "\(found)")
    }

    /// A closed question with a real vocabulary, and a run that gives the same results alone and beside others.
    @Test(arguments: RealModel.allCases) func answersAndRepeats(model: RealModel) async throws {
        guard let path = model.path else { return Skip.say(model.absence) }
        let engine = try await LocalEngine.load(path: path, sha256: "", options: EngineOptions(threads: 2, cacheBytes: 512 << 20))
        defer { engine.stop() }
        let question = ChoiceQuestion(
            lead: "</think><answer>", choices: (0...10).map(String.init), continuation: .digits)
        #expect(engine.core.tree(for: question).states.count == 12)

        func run(_ fact: String) async throws -> (events: [TokenEvent], answer: ChoiceReadout) {
            let prompt = """
                Does this answer how large goldfish grow? \(fact)
                Desired output format: <think>put your thinking here</think><answer>only an integer of 0 to 10 here</answer>
                """
            let generation = try engine.start(GenerationRequest(prompt: prompt, maxNewTokens: 8))
            defer { generation.end() }
            var tokens: [TokenEvent] = []
            for await case .token(let token) in generation.events { tokens.append(token) }
            return (tokens, try await generation.readout(question, afterTokens: min(4, tokens.count)))
        }
        let facts = ["A goldfish grows to the depth of its tank.", "Fish are sold on Fridays.", "Bridges have arches."]
        async let first = run(facts[0])
        async let second = run(facts[1])
        async let third = run(facts[2])
        let together = try await [first, second, third]
        for (fact, crowd) in zip(facts, together) {
            let alone = try await run(fact)
            #expect(alone.events == crowd.events && alone.answer.probabilities == crowd.answer.probabilities)
            #expect(abs(alone.answer.probabilities.reduce(alone.answer.other, +) - 1) < 1e-6)
            // The small model does not follow the answer format.
            if model == .qwen { #expect(alone.answer.probabilities.reduce(0, +) > 0.5, "\(alone.answer)") }
        }
    }
}

/// Skips a test without the model's file, with a reason.
enum Skip {
    static func say(_ reason: String) { print("skipped: \(reason)") }
}
