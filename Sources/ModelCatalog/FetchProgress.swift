/// How far a fetch is. Reported several times a second.
public struct FetchProgress: Sendable, Hashable {
    public enum Phase: String, Sendable, Hashable {
        /// Another process fetches the same model; this one waits for it and shows how far that is.
        case waiting
        case fetching
        /// Everything has arrived; the checksum is being computed.
        case checking
    }

    public var phase: Phase
    /// Bytes of the model file that have arrived (or, when checking, have been read), 0...total.
    public var bytes: Int
    public var total: Int
    /// Over the last seconds; nil until two reports are apart enough to tell.
    public var bytesPerSecond: Double?

    public init(phase: Phase, bytes: Int, total: Int, bytesPerSecond: Double? = nil) {
        self.phase = phase
        self.bytes = bytes
        self.total = total
        self.bytesPerSecond = bytesPerSecond
    }

    /// In [0, 1].
    public var fraction: Double { total > 0 ? Double(bytes) / Double(total) : 1 }

    /// Seconds until this phase ends at the present rate; nil while the rate is unknown or nothing moves.
    public var secondsLeft: Double? {
        guard let bytesPerSecond, bytesPerSecond > 0 else { return nil }
        return Double(total - bytes) / bytesPerSecond
    }
}

/// The rate of a growing number over a sliding window, so that one stalled or lucky second does not swing the estimate.
struct RateMeter {
    private var samples: [(seconds: Double, bytes: Int)] = []
    private let window: Double

    init(window: Double = 8) { self.window = window }

    /// Takes in that `bytes` had arrived at `seconds`, and gives the rate over the window in bytes a second; nil until it spans
    /// half a second. A number that falls back (a new phase) starts the window anew.
    mutating func rate(bytes: Int, at seconds: Double) -> Double? {
        if let last = samples.last, bytes < last.bytes { samples = [] }
        samples.append((seconds, bytes))
        samples.removeAll { $0.seconds < seconds - window }
        guard let first = samples.first, seconds - first.seconds >= 0.5 else { return nil }
        return Double(bytes - first.bytes) / (seconds - first.seconds)
    }
}
