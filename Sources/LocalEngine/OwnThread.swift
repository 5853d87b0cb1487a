import Foundation

/// Runs long, blocking work on a thread of its own, so that it holds up nobody on the cooperative pool.
func onOwnThread<Result: Sendable>(
    _ name: String, priority: ComputePriority = .normal, _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            priority.apply()
            continuation.resume(with: Swift.Result(catching: work))
        }
        thread.name = name
        thread.start()
    }
}
