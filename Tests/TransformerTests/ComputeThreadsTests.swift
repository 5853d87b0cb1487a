import CKernels
import GGUF
import ModelFixtures
import Synchronization
import Testing

@testable import Transformer

/// Several models on the same threads. Each computes the same results as alone.
struct ComputeThreadsTests {
    /// A decoding run: a prompt, then one token per pass. Returns all logits and the most probable tokens.
    struct Rows: Equatable {
        var logits: [[Float]] = []
        var summaries: [LogitSummary] = []
    }

    static func model(_ name: String, _ threads: ComputeThreads) throws -> Model {
        try Model(file: GGUFFile(path: Fixtures.path("\(name).gguf")), threads: threads)
    }

    static func rows(of model: Model, from seed: Int = 0) throws -> Rows {
        let cache = try KVCache(model: model, pageCount: 4)
        let logits = Logits(model: model)
        let tokens = (0..<120).map { Int32(($0 + seed) * 37 % 384) }
        var rows = Rows()
        var start = 0
        for length in [40] + [Int](repeating: 1, count: 40) + [40] {
            let segment = Batch.Segment(
                tokens: Array(tokens[start..<start + length]), start: start, pages: [3, 1, 0, 2], logitOffsets: [length - 1])
            try model.forward(Batch(segments: [segment]), cache: cache, logits: logits, top: 3)
            rows.logits.append(Array(logits[0]))
            rows.summaries += logits.summaries
            start += length
        }
        return rows
    }

    @Test func modelsOnTheSameThreadsComputeWhatTheyComputeAlone() throws {
        let names = ["llama", "qwen2", "qwen3"]
        let alone = try names.map { try Self.rows(of: Self.model($0, ComputeThreads(2))) }
        let threads = try ComputeThreads(2)
        let models = try names.map { try Self.model($0, threads) }
        let together = Mutex([[Rows?]](repeating: [], count: names.count))
        let callers = models.indices.map { index in
            OSThread {
                for _ in 0..<5 {
                    let rows = try? Self.rows(of: models[index])
                    together.withLock { $0[index].append(rows) }
                }
            }
        }
        for caller in callers { caller.join() }
        #expect(together.withLock { $0 } == alone.map { [Rows?](repeating: $0, count: 5) })
    }

    /// After a model is freed, the remaining models do not touch its memory. A new model does not disturb them.
    @Test func modelsComeAndGoWhileAnotherComputes() throws {
        let threads = try ComputeThreads(2)
        let staying = try Self.model("qwen2", threads)
        let expected = try Self.rows(of: staying)
        let other = try Self.rows(of: Self.model("llama", threads), from: 5)
        let isDone = Atomic(false)
        let wrong = Atomic(0)
        let caller = OSThread {
            repeat {
                if (try? Self.rows(of: staying)) != expected { wrong.add(1, ordering: .relaxed) }
            } while !isDone.load(ordering: .acquiring)
        }
        for _ in 0..<10 {
            // Loaded, run, and freed with its cache.
            #expect(try Self.rows(of: Self.model("llama", threads), from: 5) == other)
        }
        isDone.store(true, ordering: .releasing)
        caller.join()
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    /// The threads end when the last model that uses them is freed.
    @Test func threadsEndWithTheLastModel() throws {
        weak var kept: ComputeThreads?
        do {
            let model: Model
            do {
                let threads = try ComputeThreads(2)
                kept = threads
                model = try Self.model("llama", threads)
            }
            _ = try Self.rows(of: model)
            #expect(kept != nil && kept?.waiting == 0)
            withExtendedLifetime(model) {}
        }
        #expect(kept == nil)
    }

    @Test func impossibleNumbersAreRefused() {
        for count in [0, -1, 1025] {
            #expect(throws: ModelError.threads(count)) { try ComputeThreads(count) }
        }
    }

    /// A pass that fails returns the threads, and leaves no summaries of an earlier pass.
    @Test func aRefusedPassGivesTheThreadsBack() throws {
        let model = try Self.model("llama", ComputeThreads(1))
        let cache = try KVCache(model: model, pageCount: 1)
        let logits = Logits(model: model)
        let good = Batch.Segment(tokens: [1], start: 0, pages: [0], logitOffsets: [0])
        try model.forward(Batch(segments: [good]), cache: cache, logits: logits, top: 1)
        #expect(logits.summaries.count == 1 && logits.summaries[0].top.count == 1)
        #expect(
            logits.summaries[0] == LogitSummary(logits[0], top: 1, instructions: model.threads.instructions))
        let bad = Batch.Segment(tokens: [-1], start: 0, pages: [0], logitOffsets: [0])
        #expect(throws: ModelError.self) { try model.forward(Batch(segments: [bad]), cache: cache, logits: logits) }
        try model.forward(Batch(segments: [good]), cache: cache, logits: logits)
        #expect(logits.rowCount == 1 && logits.summaries.isEmpty)
    }
}
