import Foundation

/// A thread that may block, and that a test can wait for.
final class OSThread: Sendable {
    private let done = DispatchGroup()

    init(_ work: @escaping @Sendable () -> Void) {
        done.enter()
        let thread = Thread { [done] in
            work()
            done.leave()
        }
        thread.start()
    }

    func join() { done.wait() }

    /// Lets another thread run.
    static func yield() { sched_yield() }
}
