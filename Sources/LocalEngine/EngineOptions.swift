import Transformer

/// How much of the machine an engine may use.
public struct EngineOptions: Sendable, Hashable {
    /// Compute threads; nil for one a core.
    public var threads: Int?
    /// Tokens of one forward pass at most: prompts go through in chunks of it, together with the streams that are decoding.
    public var batchLimit: Int
    /// Streams under way at once; the others wait.
    public var maxStreams: Int
    /// Bytes for keys and values at most; nil for what the streams may need, within half of the memory that is free. They are taken
    /// from the system only as they are used.
    public var cacheBytes: Int?
    /// Of the threads that compute.
    public var priority: ComputePriority

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

    /// For a run that nobody watches: twice the streams take a little less time in all (3 % of Qwen2.5-1.5B's), and the first score
    /// comes later.
    public static func unwatched(threads: Int?) -> EngineOptions { EngineOptions(threads: threads, maxStreams: 32) }

    /// With every number in its range: a batch holds a token of each stream and a page of a prompt besides.
    var clamped: EngineOptions {
        var options = self
        options.maxStreams = min(max(1, maxStreams), 256)
        options.batchLimit = min(max(options.maxStreams + 2 * KVCache.pageLength, batchLimit), 8192)
        return options
    }

    /// Pages of the cache: for a context as long as the model's, and a document of `tokensAStream` in every other stream.
    func pageCount(for model: Model) -> Int {
        let bytesPerPage = KVCache.bytesPerPage(of: model)
        let tokens =
            model.configuration.contextLength + (maxStreams - 1) * min(Self.tokensAStream, model.configuration.contextLength)
        let wanted = tokens / KVCache.pageLength + LocalEngine.sparePages
        let bytes = cacheBytes ?? Machine.availableMemory / 2
        return min(wanted, max(Self.fewestPages, bytes / max(1, bytesPerPage)))
    }

    private static let tokensAStream = 2048
    /// Room for a short prompt and its answer, whatever the memory.
    private static let fewestPages = 16
}
