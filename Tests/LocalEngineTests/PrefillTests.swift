import Inference
import ModelFixtures
import Testing
import Tokenizer

@testable import LocalEngine

/// Requests with a prefilled assistant turn, as text and as tokens.
@Suite struct PrefillTests {
    private func engine() async throws -> LocalEngine {
        try await LocalEngine.load(path: Fixtures.path("llama.gguf"), sha256: "00", options: EngineOptions(threads: 2))
    }

    private func request(_ prefill: String = "", tokens: [Int32] = [], seed: UInt64) -> GenerationRequest {
        GenerationRequest(
            prompt: EngineTests.prompt, prefill: prefill, prefillTokens: tokens, maxNewTokens: 12,
            sampling: Sampling(temperature: 1, seed: seed))
    }

    /// The generated tokens and the number of prompt tokens.
    private func generate(_ engine: LocalEngine, _ request: GenerationRequest) async throws -> (prompt: Int, tokens: [TokenEvent])
    {
        var (prompt, tokens) = (0, [TokenEvent]())
        let generation = try engine.start(request)
        defer { generation.end() }
        for await event in generation.events {
            switch event {
            case .admitted(let promptTokens, _): prompt = promptTokens
            case .token(let token): tokens.append(token)
            default: break
            }
        }
        return (prompt, tokens)
    }

    @Test func tokensGoOnAsTheirTextDoes() async throws {
        let engine = try await engine()
        let encode = engine.core.tokenizer.encode
        let (first, second) = ("The", " water")
        let ids = (encode(first), encode(second))
        // After the header of the turn, and after each other, these texts are tokenized as they are alone.
        try #require(encode("assistant\n" + first + second) == encode("assistant\n") + ids.0 + ids.1)
        var written = 0
        for seed in 1...8 as ClosedRange<UInt64> {
            let text = try await generate(engine, request(first + second, seed: seed))
            let tokens = try await generate(engine, request(tokens: ids.0 + ids.1, seed: seed))
            let both = try await generate(engine, request(first, tokens: ids.1, seed: seed))
            let without = try await generate(engine, request(seed: seed))
            #expect(text.prompt == without.prompt + ids.0.count + ids.1.count)
            #expect(tokens.prompt == text.prompt && tokens.tokens == text.tokens)
            #expect(both.prompt == text.prompt && both.tokens == text.tokens)
            written += text.tokens.count
        }
        #expect(written > 8)
    }

    /// With its own generated tokens as prefill, the next distribution of a generation is the same.
    @Test func aGenerationGoesOnBehindItsOwnTokens() async throws {
        let engine = try await engine()
        var compared = 0
        for seed in 1...8 as ClosedRange<UInt64> {
            let whole = try await generate(engine, request(seed: seed)).tokens
            for (place, token) in whole.enumerated() where place > 0 {
                let rest = try await generate(engine, request(tokens: whole.prefix(place).map(\.id), seed: seed)).tokens
                guard let next = rest.first else { continue }
                #expect(next.entropy == token.entropy)
                compared += 1
            }
        }
        #expect(compared > 8)
    }

    @Test func idsThatTheModelDoesNotHaveAreRefused() async throws {
        let engine = try await engine()
        let count = engine.core.tokenizer.vocabularySize
        for id in [-1, Int32(count), .max] {
            #expect(throws: EngineError.unknownToken(id: id, vocabulary: count)) {
                try engine.start(request(tokens: [0, id, 1], seed: 1))
            }
        }
        let (with, without) = (request(tokens: [Int32(count) - 1], seed: 1), request(seed: 1))
        #expect(try await generate(engine, with).prompt == generate(engine, without).prompt + 1)
    }

    @Test func theLocalEngineSaysWhatItCanDo() async throws {
        let engine = try await engine()
        #expect(engine.capabilities == [.fork, .exactPrefix, .fullEntropy, .tokenPrefill])
        #expect(engine.prefix(of: "water", tokens: 9).isExact)
    }
}
