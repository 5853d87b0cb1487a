import Foundation
import Inspector
import Sessions
import Synchronization
import Terminal

/// The open session's journal: events go into the file first, in order, on a queue of their own, and then to the screens.
///
/// What a disk does not take is kept and tried again with each event and each `retry()`. The screens show it meanwhile, so that a run
/// goes on, but for judgments and their undoing: what a judge sees as recorded survives whatever ends the program.
final class Journal: Sendable {
    /// Makes the file when the first event comes: a session nobody wrote anything into leaves none.
    typealias Opening = @Sendable (SessionEvent) throws(SessionError) -> SessionFile

    private struct State {
        var file: SessionFile?
        var isRetired = false
    }

    /// What the file lacks, used on the queue alone.
    private struct Backlog {
        /// Oldest first.
        var events: [TimedEvent] = []
        /// Why, and said once, not with every event.
        var problem: SessionError?
    }

    private let queue = DispatchQueue(label: "erank.journal")
    private let state: Mutex<State>
    private let backlog = Mutex(Backlog())
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

    private var file: SessionFile? { state.withLock { $0.file } }

    /// The file's path once there is one.
    var path: String? { file?.path }

    /// Appends an event and shows it. Never blocks: a slow disk delays the screens' news, not their keys.
    func append(_ event: SessionEvent) {
        queue.async { self.write(event) }
    }

    /// Tries again to write what could not be written.
    func retry() {
        queue.async { self.write(nil) }
    }

    private func write(_ event: SessionEvent?) {
        backlog.withLock { backlog in
            let before = backlog.events.count
            guard event != nil || before > 0 else { return }
            do throws(SessionError) {
                try put(event, &backlog.events)
            } catch {
                if error != backlog.problem { show(.notice(Notice(.failure, error.description))) }
                backlog.problem = error
            }
            let fresh = event == nil ? nil : backlog.events.last
            let left = min(file?.unwrittenCount ?? .max, backlog.events.count)
            for timed in backlog.events.dropLast(left) where timed.event.isVerdict { show(.journal(timed)) }
            if let fresh, !fresh.event.isVerdict { show(.journal(fresh)) }
            backlog.events.removeFirst(backlog.events.count - left)
            guard left != before else { return }
            if left == 0 { backlog.problem = nil }
            show(.unsaved(left))
        }
    }

    /// Hands an event to the file, behind those that wait: for the disk, or for a file that could not be made yet.
    private func put(_ event: SessionEvent?, _ events: inout [TimedEvent]) throws(SessionError) {
        if let file {
            guard let event else { return try file.flush() }
            let timed = file.stamp(event)
            events.append(timed)
            return try file.append(timed)
        }
        if let event {
            events.append(TimedEvent(milliseconds: Int(start.duration(to: .now) / .milliseconds(1)), event: event))
        }
        guard let first = events.first else { return }
        let file = try opening(first.event)
        state.withLock { $0.file = file }
        events = events.map { file.stamp($0.event) }
        try file.append(contentsOf: events)
    }

    private func show(_ event: InspectorEvent) {
        if !state.withLock({ $0.isRetired }) { post(event) }
    }

    /// From now on its events go to the file alone: another session is on the screens.
    func retire() { state.withLock { $0.isRetired = true } }

    // MARK: Leaving

    /// Waits for what is under way and tries once more; nil if all is written then, else what to tell the person.
    func unsaved() -> SessionError? {
        queue.sync {
            write(nil)
            return backlog.withLock { $0.events.isEmpty ? nil : $0.problem?.unsaved($0.events.count) }
        }
    }

    /// Waits for what is under way, tries once more and closes the file.
    ///
    /// - Returns: what is lost; nil if nothing is.
    @discardableResult
    func close() -> SessionError? {
        queue.sync {
            write(nil)
            file?.close()
            return backlog.withLock { $0.events.isEmpty ? nil : $0.problem?.lost($0.events.count) }
        }
    }
}

extension SessionEvent {
    /// Whether it tells what a judge decided.
    fileprivate var isVerdict: Bool {
        switch self {
        case .judgment, .undo, .redo: true
        default: false
        }
    }
}
