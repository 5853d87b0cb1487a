import CKernels
import Testing

/// The levels that this processor supports.
let availableLevels: [ek_level] = [EK_PORTABLE, EK_AVX2, EK_AVX512_VNNI, EK_AVX512_BF16, EK_NEON_DOT].filter(ek_level_available)

extension ek_level: @retroactive CustomTestStringConvertible {
    public var testDescription: String { String(cString: ek_level_name(self)) }
}

/// A thread pool that is destroyed at the end of a test.
final class Pool {
    let pool: OpaquePointer

    init(threads: Int32 = 2, level: ek_level) throws {
        pool = try #require(ek_pool_create(threads, level))
    }

    deinit { ek_pool_destroy(pool) }
}
