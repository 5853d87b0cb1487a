import GGUF

/// A model ready to run: its weights, packed for this processor's kernels.
///
/// It computes on threads that it may share with other models, and borrows them for one pass at a time (see `ComputeThreads`).
/// Call it from your own thread, never from Swift's cooperative pool: the caller blocks, and computes too.
// Unchecked Sendable because of `workspace`, which is used only while this model has borrowed the threads.
public final class Model: @unchecked Sendable {
    /// The hyperparameters that the file's metadata gives.
    public let configuration: Configuration
    /// The threads that compute the passes, including the caller of `forward`.
    public let threads: ComputeThreads

    /// The memory that the model needs.
    public let memory: ModelMemory

    let weights: Weights
    /// The work of one token: in the products of all layers, and in the product with the output matrix.
    let layersWork, outputWork: ProductWork
    let rotary: RotaryTable
    let workspace: Workspace

    /// Reads and packs the weights on all threads. Other models can compute meanwhile, because the threads are borrowed for
    /// some megabytes at a time. The memory-mapped pages of the file are released as soon as they have been read.
    ///
    /// - Parameters:
    ///   - file: the model file, already parsed.
    ///   - threads: pack the weights, and later compute the passes.
    ///   - progress: called on the calling thread with the fraction done, 0 to 1. Return false to stop.
    /// - Throws: `ModelError`, which names the key or tensor at fault; `.cancelled` if `progress` returned false.
    public init(
        file: GGUFFile, threads: ComputeThreads, progress: (Double) -> Bool = { _ in true }
    ) throws(ModelError) {
        configuration = try Configuration(file: file)
        self.threads = threads
        memory = try ModelMemory(file: file, threads: threads.count)
        weights = try Weights(file: file, configuration: configuration, threads: threads, progress: progress)
        layersWork = ProductWork(weights.layers.flatMap(\.matrices))
        outputWork = ProductWork([weights.output])
        rotary = RotaryTable(configuration.rotation, factors: weights.rotaryFactors)
        workspace = try Workspace(configuration, threads: threads.count)
    }

    /// Evaluates the batch: stores the keys and values of all its tokens in `cache`, and writes the logits of the wanted tokens
    /// to `logits`, in the batch's order.
    ///
    /// The results of a token depend only on the tokens before it in its own sequence. They are the same bit for bit however
    /// tokens are divided into passes, and whatever other models compute on the same threads.
    ///
    /// - Parameters:
    ///   - batch: the tokens, each with its sequence's pages.
    ///   - cache: holds the keys and values of the tokens before them.
    ///   - logits: has a row for each wanted token.
    ///   - top: if not nil, `logits.summaries` becomes a summary of each row with its `top` most probable tokens. The summaries
    ///     are computed on all threads, before they are handed on. If nil, `logits.summaries` becomes empty.
    ///   - isAbandoned: asked before each layer; true ends the pass. The keys and values of its tokens are then undefined, and
    ///     so are the logits.
    /// - Returns: the cost of the pass, without the summaries; nil if it was abandoned.
    /// - Throws: `ModelError.batch` for token ids outside the vocabulary, page numbers outside the cache, too few pages, logit
    ///   offsets outside a segment, or a cache or logits of another model; `.memory` without memory for a batch of this size.
    @discardableResult
    public func forward(
        _ batch: Batch, cache: KVCache, logits: Logits, top: Int? = nil, isAbandoned: () -> Bool = { false }
    ) throws(ModelError) -> PassCost? {
        try check(batch, cache: cache, logits: logits)
        let asked = ContinuousClock.now
        return try threads.lend { () throws(ModelError) in
            let start = ContinuousClock.now
            workspace.cost = workload(of: batch)
            workspace.cost.waiting = start - asked
            guard try evaluate(batch, cache: cache, logits: logits, isAbandoned: isAbandoned) else { return nil }
            workspace.cost.total = .now - start
            logits.summarise(top: top, on: threads)
            return workspace.cost
        }
    }

    private func check(_ batch: Batch, cache: KVCache, logits: Logits) throws(ModelError) {
        guard logits.vocabulary == configuration.vocabulary, cache.bytesPerToken == bytesPerToken else {
            throw .batch("the cache or the logits belong to another model")
        }
        for segment in batch.segments {
            guard segment.start >= 0, segment.tokens.allSatisfy({ (0..<Int32(configuration.vocabulary)).contains($0) }) else {
                throw .batch("a token id is outside the vocabulary of \(configuration.vocabulary)")
            }
            let pages = (segment.start + segment.tokens.count + KVCache.pageLength - 1) / KVCache.pageLength
            guard segment.pages.count >= pages,
                segment.pages.prefix(pages).allSatisfy({ (0..<Int32(cache.pageCount)).contains($0) })
            else { throw .batch("a page is outside the cache of \(cache.pageCount), or missing") }
            guard segment.logitOffsets.allSatisfy(segment.tokens.indices.contains) else {
                throw .batch("logits are requested for a token that is not in its segment")
            }
        }
    }

    /// Bytes that the keys and values of one token take in a KV cache, all layers together.
    public var bytesPerToken: Int { Self.bytesPerToken(configuration, areFloats: weights.areFloats) }

    /// Keys and values have 2 bytes an element (f16 or bf16), or 4 (f32) for models whose matrices are all f32.
    static func bytesPerToken(_ c: Configuration, areFloats: Bool) -> Int { c.layers * c.kvWidth * 2 * (areFloats ? 4 : 2) }
}
