import CKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The measured peak throughput of this machine with the kernels' instructions. A benchmark divides the engine's throughput by
/// it.
public struct MachineLimits: Sendable, Hashable {
    /// The instruction set that was measured.
    public var instructions: InstructionSet
    /// The number of threads that were measured.
    public var threads: Int
    /// Operations per second of the int8 dot product on registers. A multiply and an add count as two operations.
    public var byteOperationsPerSecond: Double
    /// Operations per second of the f32 fused multiply-add on registers.
    public var floatOperationsPerSecond: Double
    /// Bytes per second that are read sequentially from memory, far beyond the size of the caches.
    public var bytesReadPerSecond: Double

    /// Measures for about three seconds, on the calling thread and on `threads - 1` new ones. Each figure is the best of
    /// several short trials, because other programs can only slow a trial down.
    ///
    /// - Throws: `ModelError.threads` if the threads cannot be started, `.memory` without enough memory.
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
        memset(memory, 1, bufferBytes)  // Pages that were never written all map to one page of zeros.
        let dots = best { ek_measure_dots(pool, rounds) }
        let floats = best { ek_measure_floats(pool, rounds) }
        let reading = best {
            ek_measure_reading(pool, memory, bufferBytes)
            return bufferBytes
        }
        return (dots, floats, reading)
    }

    /// Much larger than any cache.
    private static let bufferBytes = 256 << 20
    /// A few milliseconds of work.
    private static let rounds = 100_000
    /// How long trials are repeated: longer than short disturbances by other programs.
    private static let trialDuration = Duration.seconds(1)

    /// The highest rate of all trials. A trial returns the amount of work it did; the rate is amount per second.
    private static func best(_ trial: () -> Int) -> Double {
        var best = 0.0
        let begin = ContinuousClock.now
        repeat {
            let start = ContinuousClock.now
            let amount = trial()
            best = max(best, Double(amount) / ((.now - start) / .seconds(1)))
        } while .now - begin < trialDuration
        return best
    }
}
