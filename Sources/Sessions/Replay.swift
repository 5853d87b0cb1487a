/// Plays the events of a session in their own time. It is a pure schedule: it is told how much time has passed and returns
/// the events that are due.
///
///     var replay = Replay(of: reader)
///     while let wait = try replay.untilNext() { /* sleep for `wait` */ for event in try replay.advance(by: wait) { ... } }
///
/// Events are read when they are needed, so memory does not grow with the session.
public struct Replay {
    /// The speed relative to the original. Infinity, or more than a million, plays everything at once. Other values than
    /// positive numbers count as 1.
    public var speed: Double {
        didSet { speed = Self.valid(speed) }
    }
    /// Longer pauses (the user was away) are shortened to this.
    public let longestPause: Duration

    private let read: () throws(SessionError) -> TimedEvent?
    /// The next event and the time at which it is due, in the replay's time.
    private var pending: (event: TimedEvent, due: Duration)?
    private var position = Duration.zero
    private var isAtEnd = false
    private var previous: (milliseconds: Int, due: Duration)?

    /// - Parameters:
    ///   - speed: seconds of the session for one second of the replay, above 0.
    ///   - longestPause: longer pauses of the session are shortened to this, in the session's time.
    ///   - read: returns the events in order, then nil.
    public init(
        speed: Double = 1, longestPause: Duration = .seconds(2), reading read: @escaping () throws(SessionError) -> TimedEvent?
    ) {
        self.speed = Self.valid(speed)
        self.longestPause = longestPause
        self.read = read
    }

    /// A replay of the events that the reader has not read yet.
    public init(of reader: SessionReader, speed: Double = 1, longestPause: Duration = .seconds(2)) {
        self.init(speed: speed, longestPause: longestPause) { () throws(SessionError) in try reader.next() }
    }

    /// Limits the speed so that durations cannot overflow. Above a million, playing everything at once looks the same.
    private static func valid(_ speed: Double) -> Double { speed > 1e6 ? .infinity : speed > 0 ? max(speed, 1e-3) : 1 }

    /// The time until the next event at the current speed; nil after the last event.
    public mutating func untilNext() throws(SessionError) -> Duration? {
        try fetch()
        guard let pending else { return nil }
        guard speed.isFinite, pending.due > position else { return .zero }
        // Rounded up: a wait that ended slightly too early would be followed by endless waits of zero.
        return (pending.due - position) / speed + .nanoseconds(1)
    }

    /// The events that become due while `time` passes, in order.
    public mutating func advance(by time: Duration) throws(SessionError) -> [TimedEvent] {
        var due: [TimedEvent] = []
        try fetch()
        if speed.isFinite { position += min(max(.zero, time), .seconds(1 << 30)) * speed }
        while let next = pending, !speed.isFinite || next.due <= position {
            due.append(next.event)
            position = max(position, next.due)
            pending = nil
            try fetch()
        }
        return due
    }

    /// Plays to the end on a clock, and calls `show` for each event.
    ///
    /// - Throws: `SessionError` if reading fails; `CancellationError`.
    public mutating func play<C: Clock>(
        on clock: C = ContinuousClock(), isolation: isolated (any Actor)? = #isolation, _ show: (TimedEvent) async -> Void
    ) async throws where C.Duration == Duration {
        var last = clock.now
        while let wait = try untilNext() {
            if wait > .zero { try await clock.sleep(until: last.advanced(by: wait), tolerance: nil) }
            let now = clock.now
            for event in try advance(by: last.duration(to: now)) {
                try Task.checkCancellation()
                await show(event)
            }
            last = now
        }
    }

    private mutating func fetch() throws(SessionError) {
        guard pending == nil, !isAtEnd else { return }
        guard let event = try read() else {
            isAtEnd = true
            return
        }
        var due = Duration.zero
        if let previous {
            let pause = Duration.milliseconds(max(0, event.milliseconds - previous.milliseconds))
            due = previous.due + min(pause, longestPause)
        }
        previous = (max(event.milliseconds, previous?.milliseconds ?? 0), due)
        pending = (event, due)
    }
}
