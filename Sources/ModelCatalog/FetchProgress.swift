/// The progress of a fetch. It is reported several times a second.
public struct FetchProgress: Sendable, Hashable {
    /// What a fetch is doing.
    public enum Phase: String, Sendable, Hashable {
        /// Another process is fetching the same model. This one waits for it and reports the other's progress.
        case waiting
        case fetching
        /// All bytes have arrived. The checksum is being computed.
        case checking
    }

    /// What the fetch is doing.
    public var phase: Phase
    /// Bytes of the model file that have arrived, or that have been read in the phase `checking`; 0...total.
    public var bytes: Int
    /// Bytes of the whole model file.
    public var total: Int
    /// The rate over the last seconds; nil until the reports span half a second.
    public var bytesPerSecond: Double?

    /// Progress as given.
    public init(phase: Phase, bytes: Int, total: Int, bytesPerSecond: Double? = nil) {
        self.phase = phase
        self.bytes = bytes
        self.total = total
        self.bytesPerSecond = bytesPerSecond
    }

    /// The fraction of this phase that is done, in [0, 1].
    public var fraction: Double { total > 0 ? Double(bytes) / Double(total) : 1 }

    /// Seconds until this phase ends at the current rate; nil while the rate is unknown or zero.
    public var secondsLeft: Double? {
        guard let bytesPerSecond, bytesPerSecond > 0 else { return nil }
        return Double(total - bytes) / bytesPerSecond
    }
}

/// Measures the rate of a growing number over a sliding window, so that a single slow or fast second changes it little.
struct RateMeter {
    private var samples: [(seconds: Double, bytes: Int)] = []
    private let window: Double

    init(window: Double = 8) { self.window = window }

    /// Records that `bytes` had arrived at time `seconds`, and returns the rate over the window in bytes per second; nil until
    /// the window spans half a second. When the number decreases (a new phase), a new window begins.
    mutating func rate(bytes: Int, at seconds: Double) -> Double? {
        if let last = samples.last, bytes < last.bytes { samples = [] }
        samples.append((seconds, bytes))
        samples.removeAll { $0.seconds < seconds - window }
        guard let first = samples.first, seconds - first.seconds >= 0.5 else { return nil }
        return Double(bytes - first.bytes) / (seconds - first.seconds)
    }
}
