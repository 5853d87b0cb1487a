import Inference
import Relevance
import Reranking

/// The documents of a topic in the order in which one judge sees them.
///
/// The queue is made once for a topic and a plan. It ignores later grades and scores, so that no document moves while the
/// judge works. The judge's progress is read from the current book.
public struct JudgingQueue: Sendable, Equatable {
    /// The topic's query.
    public let queryID: String
    /// The judge's name.
    public let judge: String
    /// In judging order.
    public let candidates: [Candidate]

    /// How many documents of a queue the judge has finished.
    public struct Progress: Sendable, Hashable {
        /// Documents with a grade.
        public var graded = 0
        /// Documents the judge skipped.
        public var skipped = 0
        /// Documents about which the judge could not tell.
        public var cannotTell = 0
        /// Documents without a verdict.
        public var left = 0

        /// Progress with these counts.
        public init(graded: Int = 0, skipped: Int = 0, cannotTell: Int = 0, left: Int = 0) {
            (self.graded, self.skipped, self.cannotTell, self.left) = (graded, skipped, cannotTell, left)
        }

        /// All documents of the queue.
        public var total: Int { graded + skipped + cannotTell + left }
    }

    /// The ids of the candidates, in judging order.
    public var documentIDs: [String] { candidates.map(\.document.id) }

    init(queryID: String, judge: String, candidates: [Candidate]) {
        (self.queryID, self.judge, self.candidates) = (queryID, judge, candidates)
    }

    /// Orders the documents of a topic by a plan. O(n log n) for n documents in the topic's rankings.
    ///
    /// - Parameters:
    ///   - topic: the query with its candidates.
    ///   - runs: runs of any query; only those of the topic are used.
    ///   - rankings: recorded rankings of any query; only those of the topic are used.
    ///   - book: the judgments so far.
    ///   - plan: the order, and how many documents of each ranking.
    ///   - judge: the person who judges.
    ///   - scale: the scale of the grades, for orders that compare grades with scores.
    ///   - rankBy: the number that sorts the documents of a run.
    public init(
        topic: Topic, runs: [RunState], rankings: [RecordedRanking], book: JudgmentBook, plan: JudgingPlan, judge: String,
        scale: GradeScale, rankBy: RankBy = .paper
    ) {
        let pool = JudgingPool(topic: topic, runs: runs, rankings: rankings, rankBy: rankBy, depth: plan.depth, jobs: plan.jobs)
        let final = plan.order == .stakes ? book.final(query: topic.id) : [:]
        let grades = pool.candidates.map { candidate in
            final[candidate.document.id] ?? book.judgment(query: topic.id, document: candidate.document.id, judge: judge)?.grade
        }
        self.init(
            queryID: topic.id, judge: judge,
            candidates: pool.order(by: plan.order, seed: plan.seed, grades: grades, scale: scale).map { pool.candidates[$0] })
    }

    /// The index of the next document to judge: the first one after `place` without a verdict, continuing from the beginning
    /// after the end; if every document has a verdict, the next skipped one. nil if nothing is left. If `place` is nil, the
    /// search starts at the beginning.
    public func next(after place: Int?, in book: JudgmentBook) -> Int? {
        let start = place.map { min(max(0, $0 + 1), candidates.count) } ?? 0
        let round = Array(start..<candidates.count) + Array(0..<start)
        let verdicts = candidates.map { verdict(of: $0, in: book) }
        return round.first { verdicts[$0] == nil } ?? round.first { verdicts[$0] == .skipped }
    }

    /// The judge's progress according to `book`.
    public func progress(in book: JudgmentBook) -> Progress {
        candidates.reduce(into: Progress()) { progress, candidate in
            switch verdict(of: candidate, in: book) {
            case .grade: progress.graded += 1
            case .skipped: progress.skipped += 1
            case .cannotTell: progress.cannotTell += 1
            case nil: progress.left += 1
            }
        }
    }

    private func verdict(of candidate: Candidate, in book: JudgmentBook) -> Verdict? {
        book.judgment(query: queryID, document: candidate.document.id, judge: judge)?.verdict
    }
}

extension SessionState {
    /// The queue of a topic for the session's judge, ordered by `plan` or, if that is nil, by the session's plan.
    public func queue(for topic: Topic, plan: JudgingPlan? = nil) -> JudgingQueue {
        JudgingQueue(
            topic: topic, runs: runs(ofQuery: topic.id), rankings: rankings[topic.id] ?? [], book: book,
            plan: plan ?? self.plan, judge: judge, scale: scale, rankBy: rankBy)
    }
}
