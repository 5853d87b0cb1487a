import Dispatch
import Foundation
import Synchronization

/// Handles Ctrl-C (SIGINT), SIGQUIT, SIGTERM and SIGHUP (the terminal is gone) as a request to finish cleanly. A second signal
/// ends the program at once, unless it comes with the first: `timeout` and a shell that closes send one to the program and one to
/// its group.
enum Interrupt {
    /// Runs `body`, and calls `stop` once at the first signal.
    static func calling<Result>(
        _ stop: @escaping @Sendable () -> Void, during body: () async throws -> Result
    ) async rethrows -> Result {
        _ = sources
        let before = action.withLock { action in
            defer { action = stop }
            return action
        }
        defer { action.withLock { $0 = before } }
        return try await body()
    }

    /// Runs `body` in a task that the first signal cancels.
    ///
    /// - Throws: `CancellationError` after a signal, whatever the result of `body`, so that a late signal ends the program
    ///   too.
    static func cancelling<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let task = Task { try await body() }
        let result = await calling({ task.cancel() }, during: { await task.result })
        if task.isCancelled { throw CancellationError() }
        return try result.get()
    }

    /// What the next signal does; nil ends the program.
    private static let action = Mutex<(@Sendable () -> Void)?>(nil)
    /// When `action` was called last, in seconds of the machine's time.
    private static let called = Mutex(-Double.infinity)
    /// Signals within this many seconds are one.
    private static let together = 0.3

    /// What is ignored from the start stays ignored: SIGHUP under nohup, SIGQUIT in a script's background job. SIGINT is always
    /// heard: a script stops its job with it.
    private static var numbers: [Int32] { [SIGINT, SIGTERM] + [SIGQUIT, SIGHUP].filter { !isIgnored($0) } }

    private static func isIgnored(_ number: Int32) -> Bool {
        var known = sigaction()
        sigaction(number, nil, &known)
        return unsafeBitCast(known.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Gives SIGQUIT its default effect. The Swift runtime's own handler prints the report of a crash, and the program goes on.
    static func letQuitEnd() {
        if !isIgnored(SIGQUIT) { signal(SIGQUIT, SIG_DFL) }
    }

    /// Created once and kept: on Linux, a second source for the same signal receives nothing.
    nonisolated(unsafe) private static let sources = numbers.map { number in  // Never used after creation.
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            let next = action.withLock { action in
                defer { action = nil }
                return action
            }
            let now = ProcessInfo.processInfo.systemUptime
            if let next {
                called.withLock { $0 = now }
                return next()
            }
            guard now - called.withLock(\.self) > together else { return }
            signal(number, SIG_DFL)
            kill(getpid(), number)
        }
        source.resume()
        return source
    }
}
