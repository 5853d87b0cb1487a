/// How a ranking is measured: trec_eval's options.
public struct EvaluationOptions: Sendable, Hashable {
    /// A document is relevant from this grade on (`-l`); binary measures look at nothing else. nDCG and ERR look at the grades.
    public var level = 1
    /// Leave out the documents without a grade from 0 on before measuring (`-J`).
    public var judgedOnly = false
    /// Leave out all that ranks deeper (`-M`), from 1; nil keeps all.
    public var depth: Int?
    /// The scale's highest grade, for ERR; nil takes the highest grade among the query's judgments.
    public var highestGrade: Int?

    public init(level: Int = 1, judgedOnly: Bool = false, depth: Int? = nil, highestGrade: Int? = nil) {
        self.level = level
        self.judgedOnly = judgedOnly
        self.depth = depth
        self.highestGrade = highestGrade
    }
}

/// One query's ranking held against its judgments: the value of every measure, what the unjudged leave open, and the documents that
/// made a figure.
///
/// The ranking is trec_eval's, whatever order it comes in: falling score in single precision, equal scores by falling document id (byte
/// by byte). A negative grade counts as none, but for `judged`. A document that stands in the ranking twice counts once, at its better
/// place (trec_eval refuses such a run).
public struct QueryEvaluation: Sendable {
    /// A ranked document.
    public struct Document: Sendable, Hashable {
        public var id: String
        /// From 1.
        public var rank: Int
        /// nil where the judgments do not name it.
        public var grade: Int?
    }

    public let options: EvaluationOptions
    /// The documents' ids in trec_eval's order.
    public let documentIDs: [String]
    let ranking: GradedRanking

    /// - Parameters:
    ///   - ranking: in any order; a score that is not a number ranks last.
    ///   - grades: the query's judgments by document id, also of documents that were not retrieved.
    /// - Complexity: O(n log n) for n documents, O(n) where they come in order.
    public init(ranking: [RankedList.Entry], grades: [String: Int], options: EvaluationOptions) {
        var known = Set<String>(minimumCapacity: ranking.count)
        let order = GradedRanking.order(ranking).map { ranking[$0] }.filter { known.insert($0.documentID).inserted }
        self.init(entries: order, grades: grades, options: options)
    }

    public init(ranking: [RankedList.Entry], grades: [String: Int], level: Int = 1) {
        self.init(ranking: ranking, grades: grades, options: EvaluationOptions(level: level))
    }

    /// The same from ids and scores.
    public init(ranking: [(id: String, score: Double)], grades: [String: Int], level: Int = 1) {
        let entries = ranking.enumerated().map {
            RankedList.Entry(documentID: $0.element.id, rank: $0.offset + 1, score: $0.element.score)
        }
        self.init(ranking: entries, grades: grades, level: level)
    }

    /// From entries none of which stands twice, as a run's are.
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

    /// How many of the ranked documents the judgments do not name.
    public var unjudgedCount: Int { ranking.unjudgedCount }

    /// The measure's value, as trec_eval has it for one query; the plain average precision for `gm_map`, 1 for `num_q`, 0 for `runid`.
    ///
    /// - Complexity: O(n) for n documents.
    public func value(_ measure: Measure) -> Double { ranking.value(measure) }

    /// The lowest and the highest value the measure can take over every way to grade some or all of the ranking's unjudged documents
    /// (those the judgments do not name) with grades of the scale. The present value is always among them.
    ///
    /// Exact for every measure. Unjudged documents outside the ranking are not considered: they could be any number, and each that is
    /// relevant lowers recall, map and nDCG further. (RBP's residual, `rbp_resid`, does count what lies below the ranking.)
    ///
    /// - Parameter scale: grades below 0 judge nothing and are not tried.
    /// - Complexity: O(n) for most, O(n²) for those that divide by the number of relevant documents, O(n × highest grade) for a few
    ///   rounds for nDCG.
    public func bounds(_ measure: Measure, grades scale: ClosedRange<Int>) -> ClosedRange<Double> {
        ranking.bounds(measure, scale: scale)
    }

    /// The documents that made the figure, best first, with what each added: the shares sum to the value. (But for `num_rel` and `num_q`,
    /// which are no sums over the ranking, and for the part of `rbp_resid` that lies below it.)
    public func contributions(_ measure: Measure) -> [Contribution] {
        let terms = ranking.terms(measure)
        return terms.terms.map { index, term in
            Contribution(
                document: Document(id: documentIDs[index], rank: index + 1, grade: ranking.grade(at: index)),
                share: terms.divisor == 0 ? 0 : term / terms.divisor)
        }
    }

    /// What one document added to a figure.
    public struct Contribution: Sendable, Hashable {
        public var document: Document
        public var share: Double
    }
}
