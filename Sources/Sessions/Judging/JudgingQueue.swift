import Inference
import Relevance
import Reranking

/// A topic's documents in the order in which one judge is to see them.
///
/// Made once for a topic and a plan: it does not follow grades and scores that come later, so that no document moves under the judge's hands. Where
/// the judge is and what is left is asked of the book as it stands.
public struct JudgingQueue: Sendable, Equatable {
    public let queryID: String
    public let judge: String
    /// In judging order.
    public let candidates: [Candidate]

    /// How far the judge is with a queue.
    public struct Progress: Sendable, Hashable {
        public var graded = 0
        public var skipped = 0
        public var cannotTell = 0
        /// Without a verdict.
        public var left = 0

        public init(graded: Int = 0, skipped: Int = 0, cannotTell: Int = 0, left: Int = 0) {
            (self.graded, self.skipped, self.cannotTell, self.left) = (graded, skipped, cannotTell, left)
        }

        public var total: Int { graded + skipped + cannotTell + left }
    }

    public var documentIDs: [String] { candidates.map(\.document.id) }

    init(queryID: String, judge: String, candidates: [Candidate]) {
        (self.queryID, self.judge, self.candidates) = (queryID, judge, candidates)
    }

    /// - Parameters:
    ///   - runs: of any query; those of the topic's count.
    ///   - rankings: those recorded beside the first stage, of any query.
    ///   - rankBy: what sorts a run's documents.
    /// O(n log n) in the documents of the topic's rankings.
    public init(
        topic: Topic, runs: [RunState], rankings: [RecordedRanking], book: JudgmentBook, plan: JudgingPlan, judge: String,
        scale: GradeScale, rankBy: RankBy = .paper
    ) {
        let pool = JudgingPool(topic: topic, runs: runs, rankings: rankings, rankBy: rankBy, depth: plan.depth)
        let grades = pool.candidates.map { book.judgment(query: topic.id, document: $0.document.id, judge: judge)?.grade }
        self.init(
            queryID: topic.id, judge: judge,
            candidates: pool.order(by: plan.order, seed: plan.seed, grades: grades, scale: scale).map { pool.candidates[$0] })
    }

    /// The first document behind `place` without a verdict, going round from the end to the beginning; where every document has one,
    /// the first that was skipped. nil where nothing is left to do. With a place of nil it looks from the beginning.
    public func next(after place: Int?, in book: JudgmentBook) -> Int? {
        let start = place.map { min(max(0, $0 + 1), candidates.count) } ?? 0
        let round = Array(start..<candidates.count) + Array(0..<start)
        let verdicts = candidates.map { verdict(of: $0, in: book) }
        return round.first { verdicts[$0] == nil } ?? round.first { verdicts[$0] == .skipped }
    }

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
    /// A topic's documents for the session's judge, in the order of the session's plan or of another one.
    public func queue(for topic: Topic, plan: JudgingPlan? = nil) -> JudgingQueue {
        JudgingQueue(
            topic: topic, runs: runs, rankings: rankings[topic.id] ?? [], book: book, plan: plan ?? self.plan, judge: judge,
            scale: scale, rankBy: rankBy)
    }
}
