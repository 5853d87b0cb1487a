import Inference
import Reranking

/// A job: the runs of one command or one key press. `SessionState.jobs` has jobs in the order in which they were requested.
public struct JobState: Sendable, Equatable {
    /// The number of the job.
    public let id: JobID
    /// The model; nil in sessions of format 1 that do not name it.
    public let model: ModelDescription?
    /// The settings of all its runs.
    public let settings: RunSettings
    /// In the order in which they begin.
    public internal(set) var runs: [RunID]
    /// The number of requested runs whose candidates are not in the session. They are not in `runs`.
    public internal(set) var lostRuns = 0

    init(id: JobID, model: ModelDescription?, settings: RunSettings) {
        (self.id, self.model, self.settings, runs) = (id, model, settings, [])
    }
}
