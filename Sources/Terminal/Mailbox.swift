import Foundation
import Synchronization

/// Where any thread leaves messages for the one that owns the screen, and wakes it. Order is kept; nothing is lost.
public final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let wake: WakePipe

    public init() throws(TerminalError) {
        wake = try WakePipe()
    }

    /// Leaves a message; never blocks but for a moment of the lock.
    public func post(_ message: Message) {
        let wasEmpty = messages.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if wasEmpty { wake.signal() }
    }

    /// Takes all that is there.
    func take() -> [Message] {
        wake.clear()
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }

    /// Readable while there may be messages.
    var descriptor: Int32 { wake.reading }
}

/// A pipe whose only word is "wake up".
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

    /// A full pipe is awake already.
    func signal() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }

    func clear() {
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        while read(reading, &bytes, bytes.count) > 0 {}
    }
}

/// What errno says.
func systemReason() -> String { String(cString: strerror(errno)) }
