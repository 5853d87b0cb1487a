import CKernels

/// Threads that compute for any number of models, lent to one of them at a time.
///
/// The rule: a model borrows all of the threads for one forward pass, a model that is being loaded for one piece of a matrix
/// (16 MiB or so), and who asks first has them first. So a model waits for at most one pass, or piece, of each of the others.
/// Who waits sleeps. The model's own thread is one of those lent: it computes too.
///
/// Between two jobs of a pass the other threads spin for some microseconds, then sleep. They have the priority of the thread that
/// makes them (on Linux its niceness); the threads that call `Model.forward` should have the same, since they wait for each
/// other.
// Sendable unchecked because the C pool is; one job runs at a time, which `turn` sees to.
public final class ComputeThreads: @unchecked Sendable {
    /// The caller of a pass included.
    public let count: Int
    /// What their kernels are written with.
    public let instructions: InstructionSet

    /// For jobs in `lend` alone.
    let pool: OpaquePointer
    private let turn = FairTurn()

    /// Starts `count - 1` threads. They end when neither a model nor anybody else holds this object.
    ///
    /// - Parameter count: 1 to 1024.
    /// - Throws: `ModelError.threads` if they cannot be started, or this processor lacks the instructions.
    public init(_ count: Int, instructions: InstructionSet = .best) throws(ModelError) {
        guard (1...1024).contains(count), let pool = ek_pool_create(Int32(count), instructions.level) else {
            throw .threads(count)
        }
        self.pool = pool
        self.count = count
        self.instructions = instructions
    }

    deinit { ek_pool_destroy(pool) }

    /// Callers that wait for the threads.
    var waiting: Int { turn.waiting }

    /// Lends the threads for the length of `work`. Not recursive.
    func lend<Result, Failure: Error>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
        try turn.withTurn { () throws(Failure) in
            // What is read ahead is one model's. It may be gone when the next one computes.
            defer { ek_attend_next(pool, nil, nil, nil, 0) }
            return try work()
        }
    }
}
