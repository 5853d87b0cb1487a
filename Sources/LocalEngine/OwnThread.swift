import Foundation

/// Runs long, blocking work on a new thread, so that it does not block a thread of Swift's cooperative pool.
func onOwnThread<Value: Sendable>(
    _ name: String, priority: ComputePriority = .normal, _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            priority.apply()
            continuation.resume(with: Result(catching: work))
        }
        thread.name = name
        thread.start()
    }
}
