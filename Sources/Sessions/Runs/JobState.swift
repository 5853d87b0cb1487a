import Inference
import Reranking

/// A job: the runs of one command or one key press. Its place in `SessionState.jobs` is in the order in which jobs were asked for.
public struct JobState: Sendable, Equatable {
    public var id: JobID
    public var model: ModelDescription?
    public var settings: RunSettings
    /// In the order in which they begin.
    public var runs: [RunID]
}
