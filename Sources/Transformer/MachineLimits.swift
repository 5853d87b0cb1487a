import CKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What this machine can do at most with the instructions that the kernels use: what a figure of the engine's is a share of.
public struct MachineLimits: Sendable, Hashable {
    public var instructions: InstructionSet
    public var threads: Int
    /// Operations of the dot product of bytes, in registers; a multiply and an add are two.
    public var byteOperationsPerSecond: Double
    /// Operations of the fused multiply-add of f32, in registers.
    public var floatOperationsPerSecond: Double
    /// Reading memory that no cache holds.
    public var bytesReadPerSecond: Double

    /// Measures for about three seconds, on the calling thread and others made for it alone. The best of several short trials
    /// counts, since other programs can only take away from it.
    ///
    /// - Throws: `ModelError` where there are no such threads, or too little memory.
    public init(threads: Int, instructions: InstructionSet = .best) throws(ModelError) {
        let own = try ComputeThreads(threads, instructions: instructions)
        self.instructions = instructions
        self.threads = threads
        (byteOperationsPerSecond, floatOperationsPerSecond, bytesReadPerSecond) = try own.lend {
            () throws(ModelError) in try Self.measure(own.pool)
        }
    }

    private static func measure(_ pool: OpaquePointer) throws(ModelError) -> (Double, Double, Double) {
        guard let memory = ek_reserve(bufferBytes) else {
            throw .memory(bytes: bufferBytes, purpose: "measuring how fast memory is read")
        }
        defer { ek_release(memory, bufferBytes) }
        memset(memory, 1, bufferBytes)  // Untouched pages would all be one.
        let dots = best { ek_measure_dots(pool, rounds) }
        let floats = best { ek_measure_floats(pool, rounds) }
        let reading = best {
            ek_measure_reading(pool, memory, bufferBytes)
            return bufferBytes
        }
        return (dots, floats, reading)
    }

    /// Far beyond any cache.
    private static let bufferBytes = 256 << 20
    /// A few milliseconds' worth.
    private static let rounds = 100_000
    /// Long beside what other programs do now and then.
    private static let patience = Duration.seconds(1)

    /// The most of something in a second over all trials.
    private static func best(_ trial: () -> Int) -> Double {
        var best = 0.0
        let begin = ContinuousClock.now
        repeat {
            let start = ContinuousClock.now
            let amount = trial()
            best = max(best, Double(amount) / ((.now - start) / .seconds(1)))
        } while .now - begin < patience
        return best
    }
}
