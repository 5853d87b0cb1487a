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

    /// What a key does to it; nil for a key of something else.
    func effect(of command: Command, at place: Place) -> Effect? {
        switch command {
        case .pause: isOver ? .leave(place, for: .replayAgain) : .pauseReplay(!isPaused)
        case .faster: .replaySpeed(min(64, speed * 2))
        case .slower: .replaySpeed(max(0.25, speed / 2))
        default: nil
        }
    }

    /// Whether the last event was played.
    public var isOver: Bool { position >= length }
}
