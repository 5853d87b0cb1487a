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
    /// The largest size of the KV cache in bytes. nil: as much as the streams may need and `memory` leaves (`EngineMemory`).
    /// The system provides the memory as it is used.
    public var cacheBytes: Int?
    /// The limits on the memory of this process.
    public var memory: MemoryLimits
    /// Bytes that the caller may still take itself, such as the record of a job. The cache leaves them free, up to half of what
    /// there is.
    public var callerBytes = 0
    /// The priority of the compute threads and of the engine's thread.
    public var priority: ComputePriority

    /// Options as given. An engine clamps them: `maxStreams` to 1...256, and `batchLimit` to at most 8192 and at least
    /// `maxStreams` plus two cache pages.
    public init(
        threads: Int? = nil, batchLimit: Int = 512, maxStreams: Int = 16, cacheBytes: Int? = nil,
        memory: MemoryLimits = MemoryLimits(), priority: ComputePriority = .normal
    ) {
        self.memory = memory
        self.priority = priority
        self.threads = threads
        self.batchLimit = batchLimit
        self.maxStreams = maxStreams
        self.cacheBytes = cacheBytes
    }

    /// Options for a run without a user interface. Twice the default streams: the whole job takes slightly less time (3 % with
    /// Qwen2.5-1.5B), but the first score comes later.
    public static func unwatched(threads: Int?, memory: MemoryLimits = MemoryLimits()) -> EngineOptions {
        EngineOptions(threads: threads, maxStreams: 32, memory: memory)
    }

    /// The options with every value in its range. A batch must hold one token of each stream and two pages of a prompt.
    var clamped: EngineOptions {
        var options = self
        options.maxStreams = min(max(1, maxStreams), 256)
        options.batchLimit = min(max(options.maxStreams + 2 * KVCache.pageLength, batchLimit), 8192)
        return options
    }
}
