import Foundation
import GGUF
import Inference
import ModelFixtures
import Tokenizer
import Transformer

@testable import LocalEngine

/// A small random model, with reference results that are computed in the simplest way: one sequence, one pass, a new cache.
struct Checkpoint {
    static let names = ["llama", "qwen2", "qwen3"]

    let loaded: LoadedModel
    /// The tree of `SchedulerTests.question`.
    let tree: ChoiceTree
    var model: Model { loaded.model }
    var tokenizer: Tokenizer { loaded.tokenizer }

    init(_ name: String = "llama") async throws {
        // Its own compute thread, so that tests do not wait for each other.
        loaded = try await LoadedModel.load(path: Fixtures.path("\(name).gguf"), on: ComputeThreads(1))
        tree = ChoiceTree(SchedulerTests.question, texts: TokenTexts(loaded.tokenizer))
    }

    /// The logits after `tokens`.
    func row(after tokens: [Int32]) throws -> [Float] {
        let pages = tokens.count / KVCache.pageLength + 1
        let cache = try KVCache(model: model, pageCount: pages)
        let logits = Logits(model: model)
        let segment = Batch.Segment(
            tokens: tokens, start: 0, pages: (0..<Int32(pages)).map(\.self), logitOffsets: [tokens.count - 1])
        try model.forward(Batch(segments: [segment]), cache: cache, logits: logits)
        return Array(logits[0])
    }

    /// A greedy continuation. Each token is computed from the start of the sequence.
    func continuation(of prompt: [Int32], count: Int, ignoringEnd: Bool = true) throws -> [Int32] {
        var tokens = prompt
        for _ in 0..<count {
            let row = try row(after: tokens)
            let best =
                row.withUnsafeBufferPointer { LogitSummary($0, top: 1, instructions: model.threads.instructions) }.top.first?.id
                ?? 0
            if !ignoringEnd, tokenizer.isEndOfGeneration(best) { break }
            tokens.append(best)
        }
        return Array(tokens.dropFirst(prompt.count))
    }

    /// The answer to `SchedulerTests.question` with the lead `lead`.
    func answer(lead: String, after tokens: [Int32]) throws -> ChoiceReadout {
        let start = tokens + tokenizer.encode(lead)
        var search = ChoiceSearch(tree)
        while let branch = search.pending.first {
            let row = try row(after: start + branch.path)
            let summary = row.withUnsafeBufferPointer { LogitSummary($0, top: 0, instructions: model.threads.instructions) }
            search.expand { exp(Double(row[Int($0)]) - summary.logSumExp) }
            search.prune()
        }
        return ChoiceReadout(probabilities: search.probabilities, other: search.other, evaluatedTokens: 0)
    }

    func scheduler(pages: Int = 200, batch: Int = 128, streams: Int = 4) throws -> Scheduler {
        Scheduler(
            model: model, cache: try KVCache(model: model, pageCount: pages), tokenizer: tokenizer,
            limits: Scheduler.Limits(
                batch: batch, streams: streams,
                sequence: min(model.configuration.contextLength, (pages - LocalEngine.sparePages) * KVCache.pageLength)))
    }

    func randomPrompt(_ count: Int, using random: inout SeededGenerator) -> [Int32] {
        (0..<count).map { _ in Int32.random(in: 0..<Int32(model.configuration.vocabulary), using: &random) }
    }
}

/// A generation of a scheduler whose steps the test calls itself.
struct Probe {
    let id: Int
    let request: TokenStream.Request
    private let stream: AsyncStream<GenerationEvent>

    init(_ id: Int, _ request: TokenStream.Request, in scheduler: Scheduler) {
        self.id = id
        self.request = request
        let (stream, events) = AsyncStream.makeStream(of: GenerationEvent.self)
        self.stream = stream
        scheduler.start(TokenStream(id: id, request: request, events: events, tokenizer: scheduler.tokenizer))
    }

    /// All events. The generation must have ended.
    func events() async -> [GenerationEvent] { await stream.reduce(into: []) { $0.append($1) } }
    func tokens() async -> [TokenEvent] { await events().compactMap { if case .token(let token) = $0 { token } else { nil } } }
}
