import Transformer

/// How an engine divides its memory: weights, buffers of a pass, and the KV cache, which gets what the limits leave.
public struct EngineMemory: Sendable, Hashable {
    /// Bytes of the packed weights. They stay in memory as long as the model.
    public let weights: Int
    /// The most bytes that the buffers of a pass take.
    public let work: Int
    /// The most bytes that the KV cache takes. It grows to this size with use.
    public let cache: Int
    /// The most bytes that a cache would take without a limit: one stream of the model's context and `tokensPerStream` tokens
    /// for each other stream.
    public let wantedCache: Int
    /// The tokens that the cache holds.
    public let cacheTokens: Int
    /// The memory that was left when the weights were loaded, and the limit that said so.
    public let room: MemoryRoom
    let pageCount: Int

    /// Sizes the cache of an engine for `model`: as much as its streams may need, at most `options.cacheBytes`, and at most
    /// half of the memory that is free on the machine, or three quarters of what a limit leaves. What the caller may take
    /// (`options.callerBytes`) does not count as free, up to a half of it.
    ///
    /// - Parameter reserved: what other caches of this process may still grow to, in bytes. It is not free.
    /// - Throws: `MemoryError` if not even the smallest cache fits.
    init(_ model: Model, _ options: EngineOptions, reserved: Int = KVCache.reservedBytes) throws(MemoryError) {
        let needs = model.memory
        let context = model.configuration.contextLength
        let tokens = context + (options.maxStreams - 1) * min(Self.tokensPerStream, context)
        let wanted = tokens / KVCache.pageLength + LocalEngine.sparePages
        let room = options.memory.room
        let work = Self.work(needs, options)
        let free = room.bytes - work - reserved
        guard free >= Self.minPages * needs.page else {
            throw MemoryError(weights: 0, work: work, cache: Self.minPages * needs.page + reserved, room: room)
        }
        // A record that could take more than half fills slowly, if ever: the cache is needed at once.
        let left = free - min(max(0, options.callerBytes), free / 2)
        let bytes = min(options.cacheBytes ?? Int.max, Int(Double(left) * room.cacheShare))
        pageCount = min(wanted, max(Self.minPages, bytes / max(1, needs.page)))
        weights = needs.weights
        cache = pageCount * needs.page
        wantedCache = wanted * needs.page
        cacheTokens = pageCount * KVCache.pageLength
        (self.work, self.room) = (work, room)
    }

    /// Checks that a model's weights, its buffers and the smallest cache fit, before the weights are loaded.
    static func check(_ needs: ModelMemory, _ memory: MemoryLimits) throws(MemoryError) {
        let room = memory.room
        let work = work(needs, EngineOptions().clamped) + needs.tables
        let cache = minPages * needs.page + KVCache.reservedBytes
        guard needs.weights + work + cache <= room.bytes else {
            throw MemoryError(weights: needs.weights, work: work, cache: cache, room: room)
        }
    }

    /// The least that a model needs: its weights, its buffers and the smallest cache, in bytes.
    static func least(_ needs: ModelMemory) -> Int {
        needs.weights + work(needs, EngineOptions().clamped) + needs.tables + minPages * needs.page + KVCache.reservedBytes
    }

    /// Checks that the buffers of a pass and a cache of `pages` fit, beside weights that are loaded.
    static func check(_ needs: ModelMemory, pages: Int, tokens: Int, rows: Int, _ memory: MemoryLimits) throws(MemoryError) {
        let room = memory.room
        let (work, cache) = (needs.work(tokens: tokens, rows: rows), pages.multipliedReportingOverflow(by: needs.page))
        guard !cache.overflow, work < room.bytes, cache.partialValue <= room.bytes - work else {
            throw MemoryError(weights: 0, work: work, cache: cache.overflow ? Int.max / 2 : cache.partialValue, room: room)
        }
    }

    private static func work(_ needs: ModelMemory, _ options: EngineOptions) -> Int {
        needs.work(tokens: options.batchLimit, rows: options.maxStreams + Scheduler.readoutRows) + margin
    }

    /// For events, texts and sessions, which grow with the documents in progress.
    private static let margin = 16_000_000
    private static let tokensPerStream = 2048
    /// Room for a short prompt and its answer.
    private static let minPages = 16
}

/// The limits leave too little memory for a model. `description` is one sentence: what, where, remedy.
public struct MemoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes that are still needed: for weights that are not loaded yet, for the buffers, and for the smallest cache that serves.
    public var weights, work, cache: Int
    /// What the limits leave.
    public var room: MemoryRoom

    /// Bytes that are needed at least.
    public var needed: Int { weights + work + cache }

    /// One sentence for a person: what, where, remedy.
    public var description: String {
        let parts = [("weights", weights), ("work buffers", work), ("the cache", cache)].filter { $0.1 > 0 }
        let list = parts.map { "\(Self.megabytes($0.1)) for \($0.0)" }.joined(separator: ", ")
        return "the model needs at least \(Self.megabytes(needed)) of memory (\(list)), and "
            + "\(room.limit.words) \(Self.megabytes(room.bytes)): \(room.limit.remedy) or use a smaller model"
    }

    static func megabytes(_ bytes: Int) -> String { "\((bytes + 500_000) / 1_000_000) MB" }
}

extension MemoryRoom.Limit {
    /// The limit as the subject of a sentence that goes on with the bytes left: "the control group /box leaves".
    public var words: String {
        switch self {
        case .machine: "this machine has free"
        case .controlGroup(let path): "the limit of the control group \(path) leaves"
        case .addressSpace: "'ulimit -v' leaves"
        case .dataSize: "'ulimit -d' leaves"
        case .setting(let bytes): "the limit of \(MemoryError.megabytes(bytes)) by --memory or ERANK_MEMORY leaves"
        }
    }

    var remedy: String { self == .machine ? "close other programs" : "raise the limit" }
}
