import CKernels

/// The threads of a model. They spin for some microseconds between jobs, then sleep.
// Sendable unchecked because the C pool is; one job runs at a time, which `Model` sees to.
final class ThreadPool: @unchecked Sendable {
    let pool: OpaquePointer

    /// - Parameter threads: the caller of a pass included.
    init(threads: Int, instructions: InstructionSet) throws(ModelError) {
        guard (1...1024).contains(threads), let pool = ek_pool_create(Int32(threads), instructions.level) else {
            throw .threads(threads)
        }
        self.pool = pool
    }

    deinit { ek_pool_destroy(pool) }
}
