import Foundation

/// A run evaluated against judgments: the evaluation of each query, and the measures over all queries.
///
/// As in trec_eval, a query counts only if it is in both the run and the judgments. With `isComplete`, judged queries that
/// the run lacks count as 0.
public struct Evaluation: Sendable {
    /// One query and its evaluation.
    public struct Query: Sendable {
        /// The query's id.
        public let id: String
        /// The query's ranking and judgments.
        public let evaluation: QueryEvaluation
    }

    /// The name of the run.
    public let tag: String
    /// The queries that have a ranking and judgments, sorted by id (byte by byte), as trec_eval prints them.
    public let queries: [Query]
    /// Average over all queries of the judgments (trec_eval's `-c`).
    public let isComplete: Bool
    /// The number of judged queries without a ranking.
    private let missingCount: Int
    /// The number of documents with a grade above 0, over all judged queries.
    private let relevantCount: Int

    /// Evaluates a run.
    ///
    /// - Parameters:
    ///   - run: the rankings, by query.
    ///   - qrels: the grades, by query.
    ///   - options: if `highestGrade` is nil, the highest grade of all judgments is used.
    ///   - isComplete: average over all judged queries, not only those in the run.
    /// - Complexity: O(n) for n lines of the run; O(n log n) if a list is not in order.
    public init(_ run: Run, qrels: Qrels, options: EvaluationOptions = EvaluationOptions(), isComplete: Bool = false) {
        var options = options
        if options.highestGrade == nil {
            options.highestGrade = qrels.highestGrade
        }
        let lists = run.lists.filter { qrels.grades[$0.queryID] != nil }
            .sorted { $0.queryID.utf8.lexicographicallyPrecedes($1.queryID.utf8) }
        tag = run.tag
        queries = lists.map { list in
            let evaluation = QueryEvaluation(
                entries: list.entries, grades: qrels.grades[list.queryID] ?? [:], options: options)
            return Query(id: list.queryID, evaluation: evaluation)
        }
        self.isComplete = isComplete
        missingCount = qrels.grades.count - Set(lists.map(\.queryID)).count
        relevantCount = qrels.grades.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } }
    }

    /// The measure's value for each query, in the order of `queries`. With `isComplete`, a 0 follows for each judged query
    /// without a ranking.
    public func values(_ measure: Measure) -> [Double] {
        queries.map { $0.evaluation.value(measure) } + [Double](repeating: 0, count: isComplete ? missingCount : 0)
    }

    /// The measure over all queries, as trec_eval computes it: counts are summed, `gm_map` is the geometric mean of the
    /// average precisions (each at least 0.00001), and all others are means. (With `isComplete`, `num_rel` counts every grade
    /// above 0, whatever the relevance level, as in trec_eval.)
    public func overall(_ measure: Measure) -> Double {
        let values = values(measure)
        switch measure.kind {
        case .queries: return Double(values.count)
        case .relevant where isComplete: return Double(relevantCount)
        case .geometricAveragePrecision where !values.isEmpty:
            return exp(values.reduce(0) { $0 + log(max($1, 0.00001)) } / Double(values.count))
        default:
            let sum = values.reduce(0, +)
            return measure.kind.isCount || values.isEmpty ? sum : sum / Double(values.count)
        }
    }

    /// The bootstrap interval of the mean over queries (of the geometric mean for `gm_map`); nil for counts and for fewer
    /// than two queries.
    public func interval(_ measure: Measure, confidence: Double = 0.95) -> ClosedRange<Double>? {
        guard !measure.kind.isCount, measure.kind != .runID else { return nil }
        guard measure.kind == .geometricAveragePrecision else {
            return Bootstrap.interval(of: values(measure), confidence: confidence)
        }
        let logarithms = values(measure).map { log(max($0, 0.00001)) }
        return Bootstrap.interval(of: logarithms, confidence: confidence).map { exp($0.lowerBound)...exp($0.upperBound) }
    }
}
