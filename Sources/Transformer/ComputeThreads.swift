import CKernels

/// A pool of compute threads that any number of models share. One model uses it at a time.
///
/// A model borrows all threads for one forward pass. A model that is being loaded borrows them for one piece of a matrix (about
/// 16 MiB). Access is first come, first served, so a model waits for at most one pass or piece of each other model. A waiting
/// caller sleeps. The calling thread computes too: it counts as one of the threads.
///
/// Between the jobs of a pass the other threads spin for some microseconds, then sleep. They inherit the priority (on Linux the
/// niceness) of the thread that creates them. The threads that call `Model.forward` should have the same priority, because all
/// of them wait for each other after each job.
// Unchecked Sendable because of the pointer to the C pool. The pool runs one job at a time, and `turn` ensures that.
public final class ComputeThreads: @unchecked Sendable {
    /// The number of threads, including the caller of a pass.
    public let count: Int
    /// The instruction set of the kernels that the threads run.
    public let instructions: InstructionSet

    /// The C pool. Only code inside `lend` may use it.
    let pool: OpaquePointer
    private let turn = FairTurn()

    /// Starts `count - 1` threads, for a `count` of 1 to 1024. They end when this object is deallocated.
    ///
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

    /// The number of callers that wait for the threads.
    var waiting: Int { turn.waiting }

    /// Waits for the threads and runs `work` with exclusive use of them. Not recursive: a nested call deadlocks.
    func lend<Result, Failure: Error>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
        try turn.withTurn { () throws(Failure) in
            // The prefetch cursors point into this model's cache, which may be freed before the next model computes.
            defer { ek_attend_next(pool, nil, nil, nil, 0) }
            return try work()
        }
    }
}
