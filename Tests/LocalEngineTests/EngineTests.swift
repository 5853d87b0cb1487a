import Foundation
import GGUF
import Inference
import ModelFixtures
import Testing
import Tokenizer
import Transformer

@testable import LocalEngine

/// The public interface of the engine: threads, event streams and closed questions.
@Suite struct EngineTests {
    static let prompt = "The query is about goldfish, and the document says that a goldfish grows to the depth of the water."

    private func engine(maxStreams: Int = 4) async throws -> LocalEngine {
        try await LocalEngine.load(
            path: Fixtures.path("llama.gguf"), sha256: "00",
            options: EngineOptions(threads: 2, batchLimit: 128, maxStreams: maxStreams))
    }

    private func request(_ prompt: String = prompt, tokens: Int = 20, seed: UInt64 = 1) -> GenerationRequest {
        GenerationRequest(prompt: prompt, maxNewTokens: tokens, sampling: Sampling(temperature: 1, seed: seed))
    }

    private func events(_ generation: any Generation) async -> [GenerationEvent] {
        var events: [GenerationEvent] = []
        for await event in generation.events { events.append(event) }
        return events
    }

    @Test func theModelIsDescribed() async throws {
        let model = try await engine().model
        #expect(model.name == "llama" && model.file == "llama.gguf" && model.sha256 == "00")
        #expect(model.architecture == "llama" && model.quantisation == "F32" && model.contextLength == 512)
        #expect(model.threads == 2 && model.batchLimit == 128 && model.parameters > 100_000)
        #expect(model.machine.contains("2 threads"))
    }

    /// A command that is posted while an engine stops gets an answer, whether it arrives before or after the stop.
    @Test func whatIsAskedBehindAStopIsAnswered() async throws {
        for _ in 0..<20 {
            let engine = try await engine()
            let generation = try engine.start(request(tokens: 200))
            let asking = (0..<8).map { _ in Task { await engine.statistics } }
            engine.stop()
            for task in asking { _ = await task.value }
            var last: GenerationEvent?
            for await event in generation.events { last = event }
            #expect(last == .ended(.cancelled))
        }
    }

    @Test func eventsComeInOrderAndRepeat() async throws {
        let engine = try await engine()
        let first = await events(try engine.start(request()))
        let second = await events(try engine.start(request()))
        guard case .admitted(let promptTokens, 0) = first.first, case .admitted(promptTokens, let cached) = second.first else {
            Issue.record("admitted comes first: \(first.prefix(1)), \(second.prefix(1))")
            return
        }
        #expect(((promptTokens - 1) / 32 * 32..<promptTokens).contains(cached) && cached > 0)
        #expect(first.contains(.promptProgress(done: promptTokens, of: promptTokens)))
        func written(_ events: [GenerationEvent]) -> [TokenEvent] {
            events.compactMap { if case .token(let token) = $0 { token } else { nil } }
        }
        #expect(written(first) == written(second) && first.last == second.last)
        let other = await events(try engine.start(request(seed: 2)))
        #expect(written(first) != written(other))
    }

    /// Prompts that wait together compute their common prefix once, and the later one reports it as cached.
    @Test func whatIsSharedIsComputedOnceAndReported() async throws {
        let engine = try await engine()
        let generations = [try engine.start(request(Self.prompt + " A")), try engine.start(request(Self.prompt + " B"))]
        var cached: [Int] = []
        for generation in generations {
            guard case .admitted(_, let count) = await events(generation).first else { continue }
            cached.append(count)
        }
        #expect(cached.count == 2 && cached[0] == 0 && cached[1] >= 32)
    }

    @Test func breakingOffCancels() async throws {
        let engine = try await engine()
        let generation = try engine.start(request(tokens: 400))
        var seen = 0
        for await event in generation.events {
            if case .token = event { seen += 1 }
            if seen == 3 { break }
        }
        // The next generation runs after the first was cancelled, and neither leaks pages.
        _ = try await generation.readout(SchedulerTests.question, afterTokens: 2)
        #expect(await events(generation).isEmpty)
        generation.end()
        engine.stop()
        #expect(await engine.statistics.decodedTokens < 400)
    }

    @Test func statisticsTellWhatPassesWereFor() async throws {
        let engine = try await engine()
        let generation = try engine.start(request(tokens: 5))
        let tokens = await events(generation).count { if case .token = $0 { true } else { false } }
        let answer = try await generation.readout(SchedulerTests.question, afterTokens: tokens)
        let statistics = await engine.statistics
        let (prompt, decode) = (statistics.promptPasses, statistics.decodePasses)
        #expect(prompt.passes == 1 && prompt.promptTokens > 0 && prompt.tokens == prompt.promptTokens)
        // The last generated token is not evaluated.
        #expect(decode.promptTokens == 0 && decode.decodedTokens == tokens - 1)
        #expect(statistics.readoutTokens == answer.evaluatedTokens)
        #expect(decode.cost.work.floatOperations > 0 && decode.cost.cacheBytes > 0 && decode.cost.products > .zero)
        #expect(statistics.idleTime > .zero && statistics.settleTime > .zero && statistics.tokenizingTime > .zero)
        generation.end()
    }

    @Test func anEndedGenerationAnswersNoMore() async throws {
        let engine = try await engine()
        let generation = try engine.start(request(tokens: 5))
        let count = await events(generation).count { if case .token = $0 { true } else { false } }
        let answer = try await generation.readout(SchedulerTests.question, afterTokens: count)
        #expect(abs(answer.probabilities.reduce(answer.other, +) - 1) < 1e-9 && answer.evaluatedTokens > 0)
        await #expect(throws: EngineError.self) { try await generation.readout(SchedulerTests.question, afterTokens: count + 1) }
        generation.end()
        generation.end()
        await #expect(throws: EngineError.cancelled) { try await generation.readout(SchedulerTests.question, afterTokens: 0) }
    }

    @Test func stoppingEndsEverything() async throws {
        let engine = try await engine(maxStreams: 2)
        let generations = try (0..<6).map { try engine.start(request(tokens: 400, seed: $0)) }
        let answer = Task { try await generations[0].readout(SchedulerTests.question, afterTokens: 0) }
        engine.stop()
        engine.stop()
        for generation in generations {
            let last = await events(generation).last
            #expect(last == .ended(.cancelled) || last == .ended(.endOfTurn))
        }
        _ = await answer.result
        #expect(await events(try engine.start(request())) == [.ended(.cancelled)])
        await #expect(throws: EngineError.cancelled) { try await generations[1].readout(SchedulerTests.question, afterTokens: 0) }
    }

    @Test func aTaskThatIsCancelledWaitsNoLonger() async throws {
        let engine = try await engine()
        let generation = try engine.start(request(tokens: 400))
        let reader = Task { await events(generation) }
        let questions = (0..<20).map { _ in Task { try await generation.readout(SchedulerTests.question, afterTokens: 0) } }
        for question in questions { question.cancel() }
        reader.cancel()
        for question in questions {
            // It was answered before the cancellation, or cancelled.
            if case .failure(let error) = await question.result { #expect(error as? EngineError == .cancelled) }
        }
        _ = await reader.value
    }

    @Test func aPromptThatCanNeverFitIsRefused() async throws {
        let engine = try await engine()
        let long = String(repeating: "goldfish ", count: 400)
        do {
            _ = try engine.start(request(long))
            Issue.record("it was taken")
        } catch {
            guard case .promptTooLong(let tokens, let limit) = error else { throw error }
            #expect(tokens > limit && limit == engine.tokenLimit)
        }
    }

    @Test func stopTextsEndIt() async throws {
        let engine = try await engine()
        let free = await events(try engine.start(request(tokens: 60, seed: 5)))
        let text = free.reduce(into: "") { if case .token(let token) = $1 { $0 += token.text } }
        let stop = String(text.dropFirst(text.count / 2).prefix(3))
        var stopped = request(tokens: 60, seed: 5)
        stopped.stopTexts = [stop, "never in it"]
        let events = await events(try engine.start(stopped))
        let shorter = events.reduce(into: "") { if case .token(let token) = $1 { $0 += token.text } }
        #expect(!stop.isEmpty && events.last == .ended(.stopText) && shorter.contains(stop) && text.hasPrefix(shorter))
    }

    @Test func aPrefixIsTheLongestThatFits() async throws {
        let engine = try await engine()
        let text = Self.prompt + " \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} na\u{EF}ve  \n\n " + Self.prompt
        let whole = engine.prefix(of: text, tokens: 1000)
        #expect(!whole.isCut && whole.text == text && whole.tokens == engine.core.tokenizer.encode(text).count)
        for limit in 0...whole.tokens {
            let prefix = engine.prefix(of: text, tokens: limit)
            #expect(
                prefix.tokens <= limit && text.hasPrefix(prefix.text)
                    && prefix.tokens == engine.core.tokenizer.encode(prefix.text).count)
            #expect(prefix.isCut == (limit < whole.tokens))
            // One more character does not fit: the family emoji alone has 18 bytes, and each byte is a token here.
            #expect(prefix.tokens >= limit - 18)
        }
        let gigantic = String(repeating: "goldfish ", count: 200_000)
        #expect(engine.prefix(of: gigantic, tokens: 100).tokens == 100)
        #expect(engine.prefix(of: "", tokens: 0) == TextPrefix(text: "", tokens: 0, isCut: false))
    }

    /// A file whose tokenizer has more tokens than the embedding has rows.
    @Test func moreTokensThanRowsAreRefused() async throws {
        var bytes = try Fixtures.bytes("llama.gguf")
        let name = Array("token_embd.weight".utf8)
        let start = try #require(bytes.firstRange(of: name)?.upperBound)
        // After the name: the number of dimensions (4 bytes), the width (8) and the number of rows (8).
        bytes[start + 12] -= 1
        let url = FileManager.default.temporaryDirectory.appending(path: "erank-\(UUID().uuidString).gguf")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let error = await #expect(throws: GGUFError.self) { try await LoadedModel.load(path: url.path, threads: 1) }
        #expect(error?.problem == .wrongShape(tensor: "token_embd.weight", found: [64, 386], expected: [64, 387]))
    }

    @Test func loadingSaysHowFarItIsAndCanBeStopped() async throws {
        await #expect(throws: (any Error).self) { try await LocalEngine.load(path: Fixtures.path("absent.gguf"), sha256: "") }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await LocalEngine.load(path: Fixtures.path("llama.gguf"), sha256: "")
        }
        await #expect(throws: (any Error).self) { try await task.value }
    }
}
