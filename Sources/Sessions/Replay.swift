/// Plays a session's events at their own pace: a pure schedule that is told how much time has passed and answers what is due.
///
///     var replay = Replay(of: reader)
///     while let wait = try replay.untilNext() { /* sleep for `wait` */ for event in try replay.advance(by: wait) { ... } }
///
/// Events are read as they are needed, so memory does not grow with the session.
public struct Replay {
    /// How many times faster than it was; infinite (or over a million) plays all at once. Values that are no speed (0, less, not a number) count as 1.
    public var speed: Double {
        didSet { speed = Self.valid(speed) }
    }
    /// A pause longer than this (the person was away) is shortened to it.
    public let longestPause: Duration

    private let read: () throws(SessionError) -> TimedEvent?
    /// The next event and when it is due, in the replay's own time.
    private var pending: (event: TimedEvent, due: Duration)?
    private var position = Duration.zero
    private var isAtEnd = false
    private var previous: (milliseconds: Int, due: Duration)?

    /// - Parameter read: gives the events in order, then nil.
    public init(
        speed: Double = 1, longestPause: Duration = .seconds(2), reading read: @escaping () throws(SessionError) -> TimedEvent?
    ) {
        self.speed = Self.valid(speed)
        self.longestPause = longestPause
        self.read = read
    }

    public init(of reader: SessionReader, speed: Double = 1, longestPause: Duration = .seconds(2)) {
        self.init(speed: speed, longestPause: longestPause) { () throws(SessionError) in try reader.next() }
    }

    /// Within bounds in which durations cannot overflow; beyond a million times it may as well be all at once.
    private static func valid(_ speed: Double) -> Double { speed > 1e6 ? .infinity : speed > 0 ? max(speed, 1e-3) : 1 }

    /// The time from now until the next event, at this speed; nil when all have been played.
    public mutating func untilNext() throws(SessionError) -> Duration? {
        try fetch()
        guard let pending else { return nil }
        guard speed.isFinite, pending.due > position else { return .zero }
        // Rounded up: a wait that ends a hair too early would be followed by another of no length, for ever.
        return (pending.due - position) / speed + .nanoseconds(1)
    }

    /// The events that fall due while `time` passes, in order.
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

    /// Plays to the end on a clock.
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
