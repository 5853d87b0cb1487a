import Dispatch
import Synchronization

/// A FIFO lock: callers get it in the order in which they asked (`TurnOrder`). `Mutex` does not guarantee an order. Waiting
/// callers sleep.
///
/// The holder hands the lock directly to the next caller in line, so a later caller cannot take it in between. Not recursive: a
/// caller that asks for the lock it already holds deadlocks.
final class FairTurn: Sendable {
    private let order = Mutex(TurnOrder<DispatchSemaphore>())

    /// The number of waiting callers.
    var waiting: Int { order.withLock { $0.line.count } }

    /// Waits for the lock, runs `body` and hands the lock on.
    func withTurn<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        order.withLock { $0.ask(DispatchSemaphore(value: 0)) }?.wait()
        defer { order.withLock { $0.pass() }?.signal() }
        return try body()
    }
}
