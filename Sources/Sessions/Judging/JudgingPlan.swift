import Relevance

/// How a session's documents are judged: recorded with it, so that anybody can tell what order the judgments were given in and
/// repeat it.
public struct JudgingPlan: Sendable, Hashable, Codable {
    public var order: JudgingOrder
    /// Of the shuffle.
    public var seed: UInt64
    /// Whether scores, ranks, thoughts and other judges' grades stay hidden until the grade is given.
    public var isBlind: Bool
    /// Only documents that some ranking has among its first so many; nil for all.
    public var depth: Int?

    public init(order: JudgingOrder = .shuffled, seed: UInt64 = 1, isBlind: Bool = true, depth: Int? = nil) {
        self.order = order
        self.seed = seed
        self.isBlind = isBlind
        self.depth = depth
    }
}

/// Which document comes before which. Documents that are equal by an order stand shuffled.
public enum JudgingOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// By the seed alone: no place says anything about a document.
    case shuffled
    /// By the best rank that any ranking gives it: the first stage, the model's runs, rankings recorded beside them.
    case poolDepth = "pool-depth"
    /// By the entropy of the model's distribution, the least certain first; documents that no run has one of come last.
    case uncertainty
    /// What is graded already first, by how far the model's expected score (without distributions, its answer) lies from the
    /// grade: for checking again.
    case gap
    /// By how far the rankings' ranks lie apart.
    case disagreement

    /// The order in a few words.
    public var summary: String {
        switch self {
        case .shuffled: "shuffled"
        case .poolDepth: "by pool depth"
        case .uncertainty: "the model's least certain first"
        case .gap: "furthest from the model first"
        case .disagreement: "where the rankings disagree most first"
        }
    }

    /// What a document's place gives away even while its score is hidden, for a screen that claims to be blind; nil for nothing.
    public var hint: String? {
        switch self {
        case .shuffled: nil
        case .poolDepth: "early ones rank high somewhere"
        case .uncertainty: "the model is unsure of early ones"
        case .gap: "the model disagrees with the grades of early ones"
        case .disagreement: "the rankings disagree on early ones"
        }
    }
}

/// Another system's ranking of one query: a line of a TREC run's, recorded beside the first stage.
public struct RecordedRanking: Sendable, Hashable, Codable {
    /// The run's name.
    public var tag: String
    public var queryID: String
    /// Best first.
    public var documentIDs: [String]
    /// One for each document; nil where the system gave none.
    public var scores: [Double]?

    public init(tag: String, queryID: String, documentIDs: [String], scores: [Double]? = nil) {
        self.tag = tag
        self.queryID = queryID
        self.documentIDs = documentIDs
        self.scores = scores
    }
}

/// A query of the session with its candidates.
public struct Topic: Sendable, Hashable, Identifiable {
    public var query: Query
    /// As last loaded for it, in first-stage order.
    public var candidates: [Candidate]

    public init(query: Query, candidates: [Candidate]) {
        self.query = query
        self.candidates = candidates
    }

    public var id: String { query.id }
}
