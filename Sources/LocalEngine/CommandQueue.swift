import Dispatch
import Synchronization

/// A queue of commands from any thread to the engine's thread.
final class CommandQueue<Command: Sendable>: Sendable {
    private struct State {
        var commands: [Command] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// Appends a command. Returns false, without appending it, if the queue is closed.
    func post(_ command: Command) -> Bool {
        let taken = state.withLock { state in
            if !state.isClosed { state.commands.append(command) }
            return !state.isClosed
        }
        if taken { arrivals.signal() }
        return taken
    }

    /// Removes and returns all commands so far, in order, without waiting.
    func take() -> [Command] {
        state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Looks at the commands that wait to be taken, in order.
    func waiting<Answer: Sendable>(_ look: ([Command]) -> Answer) -> Answer { state.withLock { look($0.commands) } }

    /// Sleeps until a command has been posted. May also return without one.
    func wait() { arrivals.wait() }

    /// Sleeps until so many commands wait to be taken, but no longer than `limit`.
    func wait(for count: Int, atMost limit: DispatchTimeInterval) {
        let deadline = DispatchTime.now() + limit
        while state.withLock({ $0.commands.count < count && !$0.isClosed }), arrivals.wait(timeout: deadline) == .success {}
    }

    /// Closes the queue. Returns the commands that have not been taken.
    func close() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            defer { state.commands = [] }
            return state.commands
        }
    }
}
