import CKernels

/// A model ready to run: its weights, repacked for this processor, and the threads that compute.
///
/// One forward pass runs at a time; a second caller waits. Call from a thread of your own, never from the cooperative pool: the
/// caller computes too.
public final class Model: Sendable {
    public let configuration: Configuration
    /// Compute threads, the caller of `forward` included.
    public let threads: Int
    /// Bytes of an element of the KV cache: 2 (f16), or 4 (f32) for models whose weights are f32.
    let cacheElementBytes: Int

    // init(file: GGUFFile, threads: Int, progress: (Double) -> Bool) throws(ModelError) follows with GGUF.
    init() throws(ModelError) { throw .cancelled }

    /// Evaluates the batch: stores keys and values of all its tokens in `cache` and leaves the logits of the wanted ones in
    /// `logits`, in the batch's order.
    ///
    /// A token's results depend on the tokens before it in its own sequence and on nothing else in the batch: they are the
    /// same bit for bit however the tokens are divided into passes.
    ///
    /// - Throws: `ModelError.batch` for token ids outside the vocabulary, pages outside the cache or too few for the positions.
    public func forward(_ batch: Batch, cache: KVCache, logits: Logits) throws(ModelError) {
        throw .cancelled
    }
}
