import Inference
import Relevance
import Reranking

/// Identifies the scoring of one query in a session: 1, 2, ... A resumed run keeps its id.
public struct RunID: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// The number, from 1.
    public var rawValue: Int

    /// The id with this number.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The id with this number.
    public init(_ number: Int) { rawValue = number }

    /// The id of events in format 1, which has no run ids; the reader numbers the runs (see `FormatOne`).
    static let unnamed = RunID(0)

    /// Runs are ordered by number.
    public static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
}

/// Identifies a job in a session: 1, 2, ... It is the N in `SESSION#N`.
public struct JobID: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    /// The number, from 1.
    public var rawValue: Int

    /// The id with this number.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The id with this number.
    public init(_ number: Int) { rawValue = number }

    /// Jobs are ordered by number.
    public static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

/// The request of one command or one key press: one model, one group of settings, one or many queries. Everything it refers
/// to is in the journal before it, so that a killed job can be resumed, including queries that had not begun.
public struct JobRequest: Sendable, Hashable, Codable {
    /// The number of the job.
    public var id: JobID
    /// The model of all runs.
    public var model: ModelDescription
    /// The settings of all runs.
    public var settings: RunSettings
    /// In the order in which they begin.
    public var runs: [Entry]
    /// The number that sorts its documents; nil for the one that the session sorts by.
    public var rankBy: RankBy?
    /// Where thoughts are stopped; nil for nowhere.
    public var stops: StopPlan?

    /// One query of a job.
    public struct Entry: Sendable, Hashable, Codable {
        /// The run that scores the query.
        public var id: RunID
        /// The query to score.
        public var query: Query
        /// The candidates of the query.
        public var candidates: CandidateSetID

        /// An entry with these values.
        public init(id: RunID, query: Query, candidates: CandidateSetID) {
            (self.id, self.query, self.candidates) = (id, query, candidates)
        }
    }

    /// A request with these values.
    public init(id: JobID, model: ModelDescription, settings: RunSettings, stops: StopPlan? = nil, runs: [Entry]) {
        (self.id, self.model, self.settings, self.stops, self.runs) = (id, model, settings, stops, runs)
    }

    /// The request that is recorded when the run of this entry starts.
    public func request(of entry: Entry) -> RunRequest {
        RunRequest(
            job: id, query: entry.query, candidates: entry.candidates, model: model, settings: settings, stops: stops)
    }
}

/// What a run scores, and with which settings. It is recorded when the run starts, so the run can be read without the line of
/// its job.
public struct RunRequest: Sendable, Hashable, Codable {
    /// The job to which the run belongs.
    public var job: JobID
    /// The query to score.
    public var query: Query
    /// The set of candidates in the journal; its first `settings.depth` documents are scored.
    public var candidates: CandidateSetID
    /// nil in sessions of format 1 that do not name the model.
    public var model: ModelDescription?
    /// How the documents are scored.
    public var settings: RunSettings
    /// Where their thoughts are stopped; nil for nowhere.
    public var stops: StopPlan?

    /// A request with these values.
    public init(
        job: JobID, query: Query, candidates: CandidateSetID, model: ModelDescription?, settings: RunSettings,
        stops: StopPlan? = nil
    ) {
        self.job = job
        self.query = query
        self.candidates = candidates
        self.model = model
        self.settings = settings
        self.stops = stops
    }
}

/// A run that is about to start or resume, with everything needed to perform it.
public struct PlannedRun: Sendable, Hashable {
    /// The run.
    public var id: RunID
    /// What it scores, and with which settings.
    public var request: RunRequest
    /// The whole set of candidates, in first-stage order.
    public var candidates: [Candidate]
    /// Indices of documents that have a settled result and are not scored again.
    public var kept: Set<Int>

    /// A planned run with these values.
    public init(id: RunID, request: RunRequest, candidates: [Candidate], kept: Set<Int> = []) {
        (self.id, self.request, self.candidates, self.kept) = (id, request, candidates, kept)
    }
}
