import CKernels

/// The state of one forward pass: a row for each token of the batch. It grows to the largest batch seen.
final class Workspace {
    private(set) var x: UnsafeMutablePointer<Float>  // [tokens][width]: the residual stream
    private(set) var query: UnsafeMutablePointer<Float>  // [tokens][heads][headDim]
    private(set) var key: UnsafeMutablePointer<Float>  // [tokens][kvHeads][headDim]
    private(set) var value: UnsafeMutablePointer<Float>  // [tokens][kvHeads][headDim]
    private(set) var attended: UnsafeMutablePointer<Float>  // [tokens][heads][headDim]
    private(set) var gate: UnsafeMutablePointer<Float>  // [tokens][ffWidth]
    private(set) var up: UnsafeMutablePointer<Float>  // [tokens][ffWidth]
    private(set) var cosines: UnsafeMutablePointer<Float>  // [tokens][rotation.dimensions / 2]
    private(set) var sines: UnsafeMutablePointer<Float>  // [tokens][rotation.dimensions / 2]
    let scratch: UnsafeMutablePointer<Float>  // for attention, [threads][...]
    /// Of the pass under way.
    var cost = PassCost()

    private var inputs: ek_activations  // of products, [tokens][the widest input]
    private let configuration: Configuration
    private var capacity = 0
    private var memory: UnsafeMutableRawPointer
    private var bytes: Int

    init(_ configuration: Configuration, threads: Int) throws(ModelError) {
        self.configuration = configuration
        scratch = .allocate(
            capacity: threads * ek_attend_scratch(configuration.heads, configuration.kvHeads, configuration.headDim))
        (memory, bytes) = try Self.reserve(configuration, tokens: 1)
        inputs = ek_activations()
        x = memory.assumingMemoryBound(to: Float.self)
        (query, key, value, attended, gate, up, cosines, sines) = (x, x, x, x, x, x, x, x)
        layOut(tokens: 1)
    }

    deinit {
        scratch.deallocate()
        ek_release(memory, bytes)
    }

    /// The inputs of products with matrices of so many columns.
    func inputs(columns: Int) -> ek_activations {
        var view = inputs
        view.columns = columns
        return view
    }

    /// Makes room for so many tokens.
    func reserve(tokens: Int) throws(ModelError) {
        guard tokens > capacity else { return }
        let (next, nextBytes) = try Self.reserve(configuration, tokens: tokens)
        ek_release(memory, bytes)
        (memory, bytes) = (next, nextBytes)
        layOut(tokens: tokens)
    }

    private func layOut(tokens: Int) {
        let (c, widest) = (configuration, Self.widest(configuration))
        capacity = tokens
        var next = memory
        func take<T>(_ count: Int) -> UnsafeMutablePointer<T> {
            defer { next += Self.aligned(tokens * count * MemoryLayout<T>.stride) }
            return next.assumingMemoryBound(to: T.self)
        }
        x = take(c.width)
        query = take(c.queryWidth)
        key = take(c.kvWidth)
        value = take(c.kvWidth)
        attended = take(c.queryWidth)
        gate = take(c.ffWidth)
        up = take(c.ffWidth)
        cosines = take(c.rotation.dimensions / 2)
        sines = take(c.rotation.dimensions / 2)
        inputs.x = take(widest)
        inputs.q = take(widest)
        inputs.d = take(widest / 32 + 1)
        inputs.s = take(widest / 32 + 1)
        inputs.sums = take(widest / 16 + 1)
        inputs.wholes = take(widest / 32 + 1)
    }

    private static func widest(_ c: Configuration) -> Int { max(c.width, c.queryWidth, c.ffWidth) }

    /// Untouched memory costs nothing, so a little more than `layOut` takes is asked for.
    private static func reserve(_ c: Configuration, tokens: Int) throws(ModelError) -> (UnsafeMutableRawPointer, Int) {
        let floats = c.width + 2 * c.queryWidth + 2 * c.kvWidth + 2 * c.ffWidth + c.rotation.dimensions + 2 * widest(c)
        let bytes = tokens * (floats * 4 + 16) + 32 * 64
        guard let memory = ek_reserve(bytes) else { throw .memory(bytes: bytes, purpose: "a batch of \(tokens) tokens") }
        return (memory, bytes)
    }

    private static func aligned(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
}
