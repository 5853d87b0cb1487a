import Dispatch
import Foundation

/// Ctrl-C (SIGINT) and SIGTERM as a request to finish cleanly. The second one ends the program as usual.
enum Interrupt {
    /// Runs `body`, and calls `stop` once at the first signal.
    static func calling<Result>(
        _ stop: @escaping @Sendable () -> Void, during body: () async throws -> Result
    ) async rethrows -> Result {
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)  // A dispatch source sees a signal only where its default action is off.
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                signal(number, SIG_DFL)
                stop()
            }
            source.resume()
            return (number, source)
        }
        defer {
            for (number, source) in sources {
                source.cancel()
                signal(number, SIG_DFL)
            }
        }
        return try await body()
    }

    /// Runs `body` in a task that the first signal cancels.
    static func cancelling<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let task = Task { try await body() }
        return try await calling({ task.cancel() }, during: { try await task.value })
    }
}
