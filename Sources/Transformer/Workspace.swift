import CKernels

/// The buffers of a forward pass, one row per token of the batch. They grow to the largest batch so far.
final class Workspace {
    private(set) var x: UnsafeMutablePointer<Float>  // [tokens][width]: the residual stream
    private(set) var query: UnsafeMutablePointer<Float>  // [tokens][heads][headDim]
    private(set) var key: UnsafeMutablePointer<Float>  // [tokens][kvHeads][headDim]
    private(set) var value: UnsafeMutablePointer<Float>  // [tokens][kvHeads][headDim]
    private(set) var attended: UnsafeMutablePointer<Float>  // [tokens][heads][headDim]
    private(set) var cosines: UnsafeMutablePointer<Float>  // [tokens][rotation.dimensions / 2]
    private(set) var sines: UnsafeMutablePointer<Float>  // [tokens][rotation.dimensions / 2]
    let scratch: UnsafeMutablePointer<Float>  // [threads][...]: for attention and for the gated product
    /// Activations for the products: [threads]. The first has room for [tokens][max(width, queryWidth)], the others for
    /// [EK_FEW_TOKENS][max(width, queryWidth)].
    let inputs: UnsafeMutablePointer<ek_activations>
    /// Activations for the down projection: [tokens][ffWidth].
    private(set) var gated = ek_activations()
    /// The cost of the current pass so far.
    var cost = PassCost()

    private let threads: Int
    private let configuration: Configuration
    private var capacity = 0
    private var memory: UnsafeMutableRawPointer
    private var bytes: Int

    init(_ configuration: Configuration, threads: Int) throws(ModelError) {
        self.configuration = configuration
        self.threads = threads
        (memory, bytes) = try Self.reserve(configuration, tokens: 1, threads: threads)
        scratch = .allocate(capacity: Self.scratchCount(configuration, threads: threads))
        inputs = .allocate(capacity: threads)
        inputs.initialize(repeating: ek_activations(), count: threads)
        x = memory.assumingMemoryBound(to: Float.self)
        (query, key, value, attended, cosines, sines) = (x, x, x, x, x, x)
        layOut(tokens: 1)
    }

    deinit {
        scratch.deallocate()
        inputs.deallocate()
        ek_release(memory, bytes)
    }

    /// Makes room for `tokens` tokens. Contents are lost if it has to grow.
    func reserve(tokens: Int) throws(ModelError) {
        guard tokens > capacity else { return }
        let (next, nextBytes) = try Self.reserve(configuration, tokens: tokens, threads: threads)
        ek_release(memory, bytes)
        (memory, bytes) = (next, nextBytes)
        layOut(tokens: tokens)
    }

    private func layOut(tokens: Int) {
        let c = configuration
        capacity = tokens
        var next = memory
        func take<T>(_ count: Int) -> UnsafeMutablePointer<T> {
            defer { next += Self.aligned(count * MemoryLayout<T>.stride) }
            return next.assumingMemoryBound(to: T.self)
        }
        func activations(_ tokens: Int, _ columns: Int) -> ek_activations {
            let (all, blocks) = (tokens * columns, tokens * (columns / 32 + 1))
            return ek_activations(
                x: take(all), q: take(all), d: take(blocks), s: take(blocks), sums32: take(blocks), sums16: take(2 * blocks),
                bias16: take(2 * blocks))
        }
        x = take(tokens * c.width)
        query = take(tokens * c.queryWidth)
        key = take(tokens * c.kvWidth)
        value = take(tokens * c.kvWidth)
        attended = take(tokens * c.queryWidth)
        cosines = take(tokens * c.rotation.dimensions / 2)
        sines = take(tokens * c.rotation.dimensions / 2)
        gated = activations(tokens, c.ffWidth)
        for thread in 0..<threads {
            inputs[thread] = activations(thread == 0 ? tokens : min(tokens, Int(EK_FEW_TOKENS)), max(c.width, c.queryWidth))
        }
    }

    /// Reserves at least as much memory as `layOut` uses. Memory that is never written costs nothing.
    private static func reserve(
        _ c: Configuration, tokens: Int, threads: Int
    ) throws(ModelError) -> (UnsafeMutableRawPointer, Int) {
        let bytes = rowBytes(c, tokens: tokens, threads: threads)
        guard let memory = ek_reserve(bytes) else { throw .memory(bytes: bytes, purpose: "a batch of \(tokens) tokens") }
        return (memory, bytes)
    }

    /// Bytes of all buffers for batches of up to `tokens` tokens.
    static func bytes(_ c: Configuration, tokens: Int, threads: Int) -> Int {
        rowBytes(c, tokens: tokens, threads: threads) + 4 * scratchCount(c, threads: threads)
    }

    private static func rowBytes(_ c: Configuration, tokens: Int, threads: Int) -> Int {
        let rows = c.width + 2 * c.queryWidth + 2 * c.kvWidth + c.rotation.dimensions + 2 * c.ffWidth
        let inputs = (tokens + (threads - 1) * Int(EK_FEW_TOKENS)) * 2 * max(c.width, c.queryWidth)
        return 4 * (tokens * rows + inputs) + (tokens + threads * Int(EK_FEW_TOKENS)) * 64 + (16 + 7 * threads) * 64
    }

    private static func scratchCount(_ c: Configuration, threads: Int) -> Int {
        threads * max(ek_attend_scratch(c.heads, c.kvHeads, c.headDim), ek_gated_scratch())
    }

    private static func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
}
