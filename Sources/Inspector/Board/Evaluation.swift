import Relevance
import Sessions

/// Which ranking is compared with the first stage, by whose grades, and the figures of it.
struct Evaluation: Sendable {
    var cache = EvaluationCache()
    /// The ranking compared with the first stage, by its index among the systems; nil until somebody chose one.
    var system: Int?
    /// nil until somebody chose.
    var graders: Graders?
    /// Documents that count for nothing since judges disagree on them.
    private(set) var conflictCount = 0
    /// Whether figures of some queries are still to be worked out.
    private(set) var isWorking = false

    /// Queries worked out within one frame.
    static let queriesAtOnce = 16

    enum Graders: Sendable, Hashable {
        /// The grades that judges agree on, or their adjudication.
        case all
        case judge(String)
    }

    /// The system shown beside the first stage.
    var shown: Int { min(system ?? 1, max(0, cache.systems.count - 1)) }

    fileprivate mutating func note(conflicts: Int) { conflictCount = conflicts }
    fileprivate mutating func note(isWorking: Bool) { self.isWorking = isWorking }
}

extension Board {
    /// The judge whose grades alone count; nil for the grades that all agree on. While judging is blind, others' grades count
    /// only when asked for.
    var measuredJudge: String? {
        switch evaluation.graders {
        case .all: nil
        case .judge(let judge): judge
        case nil: session.plan.isBlind ? session.judge : nil
        }
    }

    /// The figures of the query shown; nil for a ranking there is not, or without a grade.
    func figures(_ system: Int) -> EvaluationCache.Figures? {
        guard let row = evaluation.cache.row(query.id), row.figures.indices.contains(system) else { return nil }
        return row.figures[system]
    }

    /// The graders are those there still are, and the documents that they disagree on are counted anew.
    mutating func refreshGraders() {
        if case .judge(let judge) = evaluation.graders, !session.book.judges.contains(judge) { evaluation.graders = nil }
        let canConflict = measuredJudge == nil && session.book.judges.count > 1
        evaluation.note(conflicts: canConflict ? session.book.conflicts.count { $0.adjudication == nil } : 0)
    }

    /// Works out what changed: of the query shown, or of all queries a share that is small enough for one frame.
    ///
    /// - Returns: whether there is a figure of every query asked for; what the unjudged leave open may still be missing.
    @discardableResult
    mutating func evaluate(allQueries: Bool) -> Bool {
        let limit = allQueries ? Evaluation.queriesAtOnce : nil
        let hasFigures = evaluation.cache.refresh(
            session, book: session.book, judge: measuredJudge, shown: query.id, limit: limit)
        let hasBounds = evaluation.cache.findBounds(
            evaluation.shown, shown: query.id, limit: hasFigures ? limit : limit.map { _ in 0 }, scale: session.scale.range)
        evaluation.note(isWorking: !hasFigures || !hasBounds)
        return hasFigures
    }
}
