import Relevance
import Reranking

/// Two sides on the same queries: where and how far they differ. Differences are B - A, and wins are B's.
public struct Comparison: Sendable {
    /// The side that is compared with.
    public let a: ComparisonSide
    /// The side that is compared.
    public let b: ComparisonSide
    /// How they are compared.
    public let options: ComparisonOptions
    /// The queries of both sides, in A's order; with judgments only those that are judged, unless the options show all.
    public let queries: [ComparedQuery]
    /// Judged queries (without judgments, all queries) that only A has.
    public let onlyA: [String]
    /// Judged queries (without judgments, all queries) that only B has.
    public let onlyB: [String]
    /// Queries of both sides without judgments, where there are judgments: nothing of them is measured.
    public let unjudged: Int
    /// Queries of one id that have other words, or are of another collection, on each side: they are not the same query, and are
    /// left out.
    public let otherTexts: Int
    /// Empty without judgments.
    public let measures: [MeasureComparison]
    /// Where the judgments come from, for people; nil without any.
    public let judgments: String?

    /// Who made the judgments, where it is known.
    public let judges: [String]

    /// Compares two sides.
    ///
    /// - Parameters:
    ///   - a: the side that is compared with.
    ///   - b: the side that is compared.
    ///   - qrels: the judgments; nil compares the rankings alone.
    ///   - judgments: where they come from, for people.
    ///   - judges: who made them, where it is known.
    ///   - options: measures, and how queries are paired.
    /// - Complexity: O(n log n) for n documents of all queries, for each measure; the randomisation test adds
    ///   O(100,000 × queries / 8).
    public init(
        _ a: ComparisonSide, _ b: ComparisonSide, qrels: Qrels? = nil, judgments: String? = nil,
        judges: [String] = [], options: ComparisonOptions = ComparisonOptions()
    ) {
        var options = options
        if options.evaluation.highestGrade == nil {
            options.evaluation.highestGrade = qrels?.highestGrade
        }
        (self.a, self.b, self.options) = (a, b, options)
        self.judgments = qrels == nil ? nil : judgments
        self.judges = judges
        func isJudged(_ id: String) -> Bool { qrels.map { $0.grades[id] != nil } ?? true }
        let (listsA, listsB) = (Self.byQuery(a), Self.byQuery(b))
        let both = a.lists.filter { listsB[$0.queryID] != nil }
        unjudged = both.count { !isJudged($0.queryID) }
        func isOther(_ list: ComparisonSide.List) -> Bool {
            let other = listsB[list.queryID]
            if let own = list.collection, let collection = other?.collection, own.session == collection.session, own != collection
            {
                return true
            }
            let text = other?.text ?? ""
            return !list.text.isEmpty && !text.isEmpty && list.text != text
        }
        otherTexts = both.count(where: isOther)
        onlyA = a.lists.map(\.queryID).filter { listsB[$0] == nil && isJudged($0) }
        onlyB = b.lists.map(\.queryID).filter { listsA[$0] == nil && isJudged($0) }
        var pairs = both.filter { !isOther($0) && (options.showsUnjudged || isJudged($0.queryID)) }
            .compactMap { list in listsB[list.queryID].map { (list, $0) } }
        if options.missing == .zero, qrels != nil {
            let empty = ComparisonSide.List(queryID: "", text: "", documents: [])
            func lacking(_ list: ComparisonSide.List) -> ComparisonSide.List {
                var other = empty
                other.queryID = list.queryID
                return other
            }
            pairs += onlyA.compactMap { listsA[$0] }.map { ($0, lacking($0)) }
            pairs += onlyB.compactMap { listsB[$0] }.map { (lacking($0), $0) }
        }
        let isOneScale =
            a.settings?.run.mode.choices.count == b.settings?.run.mode.choices.count && a.settings?.rankBy == b.settings?.rankBy
        let compared = pairs.map { first, second in
            ComparedQuery(
                first, second, grades: isJudged(first.queryID) ? qrels.map { $0.grades[first.queryID] ?? [:] } : nil,
                options: options, isOneScale: isOneScale)
        }
        queries = compared
        guard qrels != nil else {
            measures = []
            return
        }
        // Neither the order of a file nor the order of the sides changes a figure.
        let order = compared.filter { !$0.values.isEmpty }.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        var measures = options.measures.enumerated().map { index, measure in
            MeasureComparison(measure, order.map { $0.values[index] }, bounds: order.map { $0.bounds[index] }, options)
        }
        for (index, p) in Holm.adjusted(measures.map(\.differences.tTest?.p)).enumerated() { measures[index].holmP = p }
        self.measures = measures
    }

    private static func byQuery(_ side: ComparisonSide) -> [String: ComparisonSide.List] {
        Dictionary(side.lists.map { ($0.queryID, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The number of queries that both sides have, with an outcome for every document.
    public var pairedCount: Int { queries.count { !$0.isOneSided && $0.isFinished } }
    /// The number of queries that the measures count: those of both sides, and with `.zero` those of one; 0 without judgments.
    public var countedQueries: Int { measures.isEmpty ? 0 : queries.count { !$0.values.isEmpty } }
    /// The queries of which both sides have an outcome for each document: all that is measured and counted is of these.
    public var finished: [ComparedQuery] { queries.filter(\.isFinished) }
    /// The queries of which a side has documents that were not scored: the measures leave them out.
    public var unfinished: [ComparedQuery] { queries.filter { !$0.isFinished } }
    /// Candidates that only one side had, of all queries.
    public var otherDocuments: Int { queries.reduce(0) { $0 + $1.otherCount } }
    /// Documents that both ranked, of all queries.
    public var commonDocuments: Int { queries.reduce(0) { $0 + $1.commonCount } }
    /// Documents that were not scored, of both sides and all queries.
    public var unscored: Int { queries.reduce(0) { $0 + $1.unscored } }

    /// Which side has pairs of judged documents in the order of their grades, over all finished queries; nil without judged
    /// pairs.
    public var judgedPairs: JudgedPairs? {
        let all = queries.compactMap(\.pairs).reduce(into: JudgedPairs()) { $0 += $1 }
        return all.count > 0 ? all : nil
    }

    /// The agreement of both rankings over the finished queries, by its name in JSON.
    public var agreement: [MeanAgreement] { MeanAgreement.all(of: finished) }

    /// The queries that got worse by the first measure by more than the threshold for ties, worst first.
    public var regressions: [ComparedQuery] {
        queries.filter { $0.values.first.map { options.outcome(of: $0.difference) == .loss } ?? false }
            .sorted { ($0.values.first?.difference ?? 0, $0.id) < ($1.values.first?.difference ?? 0, $1.id) }
    }
}

/// The mean of a coefficient of agreement over the queries that have it.
public struct MeanAgreement: Sendable, Hashable {
    /// Its name in JSON: `kendall_tau_b`.
    public var name: String
    /// Its name for people: "Kendall's tau_b".
    public var title: String
    /// nil if no query has it.
    public var mean: Double?
    /// The number of queries for which it is not defined.
    public var undefined: Int

    private static let coefficients: [(name: String, title: String, value: @Sendable (ComparedQuery) -> Double?)] = [
        ("kendall_tau_b", "Kendall's tau_b", { $0.correlation.kendallTauB }),
        ("tau_ap_b", "AP correlation (tau_AP,b)", { $0.correlation.tauAPB }),
        ("tau_ap", "AP correlation with A as the reference", { $0.correlation.tauAP }),
        ("rbo", "rank-biased overlap", { $0.overlap?.extrapolated }),
        ("rbo_min", "rank-biased overlap, at least", { $0.overlap?.minimum }),
        ("rbo_max", "rank-biased overlap, at most", { $0.overlap?.maximum }),
        ("overlap_10", "share of the first ten in common", { $0.overlap10 }),
        ("flipped", "share of pairs in opposite order", { $0.correlation.flippedShare }),
        ("pearson", "Pearson's correlation of the scores", { $0.correlation.pearson }),
        ("spearman", "Spearman's correlation", { $0.correlation.spearman }),
    ]

    static func all(of queries: [ComparedQuery]) -> [MeanAgreement] {
        coefficients.map { name, title, value in
            let defined = queries.compactMap(value)
            return MeanAgreement(
                name: name, title: title, mean: defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count),
                undefined: queries.count - defined.count)
        }
    }
}
