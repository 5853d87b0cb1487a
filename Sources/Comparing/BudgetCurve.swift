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
    public private(set) var points: [Point]
    /// Queries with stops, which alone are ranked.
    public let queries: Int
    /// Documents with stops.
    public let documents: Int
    /// Documents of which the empty thought has the answer already, and which never change it.
    public let settledAtOnce: Int
    /// Documents of these queries that were answered without a stop being known: they count as they are, whatever the budget.
    public let unstopped: Int
    /// The measure of `Point.value`; nil without judgments.
    public private(set) var measure: Measure?
    private let curves: [QueryCurve]
    /// By budget and query.
    private let rankings: [[[RankedDocument]]]

    /// The curve of a job's runs; nil if none of their documents was stopped.
    ///
    /// - Parameters:
    ///   - runs: those of the job.
    ///   - rankBy: the number that sorts.
    ///   - grades: of a query, by document; nil for a query without any, and where nothing is judged.
    ///   - measure: what is measured by them.
    ///   - options: how they are measured.
    /// - Complexity: O(b n log n) for b budgets, of which there are at most 16, and n documents.
    public init?(
        _ runs: [RunState], rankBy: RankBy, grades: ((Query) -> [String: Int]?)?, measure: Measure = .ndcg(at: 10),
        options: EvaluationOptions = EvaluationOptions()
    ) {
        let queries = runs.compactMap { QueryCurve($0, rankBy: rankBy, grades: grades?($0.query), options) }
        self.queries = queries.count
        self.rankBy = rankBy
        documents = queries.reduce(0) { $0 + $1.curves.count { $0 != nil } }
        guard documents > 0 else { return nil }
        curves = queries
        settledAtOnce = queries.reduce(0) { $0 + $1.settledAtOnce }
        unstopped = queries.reduce(0) { $0 + zip($1.curves, $1.run.documents).count { $0 == nil && $1.result?.answer != nil } }
        let budgets = Self.budgets(to: queries.map(\.longest).max() ?? 0)
        rankings = budgets.map { budget in queries.map { $0.ranking(at: budget) } }
        let all = queries.reduce(0) { $0 + $1.written(within: .max) }
        points = zip(budgets, rankings).map { budget, rankings in
            let correlations = zip(queries, rankings).map { RankCorrelation(a: $0.keys($0.final), b: $0.keys($1)) }
            let written = queries.reduce(0) { $0 + $1.written(within: budget) }
            return Point(
                budget: budget, tokenShare: all > 0 ? Double(written) / Double(all) : 0, value: nil,
                kendallTauB: Self.mean(correlations.compactMap(\.kendallTauB)),
                tauAPB: Self.mean(correlations.compactMap(\.tauAPB)))
        }
        setMeasure(measure)
    }

    /// The same by another measure. O(b n log n).
    public func measured(by measure: Measure) -> BudgetCurve {
        var other = self
        other.setMeasure(measure)
        return other
    }

    private mutating func setMeasure(_ measure: Measure) {
        guard curves.contains(where: { $0.grades != nil }) else { return }
        self.measure = measure
        for (place, rankings) in rankings.enumerated() {
            points[place].value = Self.mean(zip(curves, rankings).compactMap { $0.value($1, measure) })
        }
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// What to know of the figures.
    public static let note =
        "tau is with the ranking of the whole thoughts; a thought that is stopped is forced to answer, and might have found more"

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

    /// "3 of 12 documents have their answer before a thought, and never change it; with at most 32 tokens (41 % of all tokens) and
    /// more, thoughts rank as well by ndcg_cut_10 as whole ones".
    public var sentence: String {
        let isOne = documents == 1 || settledAtOnce == 1
        let first =
            "\(settledAtOnce) of \(documents.counted("document")) \(isOne ? "has its" : "have their") answer before a thought, and "
            + "never change\(isOne ? "s" : "") it"
        guard let enough, let last = points.last else { return first }
        let isLast = enough.budget == last.budget
        let limit = "at most \(enough.budget.counted("token")) (\(Int((enough.tokenShare * 100).rounded())) % of all tokens)"
        var words =
            if let measure {
                isLast
                    ? "\(first); no shorter limit is safe by \(measure.name): it, or a longer one, ranks worse than whole thoughts"
                    : "\(first); with \(limit) and more, thoughts rank as well by \(measure.name) as whole ones"
            } else {
                isLast
                    ? "\(first); no shorter limit keeps the order of whole thoughts (tau_b of at least 0.9)"
                    : "\(first); with \(limit) and more, thoughts keep the order of whole ones (tau_b of at least 0.9)"
            }
        if let best = points.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }), let value = best.value, let whole = last.value,
            value > whole + 1e-9
        {
            words += String(format: "; best at \(best.budget.counted("token")): %.3f against %.3f", value, whole)
        }
        return words
    }
}

/// One query of a job at every budget.
private struct QueryCurve: Sendable {
    let run: RunState
    let rankBy: RankBy
    let grades: [String: Int]?
    let options: EvaluationOptions
    /// By document; nil for one without a stop.
    let curves: [StopCurve?]
    let final: [RankedDocument]

    init?(_ run: RunState, rankBy: RankBy, grades: [String: Int]?, _ options: EvaluationOptions) {
        (self.run, self.rankBy, self.options) = (run, rankBy, options)
        self.grades = grades.flatMap { $0.isEmpty ? nil : $0 }
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
            // Before its first stop, where nothing was read at the first token, a document counts as it is.
            guard let curve, var result = progress.result, progress.thoughtTokens > budget, curve.stops[0].afterTokens <= budget
            else { return progress.result }
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
