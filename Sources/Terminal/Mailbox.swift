import Foundation
import Synchronization

/// A queue of messages from any thread to the thread of the event loop. A message wakes the loop. The order is kept.
public final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let wake: WakePipe

    /// An empty mailbox.
    ///
    /// - Throws: `TerminalError.system` if no pipe can be opened.
    public init() throws(TerminalError) {
        wake = try WakePipe()
    }

    /// Appends a message and wakes the loop. It blocks only for the short time that the lock is held.
    public func post(_ message: Message) {
        let wasEmpty = messages.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if wasEmpty { wake.signal() }
    }

    /// Removes and returns all messages, without waiting.
    func take() -> [Message] {
        wake.clear()
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }

    /// A file descriptor that is readable while there may be messages.
    var descriptor: Int32 { wake.reading }
}

/// A pipe that wakes a thread in `poll`.
final class WakePipe: Sendable {
    let reading: Int32
    private let writing: Int32

    init() throws(TerminalError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system(operation: "opening a pipe", reason: systemReason()) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Makes `reading` readable. If the pipe is full, it already is.
    func signal() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }

    func clear() {
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        while read(reading, &bytes, bytes.count) > 0 {}
    }
}

/// The system's message for errno.
func systemReason() -> String { String(cString: strerror(errno)) }
