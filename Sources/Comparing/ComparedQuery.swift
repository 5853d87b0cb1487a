import Relevance
import Reranking

/// One query of both sides.
public struct ComparedQuery: Sendable {
    /// The query's id.
    public var id: String
    /// The query's words; empty if neither side has them.
    public var text: String
    /// By measure, the value of A and of B; empty without judgments, while a side is not finished, and for a query of one side
    /// that counts for neither (`ComparisonOptions.missing`).
    public var values: [Pair]
    /// By measure, what the unjudged documents leave open of B - A; empty where `values` is.
    public var bounds: [ClosedRange<Double>] = []
    /// The number of judged documents that are relevant; nil without judgments.
    public var relevantCount: Int?
    /// The documents of either side, by A's rank, then B's.
    public var documents: [ComparedDocument]
    /// How far both order their common documents alike; nothing of it is defined while a side is not finished.
    public var correlation: RankCorrelation
    /// nil if a side has no document, or is not finished.
    public var overlap: RankBiasedOverlap?
    /// The share of the first ten documents that both have; nil if a side has no document, or is not finished.
    public var overlap10: Double?
    /// The measure judged_10 of each side; nil without judgments, and while a side is not finished.
    public var judged10: Pair?
    /// Which side has pairs of judged documents in the order of their grades; nil without judgments, and while a side is not
    /// finished.
    public var pairs: JudgedPairs?
    /// Documents that were not scored, of both sides.
    public var unscored: Int
    /// Whether both sides have an outcome for each of their documents. A side with some left has no ranking yet: a document that
    /// was not scored is no document of no use.
    public var isFinished: Bool { unscored == 0 }

    /// A value of each side.
    public struct Pair: Sendable, Hashable {
        /// A's value.
        public var a: Double
        /// B's value.
        public var b: Double
        /// B - A.
        public var difference: Double { b - a }
    }

    /// The number of documents that both sides ranked.
    public var commonCount: Int { documents.count { $0.a != nil && $0.b != nil } }
    /// Whether one side lacks the query: it counts 0 there.
    public var isOneSided: Bool
    /// Candidates that only one side had, of a query of both.
    public var otherCount: Int

    /// Compares two lists of one query. `grades` are nil without judgments; `isOneScale` is whether both scores are of one scale.
    ///
    /// - Complexity: O(n log n) for n documents and each measure.
    init(
        _ a: ComparisonSide.List, _ b: ComparisonSide.List, grades: [String: Int]?, options: ComparisonOptions,
        isOneScale: Bool = true
    ) {
        id = a.queryID
        text = a.text.isEmpty ? b.text : a.text
        unscored = a.unscored + b.unscored
        (isOneSided, otherCount) = (a.candidateIDs.isEmpty != b.candidateIDs.isEmpty, 0)
        if !isOneSided { otherCount = a.candidateIDs.symmetricDifference(b.candidateIDs).count }
        documents = ComparedDocument.joined(a, b, grades: grades, isOneScale: isOneScale)
        values = []
        let sides = grades.map { grades in
            [a, b].map { QueryEvaluation(ranking: ComparisonSide.entries(of: $0), grades: grades, options: options.evaluation) }
        }
        if let grades {
            relevantCount = grades.values.count { $0 >= options.evaluation.level }
        }
        if unscored == 0, !isOneSided || options.missing == .zero, let sides {
            judged10 = Self.judged.map { Pair(a: sides[0].value($0), b: sides[1].value($0)) }
            values = options.measures.map { Pair(a: sides[0].value($0), b: sides[1].value($0)) }
            let scale = 0...max(1, options.evaluation.highestGrade ?? 1)
            bounds = options.measures.map { sides[0].differenceBounds($0, to: sides[1], grades: scale) }
        }
        let common = documents.compactMap { document in document.a.flatMap { a in document.b.map { (a, $0) } } }
        let ordered = unscored == 0 ? common : []
        correlation = RankCorrelation(a: ordered.map { a.key(of: $0.0) }, b: ordered.map { b.key(of: $0.1) })
        guard unscored == 0 else { return }
        if let grades {
            pairs = JudgedPairs(
                common.compactMap { ranked in
                    grades[ranked.0.id].map { (grade: $0, a: a.key(of: ranked.0), b: b.key(of: ranked.1)) }
                })
        }
        let (first, second) = (Self.ranking(a), Self.ranking(b))
        overlap = RankBiasedOverlap(first, second, persistence: options.persistence, ties: options.overlapTies)
        let depth = min(10, max(a.documents.count, b.documents.count))
        if !a.documents.isEmpty, !b.documents.isEmpty {
            let top = Set(a.documents.prefix(depth).map(\.id)).intersection(b.documents.prefix(depth).map(\.id))
            overlap10 = Double(top.count) / Double(depth)
        }
    }

    private static func ranking(_ list: ComparisonSide.List) -> TiedRanking {
        TiedRanking(list.documents.map { ($0.id, list.key(of: $0)) })
    }

    private static let judged = try? Measure.parse("judged.10").first
}

/// A document that at least one side ranked.
public struct ComparedDocument: Sendable, Hashable {
    /// The document's id.
    public var id: String
    /// As A ranked it; nil if A did not.
    public var a: ComparisonSide.Ranked?
    /// As B ranked it; nil if B did not.
    public var b: ComparisonSide.Ranked?
    /// nil if it is not judged.
    public var grade: Int?
    /// Whether both scores are of one scale: one kind of answer, ranked by one number.
    var isOneScale = true

    /// A document as both sides ranked it; by default neither did.
    public init(
        id: String, a: ComparisonSide.Ranked? = nil, b: ComparisonSide.Ranked? = nil, grade: Int? = nil
    ) {
        (self.id, self.a, self.b, self.grade) = (id, a, b, grade)
    }

    /// The ranks gained from A to B; nil if a side did not rank it.
    public var move: Int? { a.flatMap { a in b.map { a.rank - $0.rank } } }
    /// B's score less A's; nil without both, and where they are not of one scale.
    public var scoreGap: Double? {
        guard isOneScale, a?.result != nil, b?.result != nil else { return nil }
        return a?.score.flatMap { a in b?.score.map { $0 - a } }
    }

    /// The Jensen-Shannon divergence of both distributions in bits, over the answers and what is on none; nil without both, or
    /// of answers to different questions.
    public var jensenShannon: Double? {
        bins.flatMap { DistributionDistance.jensenShannon($0.0, $0.1) }
    }

    /// The Wasserstein-1 distance of both distributions in answers; nil as for `jensenShannon`.
    public var wasserstein: Double? { bins.flatMap { DistributionDistance.wasserstein($0.0, $0.1) } }

    private var bins: ([Double], [Double])? {
        guard let a = a?.result?.distribution, let b = b?.result?.distribution else { return nil }
        return (a.probabilities + [a.other], b.probabilities + [b.other])
    }

    static func joined(
        _ a: ComparisonSide.List, _ b: ComparisonSide.List, grades: [String: Int]?, isOneScale: Bool
    ) -> [ComparedDocument] {
        let places = Dictionary(b.documents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(a.documents.map(\.id))
        let joined =
            a.documents.map { ComparedDocument(id: $0.id, a: $0, b: places[$0.id], grade: grades?[$0.id]) }
            + b.documents.filter { !known.contains($0.id) }.map { ComparedDocument(id: $0.id, b: $0, grade: grades?[$0.id]) }
        guard !isOneScale else { return joined }
        return joined.map { document in
            var document = document
            document.isOneScale = false
            return document
        }
    }
}
