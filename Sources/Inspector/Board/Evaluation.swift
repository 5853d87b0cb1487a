import Relevance
import Sessions
import Terminal

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

    /// The title of a ranking's column: "first" and "ranked" where a model ranked the first stage, else the names of the files.
    func columnTitle(_ system: Int) -> String {
        guard cache.systems.indices.contains(system) else { return "ranked" }
        switch cache.systems[system] {
        case .firstStage("first stage"): return "first"
        case .model: return "ranked"
        case .firstStage(let name), .recorded(let name): return TerminalText.truncated(name, to: 7)
        }
    }

    /// The judge whose grades alone count; nil for the grades that all agree on. While judging is blind, others' grades count
    /// only when asked for.
    func measuredJudge(_ session: SessionState) -> String? {
        switch graders {
        case .all: nil
        case .judge(let judge): judge
        // Who has judged nothing yet has no grades of their own to go by.
        case nil: session.plan.isBlind && session.book.judges.contains(session.judge) ? session.judge : nil
        }
    }

    /// The figures of a query; nil if there is no such ranking, or no grade.
    func figures(_ system: Int, of queryID: String) -> EvaluationCache.Figures? {
        guard let row = cache.row(queryID), row.figures.indices.contains(system) else { return nil }
        return row.figures[system]
    }

    /// Graders that are gone count no longer, and the documents that they disagree on are counted anew.
    mutating func refreshGraders(_ session: SessionState) {
        if case .judge(let judge) = graders, !session.book.judges.contains(judge) { graders = nil }
        let canConflict = measuredJudge(session) == nil && session.book.judges.count > 1
        conflictCount = canConflict ? session.book.conflicts.count { $0.adjudication == nil } : 0
    }

    /// Works out what changed: of one query, or of all queries a share that is small enough for one frame.
    ///
    /// - Returns: whether there is a figure of every query asked for; what the unjudged leave open may still be missing.
    @discardableResult
    mutating func evaluate(_ session: SessionState, shown queryID: String, run: Int?, allQueries: Bool) -> Bool {
        let limit = allQueries ? Evaluation.queriesAtOnce : nil
        let hasFigures = cache.refresh(
            session, book: session.book, judge: measuredJudge(session), shown: queryID, run: run, isAlone: system == 0,
            limit: limit)
        let hasBounds = cache.findBounds(
            shown, shown: queryID, limit: hasFigures ? limit : limit.map { _ in 0 }, scale: session.scale.range)
        isWorking = !hasFigures || !hasBounds
        return hasFigures
    }
}

extension Board {
    /// The figures of the query shown.
    func figures(_ system: Int) -> EvaluationCache.Figures? { evaluation.figures(system, of: query.id) }

    /// Works out what changed; see `Evaluation`.
    @discardableResult
    mutating func evaluate(allQueries: Bool) -> Bool {
        let (queryID, run) = (query.id, shown.run)
        return evaluation.evaluate(session, shown: queryID, run: run, allQueries: allQueries)
    }
}
