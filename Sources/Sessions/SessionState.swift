import Inference
import Relevance
import Reranking

/// A session as it stands: the fold of its events. Live, reopened and replayed sessions are the same code.
public struct SessionState: Sendable {
    public var query = Query(id: "1", text: "")
    public var candidates: [Candidate] = []
    /// Where the candidates came from, for people.
    public var source = ""
    public var model: ModelDescription?
    public var settings = RunSettings()
    public var rankBy = RankBy.paper
    /// Every run so far, oldest first.
    public var runs: [RunState] = []
    /// Grades by query id, then document id, of the one judge this version knows.
    public var grades: [String: [String: Int]] = [:]

    public init() {}
}

/// One run: what was asked, and how each document stands.
public struct RunState: Sendable {
    public var query: Query
    public var candidates: [Candidate]
    public var model: ModelDescription?
    public var settings: RunSettings
    /// In the order of `candidates`, the first `settings.depth` of them.
    public var documents: [DocumentProgress]
    /// Set when the run has ended.
    public var statistics: RunStatistics?
    /// Milliseconds since the session began.
    public var startedAt: Int

    public init(
        query: Query, candidates: [Candidate], model: ModelDescription?, settings: RunSettings, documents: [DocumentProgress],
        statistics: RunStatistics? = nil, startedAt: Int
    ) {
        self.query = query
        self.candidates = candidates
        self.model = model
        self.settings = settings
        self.documents = documents
        self.statistics = statistics
        self.startedAt = startedAt
    }
}

/// One document of a run.
public struct DocumentProgress: Sendable {
    public var phase: Phase = .waiting
    /// The thought and answer so far. (Alternatives included: the token cursor reads them here.)
    public var tokens: [TokenEvent] = []
    /// Set with `.finished`.
    public var result: DocumentResult?

    public enum Phase: Sendable, Hashable {
        case waiting
        /// Its prompt is being computed: `done` of `of` tokens.
        case reading(done: Int, of: Int)
        case thinking
        case finished
    }

    public init() {}

    /// The tokens' text, joined.
    public var reasoning: String { tokens.reduce(into: "") { $0 += $1.text } }
}
