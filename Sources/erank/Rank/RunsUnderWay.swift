import Reranking
import Sessions
import Synchronization

/// The runs that a signal cancels. A run that is added after the signal is cancelled at once.
final class RunsUnderWay: Sendable {
    private struct State {
        var areCancelled = false
        var runs: [RunID: RerankingRun] = [:]
    }
    private let state = Mutex(State())

    var areCancelled: Bool { state.withLock { $0.areCancelled } }
    var hasAny: Bool { state.withLock { !$0.runs.isEmpty } }

    func add(_ run: RerankingRun, _ id: RunID) {
        let isLate = state.withLock { state in
            state.runs[id] = run
            return state.areCancelled
        }
        if isLate { run.cancel() }
    }

    func run(_ id: RunID) -> RerankingRun? { state.withLock { $0.runs[id] } }

    func remove(_ id: RunID) { state.withLock { $0.runs[id] = nil } }

    func cancel() {
        let runs = state.withLock { state in
            state.areCancelled = true
            return Array(state.runs.values)
        }
        for run in runs { run.cancel() }
    }
}
