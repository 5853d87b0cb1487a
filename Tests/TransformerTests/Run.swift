@testable import Transformer

/// A KV cache and logits for one model, with pages for some sequences.
final class Run {
    let model: Model
    let cache: KVCache
    let logits: Logits
    private var nextPage: Int32 = 0

    init(_ model: Model, pages: Int = 256) throws {
        self.model = model
        cache = try KVCache(model: model, pageCount: pages)
        logits = Logits(model: model)
    }

    /// A page table for `positions` positions. The pages are not in ascending order, so that ignoring the table is noticed.
    func pages(for positions: Int) -> [Int32] {
        let count = Int32((positions + KVCache.pageLength - 1) / KVCache.pageLength)
        defer { nextPage += count }
        return (nextPage..<nextPage + count).reversed()
    }

    func forward(_ segments: [Batch.Segment]) throws -> [[Float]] {
        try model.forward(Batch(segments: segments), cache: cache, logits: logits)
        return (0..<logits.rowCount).map { Array(logits[$0]) }
    }

    /// Evaluates a whole sequence in one pass.
    func logits(_ tokens: [Int32], at offsets: [Int]) throws -> [[Float]] {
        try forward([.init(tokens: tokens, start: 0, pages: pages(for: tokens.count), logitOffsets: offsets)])
    }
}
