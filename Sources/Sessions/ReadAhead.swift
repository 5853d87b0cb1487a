import Foundation
import Synchronization

/// Makes elements on a thread of its own, a few ahead of whoever takes them, so that making and using them share two cores.
///
/// It must be taken from until nil or an error, or its thread waits for ever.
final class ReadAhead<Element: Sendable, Failure: Error>: Sendable {
    private let made = Mutex<[Result<Element?, Failure>]>([])
    private let room = DispatchSemaphore(value: 4)
    private let ready = DispatchSemaphore(value: 0)

    /// - Parameter make: called on the thread alone, until it gives nil or throws.
    init(_ name: String, make: sending @escaping () throws(Failure) -> Element?) {
        // The thread gets it from here and nobody else has it.
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

    /// The next element, in their order; nil at the end.
    func next() throws(Failure) -> Element? {
        ready.wait()
        defer { room.signal() }
        return try made.withLock { $0.removeFirst() }.get()
    }
}
