import Foundation
import Relevance
import Reranking
import Sessions

/// How a job's rankings depend on how long the model may think: for each budget of tokens, the ranking that its documents would
/// have, had each thought been stopped there, against the ranking of the whole thoughts.
public struct BudgetCurve: Sendable {
    /// The rankings at one budget, over all queries.
    public struct Point: Sendable, Hashable {
        /// The most tokens of a thought.
        public var budget: Int
        /// The tokens that are written within it, as a share of all that were written.
        public var tokenShare: Double
        /// The mean of the measure; nil without judgments.
        public var value: Double?
        /// The mean agreement with the ranking of the whole thoughts; nil where no query has one.
        public var kendallTauB: Double?
        /// The same, the top counting more.
        public var tauAPB: Double?
    }

    /// The number that sorts the rankings.
    public let rankBy: RankBy
    /// By rising budget: from the empty thought to the longest.
    public let points: [Point]
    /// Queries with stops, which alone are ranked.
    public let queries: Int
    /// Documents with stops.
    public let documents: Int
    /// Documents of which the empty thought has the answer already, and which never change it.
    public let settledAtOnce: Int
    /// Documents of these queries that were answered without a stop being known: they count as they are, whatever the budget.
    public let unstopped: Int
    /// The measure of `Point.value`; nil without judgments.
    public let measure: Measure?

    /// The curve of a job's runs; nil if none of their documents was stopped.
    ///
    /// - Parameters:
    ///   - runs: those of the job.
    ///   - rankBy: the number that sorts.
    ///   - qrels: judgments under the queries' exported ids; nil without any.
    ///   - measure: what is measured by them.
    ///   - options: how they are measured.
    /// - Complexity: O(b n log n) for b budgets, of which there are at most 16, and n documents.
    public init?(
        _ runs: [RunState], rankBy: RankBy, qrels: Qrels?, measure: Measure = .ndcg(at: 10),
        options: EvaluationOptions = EvaluationOptions()
    ) {
        let queries = runs.compactMap {
            QueryCurve($0, rankBy: rankBy, grades: qrels?.grades[$0.query.exportedID], options)
        }
        self.queries = queries.count
        self.rankBy = rankBy
        let judged = qrels != nil && queries.contains { $0.grades != nil }
        documents = queries.reduce(0) { $0 + $1.curves.count { $0 != nil } }
        guard documents > 0 else { return nil }
        self.measure = judged ? measure : nil
        settledAtOnce = queries.reduce(0) { $0 + $1.settledAtOnce }
        unstopped = queries.reduce(0) { $0 + zip($1.curves, $1.run.documents).count { $0 == nil && $1.result?.answer != nil } }
        let longest = queries.map(\.longest).max() ?? 0
        points = Self.budgets(to: longest).map { budget in
            let at = queries.map { $0.ranking(at: budget) }
            func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
            let correlations = zip(queries, at).map { RankCorrelation(a: $0.keys($0.final), b: $0.keys($1)) }
            let (written, all) = queries.reduce((0, 0)) { ($0.0 + $1.written(within: budget), $0.1 + $1.written(within: .max)) }
            return Point(
                budget: budget, tokenShare: all > 0 ? Double(written) / Double(all) : 0,
                value: judged ? mean(zip(queries, at).compactMap { $0.value($1, measure) }) : nil,
                kendallTauB: mean(correlations.compactMap(\.kendallTauB)), tauAPB: mean(correlations.compactMap(\.tauAPB)))
        }
    }

    /// Some usual numbers, then the longest.
    private static func budgets(to longest: Int) -> [Int] {
        let usual = [0, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024, 2048]
        return usual.filter { $0 < longest } + [longest]
    }

    /// The first budget whose figure is no worse than that of the whole thoughts, and stays so: by the measure or, without
    /// judgments, by an agreement of at least 0.9.
    public var enough: Point? {
        guard let last = points.last else { return nil }
        func isEnough(_ point: Point) -> Bool {
            if let value = point.value, let whole = last.value { return value >= whole - 1e-9 }
            return point.kendallTauB.map { $0 >= 0.9 } ?? false
        }
        return points.indices.first { points[$0...].allSatisfy(isEnough) }.map { points[$0] }
    }

    /// "3 of 12 documents have their answer before a thought, and never change it; thoughts of at most 32 tokens (41 % of all
    /// tokens) rank as well by ndcg_cut_10 as whole ones".
    public var sentence: String {
        let first =
            "\(settledAtOnce) of \(documents.counted("document")) \(settledAtOnce == 1 ? "has its" : "have their") answer before a "
            + "thought, and never change\(settledAtOnce == 1 ? "s" : "") it"
        guard let enough, let last = points.last else { return first }
        let by = measure.map { "by \($0.name)" } ?? "with an agreement of 0.9 (tau_b)"
        var words =
            enough.budget == last.budget
            ? "\(first); below the longest thought no limit is safe: it or a longer one ranks worse \(by) than whole thoughts"
            : "\(first); thoughts of at most \(enough.budget.counted("token")) (\(Int((enough.tokenShare * 100).rounded())) % of all tokens) "
                + "rank as well \(by) as whole ones"
        if let best = points.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }), let value = best.value, let whole = last.value,
            value > whole + 1e-9
        {
            words += String(format: "; best at \(best.budget.counted("token")): %.3f against %.3f", value, whole)
        }
        return words
    }
}

/// One query of a job at every budget.
private struct QueryCurve {
    let run: RunState
    let rankBy: RankBy
    let grades: [String: Int]?
    let options: EvaluationOptions
    /// By document; nil for one without a stop.
    let curves: [StopCurve?]
    let final: [RankedDocument]

    init?(_ run: RunState, rankBy: RankBy, grades: [String: Int]?, _ options: EvaluationOptions) {
        (self.run, self.rankBy, self.grades, self.options) = (run, rankBy, grades, options)
        curves = run.documents.map { $0.isSettled && $0.hasStops ? StopCurve($0) : nil }
        guard curves.contains(where: { $0 != nil }) else { return nil }
        final = run.ranking(by: rankBy)
    }

    var longest: Int { zip(curves, run.documents).map { $0 == nil ? 0 : $1.thoughtTokens }.max() ?? 0 }

    func written(within budget: Int) -> Int {
        zip(curves, run.documents).reduce(0) { $0 + ($1.0 == nil ? 0 : min(budget, $1.1.thoughtTokens)) }
    }

    /// Documents whose answer is that of the empty thought, from there to the end.
    var settledAtOnce: Int {
        zip(curves, run.documents).count { curve, progress in
            curve?.settled == 0 && curve?.stops.first?.afterTokens == 0 && progress.result?.answer != nil
        }
    }

    /// The ranking if no thought may be longer.
    func ranking(at budget: Int) -> [RankedDocument] {
        let results = zip(curves, run.documents).map { curve, progress -> DocumentResult? in
            guard let curve, var result = progress.result, progress.thoughtTokens > budget else { return progress.result }
            let distribution = curve.stops[curve.place(after: budget)].distribution
            guard let answer = distribution.peak else { return progress.result }
            (result.outcome, result.distribution) = (.scored(answer: answer, forced: true), distribution)
            return result
        }
        return Ranking.rank(candidates: run.candidates, results: results, mode: run.settings.mode, by: rankBy)
    }

    /// By document, a number that is higher the better it ranks; NaN for one without a score.
    func keys(_ ranking: [RankedDocument]) -> [Double] {
        var keys = [Double](repeating: .nan, count: run.candidates.count)
        for ranked in ranking where ranked.score != nil { keys[ranked.document] = ranked.score ?? .nan }
        return keys
    }

    func value(_ ranking: [RankedDocument], _ measure: Measure) -> Double? {
        guard let grades else { return nil }
        let entries = ranking.map {
            RankedList.Entry(documentID: run.candidates[$0.document].document.id, rank: $0.rank, score: -Double($0.rank))
        }
        return QueryEvaluation(ranking: entries, grades: grades, options: options).value(measure)
    }
}

extension DocumentProgress {
    /// The tokens before the answer.
    fileprivate var thoughtTokens: Int { min(result?.answerToken ?? tokens.count, tokens.count) }
}
