@testable import Transformer

/// A cache and logits for one model, and sequences whose pages are given out in order.
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

    /// Pages for so many positions, not in order, so that a table that is not obeyed is noticed.
    func pages(for positions: Int) -> [Int32] {
        let count = Int32((positions + KVCache.pageLength - 1) / KVCache.pageLength)
        defer { nextPage += count }
        return (nextPage..<nextPage + count).reversed()
    }

    func forward(_ segments: [Batch.Segment]) throws -> [[Float]] {
        try model.forward(Batch(segments: segments), cache: cache, logits: logits)
        return (0..<logits.rowCount).map { Array(logits[$0]) }
    }

    /// A whole sequence in one pass.
    func logits(_ tokens: [Int32], at offsets: [Int]) throws -> [[Float]] {
        try forward([.init(tokens: tokens, start: 0, pages: pages(for: tokens.count), logitOffsets: offsets)])
    }
}
