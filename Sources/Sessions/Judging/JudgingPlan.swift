import Relevance

/// How the documents of a session are judged. The plan is recorded in the session, so that the order of the judgments is
/// known and can be repeated.
public struct JudgingPlan: Sendable, Hashable, Codable {
    /// The order in which documents are presented.
    public var order: JudgingOrder
    /// The seed of the shuffle.
    public var seed: UInt64
    /// True if scores, ranks, thoughts and other judges' grades are hidden until the document is graded.
    public var isBlind: Bool
    /// Only documents among the first `depth` of some ranking are judged; nil for all documents.
    public var depth: Int?
    /// The jobs whose rankings the order `stakes` goes by; nil for all rankings.
    public var jobs: [JobID]?
    /// A plan with these values. The default is blind judging in shuffled order.
    public init(order: JudgingOrder = .shuffled, seed: UInt64 = 1, isBlind: Bool = true, depth: Int? = nil) {
        self.order = order
        self.seed = seed
        self.isBlind = isBlind
        self.depth = depth
    }
}

/// The order in which documents are presented to a judge. Documents that are equal in the order are shuffled.
public enum JudgingOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// By the seed alone, so the position of a document tells nothing about it.
    case shuffled
    /// By the best rank of the document in any ranking: the first stage, the runs of the model, and the recorded rankings.
    case poolDepth = "pool-depth"
    /// By the entropy of the model's distribution, highest first. Documents without a distribution come last.
    case uncertainty
    /// Graded documents first, by the distance between the grade and the model's expected score (without distributions, its
    /// answer), largest first: to check grades again.
    case gap
    /// By the difference between the document's best and worst rank, largest first.
    case disagreement
    /// By the most that a grade can move nDCG of one ranking against that of another, largest first.
    case stakes

    /// The order in a few words.
    public var summary: String {
        switch self {
        case .shuffled: "shuffled"
        case .poolDepth: "by pool depth"
        case .uncertainty: "the model's least certain first"
        case .gap: "furthest from the model first"
        case .disagreement: "where the rankings disagree most first"
        case .stakes: "where a grade could change most between the rankings first"
        }
    }

    /// What the position of a document reveals even if its score is hidden; nil if nothing. Shown in blind judging.
    public var hint: String? {
        switch self {
        case .shuffled: nil
        case .poolDepth: "early documents rank high in some ranking"
        case .uncertainty: "the model is unsure of early documents"
        case .gap: "the model disagrees with the grades of early documents"
        case .disagreement: "the rankings disagree on early documents"
        case .stakes: "one ranking has early documents near its top, and another does not"
        }
    }
}

/// A ranking of one query by another system: a list of a TREC run, recorded in the session beside the first stage.
public struct RecordedRanking: Sendable, Hashable, Codable {
    /// The name of the run.
    public var tag: String
    /// The query's id.
    public var queryID: String
    /// Best first.
    public var documentIDs: [String]
    /// One score for each document; nil if the run has no scores.
    public var scores: [Double]?

    /// A ranking with these documents, best first.
    public init(tag: String, queryID: String, documentIDs: [String], scores: [Double]? = nil) {
        self.tag = tag
        self.queryID = queryID
        self.documentIDs = documentIDs
        self.scores = scores
    }
}

/// A query of the session with its candidates.
public struct Topic: Sendable, Hashable, Identifiable {
    /// The query, as it was entered last.
    public var query: Query
    /// The candidates that were loaded last for this query, in first-stage order.
    public var candidates: [Candidate]
    /// Where the candidates came from, for people; "" if nothing says so.
    public var source: String

    /// A topic of this query.
    public init(query: Query, candidates: [Candidate], source: String = "") {
        self.query = query
        self.candidates = candidates
        self.source = source
    }

    /// The query's id.
    public var id: String { query.id }
}
