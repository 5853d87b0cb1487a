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
    /// By the most that a grade can move nDCG of one ranking against that of another, largest first. Documents
    /// with a final grade, or one of this judge's own, come last.
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

/// A ranking of one query by a system that is not run here: a list of a TREC run, recorded whole.
public struct RecordedRanking: Sendable, Hashable, Codable {
    /// The name of the run.
    public var tag: String
    /// The query's id.
    public var queryID: String
    /// Best first.
    public var documentIDs: [String]
    /// One score for each document; nil if the run has no scores.
    public var scores: [Double]?
    /// true for the first stage itself: the run that the candidates have their ranks from. The candidates may be more or fewer
    /// documents than it has.
    private var firstStage: Bool?

    /// Whether it is the first stage itself, and not another ranking beside it.
    public var isFirstStage: Bool { firstStage == true }

    /// A ranking with these documents, best first.
    public init(
        tag: String, queryID: String, documentIDs: [String], scores: [Double]? = nil, isFirstStage: Bool = false
    ) {
        firstStage = isFirstStage ? true : nil
        self.tag = tag
        self.queryID = queryID
        self.documentIDs = documentIDs
        self.scores = scores
    }

    /// Its lines, by which it is measured as its run is: with the run's scores, or with falling ones where it has none.
    public var entries: [RankedList.Entry] {
        let own = scores.flatMap { $0.count == documentIDs.count && !$0.contains(where: \.isNaN) ? $0 : nil }
        return documentIDs.enumerated().map { place, id in
            RankedList.Entry(documentID: id, rank: place + 1, score: own?[place] ?? -Double(place))
        }
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
