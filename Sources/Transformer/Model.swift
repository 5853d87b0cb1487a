import GGUF

/// A model ready to run: its weights, repacked for this processor.
///
/// It computes on threads that it may share with other models, and has them for a pass at a time (`ComputeThreads` says who waits
/// for whom). Call from a thread of your own, never from the cooperative pool: the caller waits, and computes too.
// Sendable unchecked because `workspace` is: it is touched only while the threads are lent to this model.
public final class Model: @unchecked Sendable {
    public let configuration: Configuration
    /// Those that compute, the caller of `forward` among them.
    public let threads: ComputeThreads

    let weights: Weights
    /// Of one token, through all layers and to its logits.
    let layersWork, outputWork: ProductWork
    let rotary: RotaryTable
    let workspace: Workspace

    /// Bytes of an element of the KV cache: 2 (f16 or bf16), or 4 (f32) for models whose weights are all f32.
    var cacheElementBytes: Int { weights.areFloats ? 4 : 2 }

    /// Reads and repacks the weights, on all threads, which other models may use meanwhile: they are borrowed for some megabytes
    /// at a time. Pages of the file's map are given back as soon as they are read.
    ///
    /// - Parameters:
    ///   - threads: that repack the weights and compute the passes.
    ///   - progress: takes the fraction done, 0 to 1, on the calling thread; returns false to stop.
    /// - Throws: `ModelError` naming the key or tensor at fault; `.cancelled` if `progress` returned false.
    public init(
        file: GGUFFile, threads: ComputeThreads, progress: (Double) -> Bool = { _ in true }
    ) throws(ModelError) {
        configuration = try Configuration(file: file)
        self.threads = threads
        weights = try Weights(file: file, configuration: configuration, threads: threads, progress: progress)
        layersWork = ProductWork(weights.layers.flatMap(\.matrices))
        outputWork = ProductWork([weights.output])
        rotary = RotaryTable(configuration.rotation, factors: weights.rotaryFactors)
        workspace = try Workspace(configuration, threads: threads.count)
    }

    /// Evaluates the batch: stores keys and values of all its tokens in `cache` and leaves the logits of the wanted ones in
    /// `logits`, in the batch's order.
    ///
    /// A token's results depend on the tokens before it in its own sequence and on nothing else in the batch: they are the
    /// same bit for bit however the tokens are divided into passes, and whatever other models compute on the same threads.
    ///
    /// - Parameter top: if given, `logits.summaries` holds a summary of each row with so many of its likeliest tokens; else it is
    ///   empty. Made while the threads are still lent, on all of them.
    /// - Returns: what the pass cost, without the summaries.
    /// - Throws: `ModelError.batch` for token ids outside the vocabulary, or pages that are outside the cache or too few.
    @discardableResult
    public func forward(
        _ batch: Batch, cache: KVCache, logits: Logits, top: Int? = nil
    ) throws(ModelError) -> PassCost {
        try check(batch, cache: cache, logits: logits)
        let asked = ContinuousClock.now
        return try threads.lend { () throws(ModelError) in
            let start = ContinuousClock.now
            workspace.cost = workload(of: batch)
            workspace.cost.waiting = start - asked
            try evaluate(batch, cache: cache, logits: logits)
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
                throw .batch("logits are wanted of a token that is not there")
            }
        }
    }

    /// Bytes that the keys and values of one token take in a cache.
    public var bytesPerToken: Int { configuration.layers * configuration.kvWidth * 2 * cacheElementBytes }
}
