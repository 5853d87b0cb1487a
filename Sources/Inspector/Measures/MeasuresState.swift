import Relevance
import Sessions

/// The measures screen: which table, which row, which rankings.
struct MeasuresState: Sendable {
    var standings = Standings()
    /// By measure, of the system shown; kept so that a frame works nothing out.
    var means: [MeanFigure] = []
    /// The queries of the table in the order shown, as places in `standings.rows`.
    var order: [Int] = []
    var view = View.query
    /// The measure selected, by its place among `Standings.measures`.
    var measure = 0
    /// The row of the table of queries.
    var queryRow = 0
    /// The row of the documents that made a figure.
    var documentRow = 0
    /// First row in view of the table shown.
    var top = 0
    /// The ranking held against the first stage, by its place among the systems.
    var system: Int?
    /// Whose grades; nil until somebody says.
    var whose: Whose?
    var sort = Sort.session
    var origin = Screen.rank
    /// The documents the measure selected looks at, in the ranking shown.
    var documents: [MeasuredDocument] = []
    /// Documents that count for nothing since judges disagree on them.
    var conflictCount = 0
    /// Whether figures of some queries are still to be worked out.
    var isWorking = false

    /// Queries worked out within one frame.
    static let queriesAtOnce = 16

    enum View: Sendable, CaseIterable {
        /// Each measure for the query shown; over all queries; and the queries themselves.
        case query, mean, queries
        /// What made the measure selected, for the query shown.
        case documents
    }

    enum Whose: Sendable, Hashable {
        /// What the judges agree on, or the last word.
        case counting
        case judge(String)
    }

    enum Sort: Sendable, Hashable {
        case session, changeFalling, changeRising, unjudged
        /// The lowest first, by the place of the measure.
        case measure(Int)
    }

    /// The system shown beside the first stage.
    var shown: Int { min(system ?? 1, max(0, standings.systems.count - 1)) }
}

/// A document under a measure: what it added.
struct MeasuredDocument: Sendable, Hashable {
    var id: String
    var rank: Int
    var grade: Int?
    /// The shares sum to the figure.
    var share: Double
    /// Judging is blind, and this judge has not graded it: only its rank is shown.
    var isHidden = false
}
