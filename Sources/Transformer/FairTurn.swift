import Dispatch
import Synchronization

/// A lock that is given in the order in which it is asked for (`TurnOrder`), which a `Mutex` does not promise. Who waits sleeps.
///
/// The turn is handed over: it is never free while somebody waits, so nobody who comes later can take it in between. Not
/// recursive: a caller that asks for the turn it has waits for ever.
final class FairTurn: Sendable {
    private let order = Mutex(TurnOrder<DispatchSemaphore>())

    /// Callers that wait.
    var waiting: Int { order.withLock { $0.line.count } }

    /// Runs `body` while the caller has the turn.
    func withTurn<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        order.withLock { $0.ask(DispatchSemaphore(value: 0)) }?.wait()
        defer { order.withLock { $0.pass() }?.signal() }
        return try body()
    }
}
