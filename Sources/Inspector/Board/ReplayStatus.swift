/// How far a replay is.
public struct ReplayStatus: Sendable, Hashable {
    public var isPaused: Bool
    public var speed: Double
    /// Milliseconds of the session's own time.
    public var position: Int
    public var length: Int

    public init(isPaused: Bool, speed: Double, position: Int, length: Int) {
        self.isPaused = isPaused
        self.speed = speed
        self.position = position
        self.length = length
    }

    public var isOver: Bool { position >= length }
}
