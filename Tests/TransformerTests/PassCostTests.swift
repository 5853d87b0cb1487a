import CKernels
import GGUF
import ModelFixtures
import Testing

@testable import Transformer

/// The cost that a pass reports.
struct PassCostTests {
    /// The expected numbers are counted by hand from the checkpoint's shape. All its matrices are f32.
    @Test func theWorkIsThatOfTheShapes() throws {
        let model = try Model(file: GGUFFile(path: Fixtures.path("llama.gguf")), threads: ComputeThreads(1))
        let c = model.configuration
        let run = try Run(model)
        let layer = c.width * (2 * c.queryWidth + 2 * c.kvWidth) + 3 * c.width * c.ffWidth
        let output = c.vocabulary * c.width
        let tokens = (0..<40).map(Int32.init)
        let pages = run.pages(for: 43)

        let inner = try run.cost([.init(tokens: tokens, start: 0, pages: pages, logitOffsets: [])])
        #expect(inner.work.byteOperations == 0 && inner.work.floatOperations == 2 * c.layers * layer * 40)
        #expect(inner.attentionOperations == 4 * c.layers * c.queryWidth * (40 * 41 / 2))
        #expect(inner.cacheBytes == 40 * c.layers * c.kvWidth * 2 * 4)
        // Packed matrices are padded to a multiple of 16 rows.
        #expect(inner.work.weightBytes >= 4 * c.layers * layer)

        let decoding = try run.cost([.init(tokens: [1, 2, 3], start: 40, pages: pages, logitOffsets: [1, 2])])
        #expect(decoding.work.floatOperations == 2 * (c.layers * layer * 3 + output * 2))
        #expect(decoding.attentionOperations == 4 * c.layers * c.queryWidth * (41 + 42 + 43))
        #expect(decoding.cacheBytes == 43 * c.layers * c.kvWidth * 2 * 4)
        #expect(decoding.work.weightBytes >= inner.work.weightBytes + 4 * output)
    }

    @Test func quantisedMatricesTakeBytes() throws {
        let matrices = [EK_Q4_K, EK_F16].map {
            ek_matrix(type: $0, in_file_order: false, rows: 32, columns: 512, data: nil)
        }
        let work = ProductWork(matrices).times(3)
        #expect(work.byteOperations == 2 * 32 * 512 * 3 && work.floatOperations == work.byteOperations)
        #expect(work.weightBytes == matrices.reduce(0) { $0 + ek_matrix_bytes($1.type, 32, 512) })
    }

    @Test func thePartsAreWithinTheWhole() throws {
        let run = try Run(Model(file: GGUFFile(path: Fixtures.path("qwen2.gguf")), threads: ComputeThreads(2)))
        var sum = PassCost()
        for _ in 0..<2 {
            sum += try run.cost([.init(tokens: [1, 2, 3], start: 0, pages: run.pages(for: 3), logitOffsets: [2])])
        }
        for part in [sum.products, sum.logits, sum.attention] { #expect(part > .zero) }
        #expect(sum.rest >= .zero)
        #expect(try run.cost([]).work == ProductWork())
    }
}

extension Run {
    fileprivate func cost(_ segments: [Batch.Segment]) throws -> PassCost {
        try #require(try model.forward(Batch(segments: segments), cache: cache, logits: logits))
    }
}
