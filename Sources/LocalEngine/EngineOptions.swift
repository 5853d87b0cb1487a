import Transformer

/// The resources that an engine may use.
public struct EngineOptions: Sendable, Hashable {
    /// Compute threads; nil for one per core.
    public var threads: Int?
    /// The largest number of tokens in one forward pass. Longer prompts are evaluated in chunks, together with the tokens of
    /// the streams that are decoding.
    public var batchLimit: Int
    /// The largest number of concurrent streams. Further streams wait in a queue.
    public var maxStreams: Int
    /// The largest size of the KV cache in bytes. nil: as much as the streams may need, but at most half of the available
    /// memory. The system provides the memory as it is used.
    public var cacheBytes: Int?
    /// The priority of the compute threads and of the engine's thread.
    public var priority: ComputePriority

    /// Options as given. An engine clamps them: `maxStreams` to 1...256, and `batchLimit` to at most 8192 and at least
    /// `maxStreams` plus two cache pages.
    public init(
        threads: Int? = nil, batchLimit: Int = 512, maxStreams: Int = 16, cacheBytes: Int? = nil,
        priority: ComputePriority = .normal
    ) {
        self.priority = priority
        self.threads = threads
        self.batchLimit = batchLimit
        self.maxStreams = maxStreams
        self.cacheBytes = cacheBytes
    }

    /// Options for a run without a user interface. Twice the default streams: the whole job takes slightly less time (3 % with
    /// Qwen2.5-1.5B), but the first score comes later.
    public static func unwatched(threads: Int?) -> EngineOptions { EngineOptions(threads: threads, maxStreams: 32) }

    /// The options with every value in its range. A batch must hold one token of each stream and two pages of a prompt.
    var clamped: EngineOptions {
        var options = self
        options.maxStreams = min(max(1, maxStreams), 256)
        options.batchLimit = min(max(options.maxStreams + 2 * KVCache.pageLength, batchLimit), 8192)
        return options
    }

    /// The number of pages of the KV cache: one stream of the model's full context length, and `tokensPerStream` tokens for
    /// each other stream, as far as the memory allows.
    func pageCount(for model: Model) -> Int {
        let bytesPerPage = KVCache.bytesPerPage(of: model)
        let tokens =
            model.configuration.contextLength + (maxStreams - 1) * min(Self.tokensPerStream, model.configuration.contextLength)
        let wanted = tokens / KVCache.pageLength + LocalEngine.sparePages
        let bytes = cacheBytes ?? Machine.availableMemory / 2
        return min(wanted, max(Self.minPages, bytes / max(1, bytesPerPage)))
    }

    private static let tokensPerStream = 2048
    /// Room for a short prompt and its answer, even with little memory.
    private static let minPages = 16
}
