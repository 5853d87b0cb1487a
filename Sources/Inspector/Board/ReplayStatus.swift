/// How far a replay is.
public struct ReplayStatus: Sendable, Hashable {
    /// Whether it waits for the person.
    public var isPaused: Bool
    /// Seconds of the session for one second of the replay, above 0.
    public var speed: Double
    /// Milliseconds of the session's own time.
    public var position: Int
    /// The time of the last event, in milliseconds of the session.
    public var length: Int

    /// A status as given.
    public init(isPaused: Bool, speed: Double, position: Int, length: Int) {
        self.isPaused = isPaused
        self.speed = speed
        self.position = position
        self.length = length
    }

    /// Whether the last event was played.
    public var isOver: Bool { position >= length }
}
