import Foundation

/// A run held against judgments: each query's evaluation, and the figures over all of them.
///
/// Queries that stand in only one of the two are left out, as in trec_eval; `isComplete` counts those without a ranking as 0.
public struct Evaluation: Sendable {
    public struct Query: Sendable {
        public let id: String
        public let evaluation: QueryEvaluation
    }

    /// The run's name.
    public let tag: String
    /// Those with a ranking and judgments, by id (byte by byte), the order in which trec_eval prints them.
    public let queries: [Query]
    /// Average over all queries of the judgments (`-c`).
    public let isComplete: Bool
    /// Judged queries without a ranking.
    private let missingCount: Int
    /// Documents of all judged queries with a grade above 0.
    private let relevantCount: Int

    /// - Parameter options: `highestGrade`, where it is nil, becomes the highest grade of all the judgments.
    /// - Complexity: O(n) for n lines of the run; O(n log n) where a list is not in order.
    public init(_ run: Run, qrels: Qrels, options: EvaluationOptions = EvaluationOptions(), isComplete: Bool = false) {
        var options = options
        if options.highestGrade == nil {
            options.highestGrade = qrels.grades.values.lazy.compactMap { $0.values.max() }.max()
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

    /// The measure of each query, in the order of `queries`; with `isComplete`, a 0 for each judged query without a ranking behind them.
    public func values(_ measure: Measure) -> [Double] {
        queries.map { $0.evaluation.value(measure) } + [Double](repeating: 0, count: isComplete ? missingCount : 0)
    }

    /// Over all queries, as trec_eval has it: counts are summed, `gm_map` is the geometric mean of average precisions (each at least
    /// 0.00001), all others are means. (With `isComplete` its `num_rel` counts every grade above 0, whatever the level.)
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

    /// The bootstrap interval of the mean over queries (of the geometric mean for `gm_map`); nil for counts and for fewer than two queries.
    public func interval(_ measure: Measure, confidence: Double = 0.95) -> ClosedRange<Double>? {
        guard !measure.kind.isCount, measure.kind != .runID else { return nil }
        guard measure.kind == .geometricAveragePrecision else {
            return Bootstrap.interval(of: values(measure), confidence: confidence)
        }
        let logarithms = values(measure).map { log(max($0, 0.00001)) }
        return Bootstrap.interval(of: logarithms, confidence: confidence).map { exp($0.lowerBound)...exp($0.upperBound) }
    }
}
