import Inference
import Relevance
import Reranking

/// Names one query's scoring in a session: 1, 2, ... A run keeps its name when it is resumed.
public struct RunID: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    public var rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ number: Int) { rawValue = number }

    /// In a line of format 1, which names no run; the reader counts them (see `FormatOne`).
    static let unnamed = RunID(0)

    public static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
}

/// Names a job in a session: 1, 2, ... It is the N of `SESSION#N`.
public struct JobID: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    public var rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ number: Int) { rawValue = number }

    public static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

/// What one command or one key press asks for: one model, one setting, one or many queries. Everything it refers to stands in the
/// journal before it, so that a job that was killed can be resumed, with the queries that had not begun.
public struct JobRequest: Sendable, Hashable, Codable {
    public var id: JobID
    public var model: ModelDescription
    public var settings: RunSettings
    /// In the order in which they begin.
    public var runs: [Entry]

    /// One query of a job.
    public struct Entry: Sendable, Hashable, Codable {
        public var id: RunID
        public var query: Query
        public var candidates: CandidateSetID

        public init(id: RunID, query: Query, candidates: CandidateSetID) {
            (self.id, self.query, self.candidates) = (id, query, candidates)
        }
    }

    public init(id: JobID, model: ModelDescription, settings: RunSettings, runs: [Entry]) {
        (self.id, self.model, self.settings, self.runs) = (id, model, settings, runs)
    }

    /// What the start of one of its runs says.
    public func request(of entry: Entry) -> RunRequest {
        RunRequest(job: id, query: entry.query, candidates: entry.candidates, model: model, settings: settings)
    }
}

/// What a run scores, and how. A run says it when it begins, so it can be read without its job's line.
public struct RunRequest: Sendable, Hashable, Codable {
    public var job: JobID
    public var query: Query
    /// The set that the journal holds; the first `settings.depth` of it are scored.
    public var candidates: CandidateSetID
    /// nil in sessions of format 1 that do not name their model.
    public var model: ModelDescription?
    public var settings: RunSettings

    public init(job: JobID, query: Query, candidates: CandidateSetID, model: ModelDescription?, settings: RunSettings) {
        self.job = job
        self.query = query
        self.candidates = candidates
        self.model = model
        self.settings = settings
    }
}

/// A run that is to begin, with all that performing it takes.
public struct PlannedRun: Sendable, Hashable {
    public var id: RunID
    public var request: RunRequest
    /// The whole set, in first-stage order.
    public var candidates: [Candidate]
    /// Documents, by their index, that have a result already and are not scored again.
    public var kept: Set<Int>

    public init(id: RunID, request: RunRequest, candidates: [Candidate], kept: Set<Int> = []) {
        (self.id, self.request, self.candidates, self.kept) = (id, request, candidates, kept)
    }
}
