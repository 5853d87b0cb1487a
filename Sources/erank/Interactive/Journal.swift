import Foundation
import Inspector
import Sessions
import Synchronization
import Terminal

/// The open session's journal: events go into the file first, in order, on a queue of their own, and then to the screens.
final class Journal: Sendable {
    /// Makes the file when the first event comes: a session nobody wrote anything into leaves none.
    typealias Opening = @Sendable (SessionEvent) throws -> SessionFile

    private struct State {
        var file: SessionFile?
        /// Said once, not with every event.
        var hasComplained = false
        var isRetired = false
    }

    private let queue = DispatchQueue(label: "erank.journal")
    private let state: Mutex<State>
    private let opening: Opening
    private let post: @Sendable (InspectorEvent) -> Void
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - file: nil for a session that begins with its first event.
    ///   - post: takes what stands in the journal to the screens.
    init(file: SessionFile?, opening: @escaping Opening, post: @escaping @Sendable (InspectorEvent) -> Void) {
        state = Mutex(State(file: file))
        self.opening = opening
        self.post = post
    }

    /// The file's path once there is one.
    var path: String? { state.withLock { $0.file?.path } }

    /// Appends an event and shows it. Never blocks: a slow disk delays the screens' news, not their keys.
    func append(_ event: SessionEvent) {
        queue.async { self.write(event) }
    }

    private func write(_ event: SessionEvent) {
        var timed = TimedEvent(milliseconds: Int(start.duration(to: .now) / .milliseconds(1)), event: event)
        do {
            let file = try state.withLock { state in
                if let file = state.file { return file }
                let file = try opening(event)
                state.file = file
                return file
            }
            timed = file.stamp(event)
            try file.append(timed)
        } catch {
            // The event is shown all the same, and the file keeps what a full disk did not take until it does.
            let isFirst = state.withLock { state in
                defer { state.hasComplained = true }
                return !state.hasComplained
            }
            if isFirst { show(.notice(Notice(.failure, Failure(error).sentence))) }
        }
        show(.journal(timed))
    }

    private func show(_ event: InspectorEvent) {
        if !state.withLock({ $0.isRetired }) { post(event) }
    }

    /// From now on its events go to the file alone: another session is on the screens.
    func retire() { state.withLock { $0.isRetired = true } }

    /// Waits for what is under way and closes the file.
    func close() {
        queue.sync {
            let file = state.withLock { $0.file }
            file?.close()
        }
    }
}
