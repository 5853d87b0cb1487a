import Inference
import Reranking

/// A job: the runs of one command or one key press. Its place in `SessionState.jobs` is in the order in which jobs were asked
/// for.
public struct JobState: Sendable, Equatable {
    public let id: JobID
    public let model: ModelDescription?
    public let settings: RunSettings
    /// In the order in which they begin.
    public internal(set) var runs: [RunID]
    /// Runs that it was asked for whose candidates the session does not hold; they are not among `runs`.
    public internal(set) var lostRuns = 0

    init(id: JobID, model: ModelDescription?, settings: RunSettings) {
        (self.id, self.model, self.settings, runs) = (id, model, settings, [])
    }
}
