import Foundation
import Synchronization

/// Produces elements on a thread of its own, a few ahead of the consumer, so that producing and consuming use two cores.
///
/// The consumer must call `next()` until it returns nil or throws; otherwise the thread waits for ever.
final class ReadAhead<Element: Sendable, Failure: Error>: Sendable {
    private let made = Mutex<[Result<Element?, Failure>]>([])
    private let room = DispatchSemaphore(value: 4)
    private let ready = DispatchSemaphore(value: 0)

    /// - Parameter make: called on the new thread only, until it returns nil or throws.
    init(_ name: String, make: sending @escaping () throws(Failure) -> Element?) {
        // Only the thread uses `make` from here on.
        nonisolated(unsafe) let make = make
        let thread = Thread { [self] in
            var isOver = false
            while !isOver {
                let next = Result { () throws(Failure) in try make() }
                if case .success(_?) = next {} else { isOver = true }
                room.wait()
                made.withLock { $0.append(next) }
                ready.signal()
            }
        }
        thread.name = name
        thread.start()
    }

    /// The next element, in order; nil at the end.
    func next() throws(Failure) -> Element? {
        ready.wait()
        defer { room.signal() }
        return try made.withLock { $0.removeFirst() }.get()
    }
}
