import Dispatch
import Synchronization

/// The one writer of a session that is under way: events from any thread go into its file, in order, on a queue of its own, and
/// are reported as they stand there.
///
/// What a disk does not take stays with the file's writer and is tried again with each event and each `retry()`; the run goes on
/// meanwhile.
public final class SessionRecorder: Sendable {
    /// What to do with events that the disk does not take.
    public enum FailurePolicy: Sendable {
        /// For a person at the screens. Each new problem is reported, and how many events are not saved. Judgments and their
        /// undoing are reported only when they are on the disk: what a judge sees as recorded survives whatever ends the program.
        case keepAndRetry
        /// For a run that nobody watches. Only the first problem is reported, and the run goes on.
        case warnAndGoOn
    }

    public enum Report: Sendable {
        /// It stands in the session now, or waits for the disk as the policy has it.
        case event(TimedEvent)
        /// How many events the disk has not taken so far; 0 as soon as it has them all.
        case unsaved(Int)
        case problem(SessionError)
    }

    /// Makes the file when the first event comes: a session nobody wrote anything into leaves none.
    public typealias Opening = @Sendable (SessionEvent) throws(SessionError) -> SessionFile

    private struct State {
        var file: SessionFile?
        var isRetired = false
    }

    /// What the file lacks, used on the queue alone.
    private struct Backlog {
        /// Oldest first.
        var events: [TimedEvent] = []
        /// Why; nil while the disk takes everything.
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

    /// - Parameters:
    ///   - file: nil for a session that begins with its first event, or for none.
    ///   - opening: nil where no session is kept: events are timed and reported, no more.
    ///   - report: called on the recorder's queue, in order.
    public init(
        file: SessionFile?, policy: FailurePolicy, opening: Opening? = nil, report: @escaping @Sendable (Report) -> Void
    ) {
        state = Mutex(State(file: file))
        (self.policy, self.opening, self.report) = (policy, opening, report)
    }

    private var file: SessionFile? { state.withLock { $0.file } }
    private var isKept: Bool { opening != nil || file != nil }

    /// The file's path once there is one.
    public var path: String? { file?.path }

    /// Appends an event. Never blocks: a slow disk delays its report, not the caller.
    public func append(_ event: SessionEvent) { append(contentsOf: [event]) }

    /// Appends events that belong together, in one step for the disk. Never blocks.
    public func append(contentsOf events: [SessionEvent]) {
        queue.async { self.write(events) }
    }

    /// Tries again to write what could not be written.
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
            let fresh = backlog.events.suffix(events.count)
            let left = min(file?.unwrittenCount ?? .max, backlog.events.count)
            for timed in backlog.events.dropLast(left) where isHeldBack(timed.event) { tell(.event(timed)) }
            for timed in fresh where !isHeldBack(timed.event) { tell(.event(timed)) }
            if left < backlog.events.count { backlog.events.removeFirst(backlog.events.count - left) }
            if left != before, policy == .keepAndRetry { tell(.unsaved(left)) }
        }
    }

    /// Hands events to the file, behind those that wait: for the disk, or for a file that could not be made yet.
    private func put(_ events: [SessionEvent], _ waiting: inout [TimedEvent]) throws(SessionError) {
        if let file {
            let timed = events.map { file.stamp($0) }
            waiting += timed
            return try timed.isEmpty ? file.flush() : file.append(contentsOf: timed)
        }
        waiting += events.map { timed($0) }
        guard let first = waiting.first, let opening else { return }
        let file = try opening(first.event)
        state.withLock { $0.file = file }
        waiting = waiting.map { file.stamp($0.event) }
        try file.append(contentsOf: waiting)
    }

    private func timed(_ event: SessionEvent) -> TimedEvent {
        TimedEvent(milliseconds: Int(start.duration(to: .now) / .milliseconds(1)), event: event)
    }

    /// Whether it is reported only when it is on the disk.
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

    /// From now on its events go to the file alone, and nothing is reported: another session is on the screens.
    public func retire() { state.withLock { $0.isRetired = true } }

    // MARK: Leaving

    /// Waits for what is under way and tries once more; nil if all is written then, else what to tell the person.
    public func unsaved() -> SessionError? {
        queue.sync {
            write([])
            return backlog.withLock { $0.events.isEmpty ? nil : $0.problem?.unsaved($0.events.count) }
        }
    }

    /// Waits for what is under way, tries once more and closes the file. What is appended later is dropped. Idempotent.
    ///
    /// - Returns: what is lost; nil if nothing is.
    @discardableResult
    public func close() -> SessionError? {
        queue.sync {
            write([])
            file?.close()
            return backlog.withLock { backlog in
                backlog.isClosed = true
                return backlog.events.isEmpty ? nil : backlog.problem?.lost(backlog.events.count)
            }
        }
    }
}
