/// How a ranking is evaluated: trec_eval's options.
public struct EvaluationOptions: Sendable, Hashable {
    /// The lowest grade that counts as relevant (`-l`). Binary measures use nothing else; nDCG and ERR use the grades.
    public var level = 1
    /// Remove documents without a grade, or with a negative one, before measuring (`-J`).
    public var judgedOnly = false
    /// The number of ranks to keep (`-M`), at least 1; nil keeps all.
    public var depth: Int?
    /// The highest grade of the scale, for ERR; nil uses the highest grade among the query's judgments.
    public var highestGrade: Int?

    /// Options with these values. The defaults are those of trec_eval.
    public init(level: Int = 1, judgedOnly: Bool = false, depth: Int? = nil, highestGrade: Int? = nil) {
        self.level = level
        self.judgedOnly = judgedOnly
        self.depth = depth
        self.highestGrade = highestGrade
    }
}

/// The ranking of one query evaluated against its judgments: the value of every measure, its bounds over the unjudged
/// documents, and the contribution of each document.
///
/// The documents are put into trec_eval's order, whatever order they come in: descending score in single precision, equal
/// scores by descending document id (byte by byte). A negative grade counts as unjudged, except for `judged`. A document that
/// occurs twice in the ranking counts once, at its better rank (trec_eval refuses such a run).
public struct QueryEvaluation: Sendable {
    /// A ranked document.
    public struct Document: Sendable, Hashable {
        /// The document's id.
        public var id: String
        /// From 1.
        public var rank: Int
        /// nil if the document is not judged.
        public var grade: Int?
    }

    /// The options of the evaluation.
    public let options: EvaluationOptions
    /// The documents' ids in trec_eval's order.
    public let documentIDs: [String]
    let ranking: GradedRanking

    /// - Parameters:
    ///   - ranking: in any order. A score that is not a number ranks last.
    ///   - grades: the query's judgments by document id, including documents that were not retrieved.
    ///   - options: which grades are relevant, and how gains are computed.
    /// - Complexity: O(n log n) for n documents; O(n) if they are in order.
    public init(ranking: [RankedList.Entry], grades: [String: Int], options: EvaluationOptions) {
        var known = Set<String>(minimumCapacity: ranking.count)
        let order = GradedRanking.order(ranking).map { ranking[$0] }.filter { known.insert($0.documentID).inserted }
        self.init(entries: order, grades: grades, options: options)
    }

    /// Evaluates a ranking with trec_eval's default options and this relevance level.
    public init(ranking: [RankedList.Entry], grades: [String: Int], level: Int = 1) {
        self.init(ranking: ranking, grades: grades, options: EvaluationOptions(level: level))
    }

    /// Evaluates a ranking given as ids and scores.
    public init(ranking: [(id: String, score: Double)], grades: [String: Int], level: Int = 1) {
        let entries = ranking.enumerated().map {
            RankedList.Entry(documentID: $0.element.id, rank: $0.offset + 1, score: $0.element.score)
        }
        self.init(ranking: entries, grades: grades, level: level)
    }

    /// Evaluates entries without repeated documents, such as those of a run.
    init(entries: [RankedList.Entry], grades: [String: Int], options: EvaluationOptions) {
        self.options = options
        var documentIDs: [String] = []
        var ranked: [Int?] = []
        documentIDs.reserveCapacity(entries.count)
        ranked.reserveCapacity(entries.count)
        for index in GradedRanking.order(entries).prefix(max(options.depth ?? .max, 0)) {
            let entry = entries[index]
            let grade = grades[entry.documentID]
            if options.judgedOnly, grade ?? -1 < 0 { continue }
            documentIDs.append(entry.documentID)
            ranked.append(grade)
        }
        self.documentIDs = documentIDs
        ranking = GradedRanking(grades: ranked, judgments: grades.values, options: options)
    }

    /// The documents in trec_eval's order.
    public var documents: [Document] {
        documentIDs.indices.map { Document(id: documentIDs[$0], rank: $0 + 1, grade: ranking.grade(at: $0)) }
    }

    /// How many of the ranked documents are not judged.
    public var unjudgedCount: Int { ranking.unjudgedCount }

    /// The measure's value for this query, as trec_eval computes it; the average precision for `gm_map`, 1 for `num_q`, 0 for
    /// `runid`.
    ///
    /// - Complexity: O(n) for n documents.
    public func value(_ measure: Measure) -> Double { ranking.value(measure) }

    /// The lowest and the highest value that the measure can have if some or all unjudged documents of the ranking are given
    /// grades of the scale. The current value is always within these bounds.
    ///
    /// The bounds are exact for every measure. Unjudged documents outside the ranking are not considered: their number is
    /// unknown, and each relevant one would lower recall, map and nDCG further. (RBP's residual, `rbp_resid`, does count the
    /// ranks below the ranking.)
    ///
    /// - Parameters:
    ///   - measure: any measure.
    ///   - scale: the possible grades. Negative grades are not tried, because they count as unjudged.
    /// - Complexity: O(n) for most measures; O(n log n) for bpref; for nDCG, O(n × highest grade) per round, and a few rounds;
    ///   for iprec, O(n²) where the order is hostile.
    public func bounds(_ measure: Measure, grades scale: ClosedRange<Int>) -> ClosedRange<Double> {
        ranking.bounds(measure, scale: scale)
    }

    /// The documents that contribute to the measure, in rank order, with their shares. The shares sum to the value, except
    /// for `num_rel` and `num_q`, which are not sums over the ranking, and for `rbp_resid`, where the ranks below the ranking
    /// add the rest.
    public func contributions(_ measure: Measure) -> [Contribution] {
        let terms = ranking.terms(measure)
        return terms.terms.map { index, term in
            Contribution(
                document: Document(id: documentIDs[index], rank: index + 1, grade: ranking.grade(at: index)),
                share: terms.divisor == 0 ? 0 : term / terms.divisor)
        }
    }

    /// The contribution of one document to a measure.
    public struct Contribution: Sendable, Hashable {
        /// The document, with its rank and grade.
        public var document: Document
        /// Its part of the measure's value.
        public var share: Double
    }
}
