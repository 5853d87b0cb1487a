import GGUF
import ModelFixtures
import Testing

@testable import Transformer

/// A token's logits depend only on its own sequence. They are the same bit for bit however tokens are divided into passes.
struct BatchTests {
    static let names = ["llama", "qwen2", "qwen3"]
    static let tokens = (0..<100).map { Int32($0 * 37 % 384) }

    @Test(arguments: names) func chunksEqualTheWhole(_ name: String) throws {
        let run = try Self.run(name)
        let whole = try run.logits(Self.tokens, at: Array(0..<100))
        let pages = run.pages(for: 100)
        var (start, rows): (Int, [[Float]]) = (0, [])
        for length in [1, 2, 30, 33, 5, 29] {
            rows += try run.forward([
                .init(
                    tokens: Array(Self.tokens[start..<start + length]), start: start, pages: pages,
                    logitOffsets: Array(0..<length))
            ])
            start += length
        }
        #expect(rows == whole)
    }

    /// A pass that nobody needs any more ends before its next layer; one over the same tokens is as if it had not been.
    @Test(arguments: names) func anAbandonedPassLeavesNothing(_ name: String) throws {
        let run = try Self.run(name)
        let whole = try run.logits(Self.tokens, at: [99])
        let pages = run.pages(for: 100)
        let segment = Batch.Segment(tokens: Self.tokens, start: 0, pages: pages, logitOffsets: [99])
        for layers in 0..<run.model.configuration.layers {
            var asked = 0
            let cost = try run.model.forward(Batch(segments: [segment]), cache: run.cache, logits: run.logits) {
                asked += 1
                return asked > layers
            }
            #expect(cost == nil && asked == layers + 1)
        }
        #expect(try run.forward([segment]) == whole)
    }

    @Test(arguments: names) func batchesEqualSingles(_ name: String) throws {
        let run = try Self.run(name)
        let sequences = [1, 7, 40, 64, 65].map { Array(Self.tokens.reversed().prefix($0)) + [Int32($0)] }
        let single = try sequences.map { try run.logits($0, at: [$0.count - 1])[0] }
        // All in one pass: prompts of different lengths.
        let together = try run.forward(
            sequences.map {
                .init(tokens: $0, start: 0, pages: run.pages(for: $0.count), logitOffsets: [$0.count - 1])
            })
        #expect(together == single)
        // Decoding steps beside a prompt.
        let pages = sequences.map { run.pages(for: $0.count) }
        for (sequence, pages) in zip(sequences, pages) {
            _ = try run.forward([
                .init(tokens: Array(sequence.dropLast()), start: 0, pages: pages, logitOffsets: [])
            ])
        }
        let steps = zip(sequences, pages).map { sequence, pages in
            Batch.Segment(tokens: [sequence[sequence.count - 1]], start: sequence.count - 1, pages: pages, logitOffsets: [0])
        }
        let prompt = Batch.Segment(tokens: Self.tokens, start: 0, pages: run.pages(for: 100), logitOffsets: [])
        let mixed = try run.forward([steps[0], prompt] + steps[1...])
        #expect(mixed == single)
    }

    @Test(arguments: names) func forksEqualStraight(_ name: String) throws {
        let run = try Self.run(name)
        let (prefix, ends) = (Array(Self.tokens.prefix(45)), [[Int32(1), 2, 3], [Int32(4), 5]])
        let straight = try ends.map { try run.logits(prefix + $0, at: [prefix.count + $0.count - 1])[0] }
        let shared = run.pages(for: 64)
        _ = try run.forward([.init(tokens: prefix, start: 0, pages: shared, logitOffsets: [])])
        // The first page is shared. The second one is half full, and is copied for one of the two sequences.
        let own = run.pages(for: 32)
        run.cache.copyPage(from: Int(shared[1]), to: Int(own[0]))
        let forked = try run.forward(
            zip(ends, [shared, [shared[0], own[0]]]).map { tokens, pages in
                .init(tokens: tokens, start: 45, pages: pages, logitOffsets: [tokens.count - 1])
            })
        #expect(forked == straight)
    }

    @Test func threadsAndInstructionsAgree() throws {
        let file = try GGUFFile(path: Fixtures.path("llama.gguf"))
        let reference = try Run(Model(file: file, threads: ComputeThreads(1))).logits(Self.tokens, at: [50, 99])
        for threads in [2, 5] {
            #expect(try Run(Model(file: file, threads: ComputeThreads(threads))).logits(Self.tokens, at: [50, 99]) == reference)
        }
        for instructions in InstructionSet.available {
            let rows = try Run(Model(file: file, threads: ComputeThreads(2, instructions: instructions))).logits(
                Self.tokens, at: [50, 99])
            for (row, expected) in zip(rows, reference) {
                #expect((zip(row, expected).map { abs($0 - $1) }.max() ?? 1) < 1e-4, "\(instructions)")
            }
        }
    }

    /// Batches that do not fit give an error, not a trap.
    @Test func impossibleBatchesAreRefused() throws {
        let run = try Self.run("llama")
        let good = Batch.Segment(tokens: [1, 2], start: 31, pages: [0, 1], logitOffsets: [1])
        #expect(try run.forward([good]).count == 1)
        var segments = [good, good, good, good, good]
        segments[0].tokens = [1, Int32(run.model.configuration.vocabulary)]
        segments[1].pages = [0]
        segments[2].pages = [0, 256]
        segments[3].logitOffsets = [2]
        segments[4].start = -1
        for segment in segments {
            #expect(throws: ModelError.self) { try run.forward([segment]) }
        }
        #expect(try run.forward([]).isEmpty)
    }

    private static func run(_ name: String) throws -> Run {
        try Run(Model(file: GGUFFile(path: Fixtures.path("\(name).gguf")), threads: ComputeThreads(2)))
    }
}
