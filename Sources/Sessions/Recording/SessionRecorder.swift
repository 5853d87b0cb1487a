import Dispatch
import Foundation
import Synchronization

/// The only writer of a session in use. Events from any thread are appended to the file, in order, on a queue of the
/// recorder's own, and are then reported.
///
/// Events that the disk refuses are kept and written with the next event or `retry()`; the run goes on meanwhile.
public final class SessionRecorder: Sendable {
    /// What to do if the disk refuses events.
    public enum FailurePolicy: Sendable {
        /// For interactive use. Each new problem is reported, and the number of unsaved events. Judgments, undos and redos
        /// are reported only when they are on the disk, so that a judge sees as recorded only what survives a crash.
        case keepAndRetry
        /// For a run without a user. Only the first problem is reported, and the run goes on.
        case warnAndGoOn
    }

    /// What the recorder tells its owner.
    public enum Report: Sendable {
        /// The event is in the session now, or waits for the disk, according to the policy.
        case event(TimedEvent)
        /// The number of events that are not on the disk; 0 as soon as all are.
        case unsaved(Int)
        /// The file could not be created or written.
        case problem(SessionError)
    }

    /// Creates the file, named by the first query or, without one, by the first event. It is called when there is something to
    /// keep: a session in which only a query was typed or settings were changed leaves no file.
    /// Its header says that the session began when the recorder did (the date): the times of events count from there.
    public typealias Opening = @Sendable (SessionEvent, Date) throws(SessionError) -> SessionFile

    private struct State {
        var file: SessionFile?
        var isRetired = false
    }

    /// The events that are not in the file. Used on the queue only.
    private struct Backlog {
        /// Oldest first.
        var events: [TimedEvent] = []
        /// Why they are not; nil while the disk accepts everything.
        var problem: SessionError?
        var hasWarned = false
        var isClosed = false
    }

    private let queue = DispatchQueue(label: "erank.session.recorder")
    private let state: Mutex<State>
    private let backlog = Mutex(Backlog())
    private let policy: FailurePolicy
    private let opening: Opening?
    private let report: @Sendable (Report) -> Void
    private let start = ContinuousClock.now
    private let began = Date()
    /// Whether the session began with the recorder: its times are then counted from there, also those of events that came
    /// before there was a file.
    private let isNew: Bool

    /// - Parameters:
    ///   - file: nil for a session whose file is created with its first event, or for none.
    ///   - policy: what happens to events that the disk does not take.
    ///   - opening: nil if no session is kept; events are then only timed and reported.
    ///   - report: called on the recorder's queue, in order.
    public init(
        file: SessionFile?, policy: FailurePolicy, opening: Opening? = nil, report: @escaping @Sendable (Report) -> Void
    ) {
        state = Mutex(State(file: file))
        (self.policy, self.opening, self.report) = (policy, opening, report)
        isNew = file == nil
    }

    private var file: SessionFile? { state.withLock { $0.file } }
    private var isKept: Bool { opening != nil || file != nil }

    /// The path of the file; nil while there is none.
    public var path: String? { file?.path }

    /// Appends an event. Never blocks: a slow disk delays its report, not the caller.
    public func append(_ event: SessionEvent) { append(contentsOf: [event]) }

    /// Appends events that belong together, in one step for the disk. Never blocks.
    public func append(contentsOf events: [SessionEvent]) {
        queue.async { self.write(events) }
    }

    /// Tries again to write what the disk has refused.
    public func retry() {
        queue.async { self.write([]) }
    }

    private func write(_ events: [SessionEvent]) {
        guard isKept else { return events.forEach { tell(.event(timed($0))) } }
        backlog.withLock { backlog in
            guard !backlog.isClosed else { return }
            let before = backlog.events.count
            guard !events.isEmpty || before > 0 else { return }
            do throws(SessionError) {
                try put(events, &backlog.events)
                backlog.problem = nil
            } catch {
                if policy == .keepAndRetry ? error != backlog.problem : !backlog.hasWarned { tell(.problem(error)) }
                (backlog.problem, backlog.hasWarned) = (error, true)
            }
            if let news = file?.takeNews() { tell(.problem(news)) }
            let fresh = backlog.events.suffix(events.count)
            let left = isUnbegun(backlog.events) ? 0 : min(file?.unwrittenCount ?? .max, backlog.events.count)
            for timed in backlog.events.dropLast(left) where isHeldBack(timed.event) { tell(.event(timed)) }
            for timed in fresh where !isHeldBack(timed.event) { tell(.event(timed)) }
            if left < backlog.events.count, !isUnbegun(backlog.events) { backlog.events.removeFirst(backlog.events.count - left) }
            if left != before, policy == .keepAndRetry { tell(.unsaved(left)) }
        }
    }

    /// Appends events to the file after those that wait, either for the disk or for the file to be created.
    private func put(_ events: [SessionEvent], _ waiting: inout [TimedEvent]) throws(SessionError) {
        if let file {
            let stamped = events.map { isNew ? timed($0) : file.stamp($0) }
            waiting += stamped
            return try stamped.isEmpty ? file.flush() : file.append(contentsOf: stamped)
        }
        waiting += events.map { timed($0) }
        guard let first = waiting.first, let opening, !isUnbegun(waiting) else { return }
        let query = waiting.first { if case .query = $0.event { true } else { false } }
        let file = try opening((query ?? first).event, began)
        state.withLock { $0.file = file }
        try file.append(contentsOf: waiting)
    }

    /// True if there is no file yet and these events are not worth one.
    private func isUnbegun(_ waiting: [TimedEvent]) -> Bool { file == nil && !waiting.contains { $0.event.isWorthAFile } }

    private func timed(_ event: SessionEvent) -> TimedEvent {
        TimedEvent(milliseconds: Int(start.duration(to: .now) / .milliseconds(1)), event: event)
    }

    /// True if the event is reported only when it is on the disk.
    private func isHeldBack(_ event: SessionEvent) -> Bool {
        guard policy == .keepAndRetry else { return false }
        return switch event {
        case .judgment, .undo, .redo: true
        default: false
        }
    }

    private func tell(_ news: Report) {
        if !state.withLock({ $0.isRetired }) { report(news) }
    }

    /// From now on events go to the file only and nothing is reported, because another session is on the screen.
    public func retire() { state.withLock { $0.isRetired = true } }

    // MARK: Closing

    /// Waits for pending events and tries again to write them. Returns nil if all are written, otherwise an error for the
    /// user.
    public func unsaved() -> SessionError? {
        queue.sync {
            write([])
            return backlog.withLock { $0.events.isEmpty ? nil : $0.problem?.unsaved($0.events.count) }
        }
    }

    /// What became of a session when it was closed.
    public struct Closing: Sendable {
        /// Set if events are lost.
        public var lost: SessionError?
        /// What others did to the file since the last write.
        public var news: SessionError?
    }

    /// Waits for pending events, tries again to write them, and closes the file. Later events are dropped. Idempotent.
    @discardableResult
    public func close() -> Closing {
        queue.sync {
            write([])
            let news = file?.close()
            return backlog.withLock { backlog in
                backlog.isClosed = true
                let lost = backlog.events.isEmpty ? nil : backlog.problem?.lost(backlog.events.count)
                return news?.code == .disturbed ? Closing(lost: lost, news: news) : Closing(lost: lost ?? news)
            }
        }
    }
}
