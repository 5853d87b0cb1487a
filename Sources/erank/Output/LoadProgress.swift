import Synchronization

/// The progress of loading a model while its file is checked. A file that is new to the program takes longer to check than to
/// load.
final class LoadProgress: Sendable {
    private let state = Mutex((loaded: 0.0, checked: 0.0))
    private let show: @Sendable (Double) -> Void

    /// - Parameter show: called with the smaller fraction of both, in [0, 1].
    init(show: @escaping @Sendable (Double) -> Void) { self.show = show }

    func loaded(_ fraction: Double) { update { $0.loaded = fraction } }
    func checked(_ fraction: Double) { update { $0.checked = fraction } }

    private func update(_ change: (inout (loaded: Double, checked: Double)) -> Void) {
        let least = state.withLock { state in
            change(&state)
            return min(state.loaded, state.checked)
        }
        show(least)
    }
}
