import Foundation
import Inference
import ModelFixtures
import Testing
import Transformer

@testable import LocalEngine

/// Several engines at once, on shared compute threads.
@Suite struct SharedThreadsTests {
    private static func engine(_ name: String, on compute: ComputeThreads? = nil) async throws -> LocalEngine {
        try await LocalEngine.load(
            path: Fixtures.path("\(name).gguf"), sha256: "", options: EngineOptions(threads: 2, maxStreams: 4), on: compute)
    }

    /// The texts of some generations, and the answers to closed questions about them.
    private static func tokens(of engine: LocalEngine) async throws -> [[TokenEvent]] {
        let generations = try (1...6).map { number in
            try engine.start(
                GenerationRequest(
                    prompt: EngineTests.prompt + " \(number)", maxNewTokens: 24,
                    sampling: Sampling(temperature: 1, seed: UInt64(number)), alternatives: 3))
        }
        var all: [[TokenEvent]] = []
        for generation in generations {
            var tokens: [TokenEvent] = []
            for await event in generation.events { if case .token(let token) = event { tokens.append(token) } }
            all.append(tokens)
            generation.end()
        }
        return all
    }

    @Test func loadsWithTheSameOptionsShareTheThreads() async throws {
        let path = Fixtures.path("llama.gguf")
        async let one = LoadedModel.load(path: path, threads: 3)
        async let other = LoadedModel.load(path: path, threads: 3)
        let (first, second) = (try await one, try await other)
        #expect(first.model.threads === second.model.threads)
        #expect(try await LoadedModel.load(path: path, threads: 4).model.threads !== first.model.threads)
        #expect(
            try await LoadedModel.load(path: path, threads: 3, priority: .behindScreen).model.threads !== first.model.threads)
        let own = try ComputeThreads(3)
        #expect(try await LoadedModel.load(path: path, on: own).model.threads === own)
    }

    /// Both engines alone, then both at once from two tasks: the results are equal bit for bit.
    @Test func enginesTogetherSayWhatTheySayAlone() async throws {
        let threads = try ComputeThreads(2)
        let (one, other) = (try await Self.engine("llama", on: threads), try await Self.engine("qwen3", on: threads))
        let alone = [try await Self.tokens(of: one), try await Self.tokens(of: other)]
        for _ in 0..<3 {
            async let first = Self.tokens(of: one)
            async let second = Self.tokens(of: other)
            #expect([try await first, try await second] == alone)
        }
    }

    /// An engine is loaded, used and freed while another generates.
    @Test func anEngineComesAndGoesWhileAnotherGenerates() async throws {
        let threads = try ComputeThreads(2)
        let staying = try await Self.engine("qwen2", on: threads)
        let expected = try await Self.tokens(of: staying)
        let isDone = SharedFlag()
        let visits = Task {
            var texts: Set<[[Int32]]> = []
            repeat {
                let guest = try await Self.engine("llama", on: threads)
                texts.insert(try await Self.tokens(of: guest).map { $0.map(\.id) })
                guest.stop()
            } while !isDone.value
            return texts.count
        }
        for _ in 0..<6 { #expect(try await Self.tokens(of: staying) == expected) }
        isDone.raise()
        #expect(try await visits.value == 1)
    }

    /// A load that is cancelled while another model generates returns the threads.
    @Test func aCancelledLoadLeavesTheThreadsToTheOthers() async throws {
        let threads = try ComputeThreads(2)
        let staying = try await Self.engine("llama", on: threads)
        let expected = try await Self.tokens(of: staying)
        for _ in 0..<10 {
            let load = Task { try await Self.engine("qwen2", on: threads) }
            load.cancel()
            _ = await load.result
        }
        #expect(try await Self.tokens(of: staying) == expected)
    }
}
