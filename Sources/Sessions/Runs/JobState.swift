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

    /// Where the job was read from, for people; nil for a job of the session itself.
    public let source: String?
    /// The number that sorts its documents, where it is the job's own or that of another session; nil for the session's.
    public let rankBy: RankBy?

    init(id: JobID, model: ModelDescription?, settings: RunSettings, source: String? = nil, rankBy: RankBy? = nil) {
        (self.id, self.model, self.settings, runs) = (id, model, settings, [])
        (self.source, self.rankBy) = (source, rankBy)
    }
}
