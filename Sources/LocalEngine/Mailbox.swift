import Dispatch
import Synchronization

/// Messages from any thread to the one that owns the engine.
final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// False, and the message is dropped, once the mailbox is closed.
    func post(_ message: Message) -> Bool {
        let taken = state.withLock { state in
            if !state.isClosed { state.messages.append(message) }
            return !state.isClosed
        }
        if taken { arrivals.signal() }
        return taken
    }

    /// All messages so far, in order, without waiting.
    func take() -> [Message] {
        state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }

    /// Sleeps until a message has been posted. May return early.
    func wait() { arrivals.wait() }

    /// Takes no more messages; returns those still unread.
    func close() -> [Message] {
        state.withLock { state in
            state.isClosed = true
            defer { state.messages = [] }
            return state.messages
        }
    }
}
