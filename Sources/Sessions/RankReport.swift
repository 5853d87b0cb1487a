import Inference
import Relevance
import Reranking

/// The result of a run, as `erank rank --output json` and `erank sessions export` print it. It is computed from the fold of
/// the run's events alone, so a live run, its session and its replay agree to the last digit.
public struct RankReport: Sendable, Equatable {
    /// The job of the run.
    public var job: JobID
    /// The query of the run.
    public var query: Query
    /// The model of the run; nil if the session does not name it.
    public var model: ModelDescription?
    /// The settings of the run.
    public var settings: RunSettings
    /// The number that was asked for to sort the documents.
    public var rankBy: RankBy
    /// The rule that sorts them: another one than `rankBy` if distributions are missing.
    public var rule: RankingRule
    /// The candidates that were scored, by id.
    public var candidates: [String: Candidate]
    /// Best first.
    public var ranking: [Row]
    /// Every document has an outcome: none waits, was cancelled or failed. Answers that are no score are outcomes.
    public var isComplete: Bool { unscoredCount == 0 }
    /// The number of documents that wait, were cancelled or failed.
    public var unscoredCount: Int { counts.unscored }
    /// The number of documents whose answer is no score. They rank last.
    public var unreadableCount: Int { ranking.count { $0.state.isOutcome && $0.score == nil } }
    /// How the documents came out.
    public var counts: OutcomeCounts
    /// The number of documents that were finished before the last resumption.
    public var keptCount: Int
    /// The number of documents with a settled outcome since the start or the last resumption.
    public var settledNowCount: Int
    /// nil if the run has not ended.
    public var statistics: RunStatistics?
    /// Documents with a settled outcome per second, since the start or the last resumption; nil if the run has not ended, or
    /// nothing was settled.
    public var documentsPerSecond: Double?

    /// One document of the ranking.
    public struct Row: Sendable, Equatable {
        /// From 1.
        public var rank: Int
        /// The document's id.
        public var id: String
        /// The number the ranking is sorted by; nil without a readable answer.
        public var score: Double?
        /// The state of the document.
        public var state: State
        /// nil if the document is not finished.
        public var result: DocumentResult?
        /// What it would have answered, had its thought been stopped before its end; see `DocumentProgress.stopsToTheEnd`.
        public var stops: [Stop]
        /// The same with another closing text, where one was tried; see `DocumentProgress.secondStops`.
        public var secondStops: [Stop]
        /// How its thought went on freely from some points, by point and seed.
        public var continuations: [Continuation]
        /// The text that the model wrote.
        public var reasoning: String
        /// Whether the document's text imitates the answer format.
        public var imitatesAnswerFormat: Bool

        /// The state for people: "scored", "forced", "scored, no distribution", "cut_off", "scored, imitates the answer format".
        public var words: String {
            let words =
                result?.isForced == true
                ? "forced" : result?.lacksDistribution == true ? "scored, no distribution" : state.rawValue
            return imitatesAnswerFormat ? words + ", imitates the answer format" : words
        }
    }

    /// The state of a document in one word.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case scored, unreadable, failed, cancelled
        case outOfRange = "out_of_range"
        case cutOff = "cut_off"
        /// Not finished yet.
        case waiting, reading, thinking

        /// Whether the model has judged the document. The others are scored when the run is resumed.
        public var isOutcome: Bool {
            switch self {
            case .scored, .unreadable, .outOfRange, .cutOff: true
            case .failed, .cancelled, .waiting, .reading, .thinking: false
            }
        }
    }

    /// The report of a run, sorted by `rankBy`.
    public init(_ run: RunState, rankBy: RankBy) {
        job = run.request.job
        query = run.query
        model = run.model
        settings = run.settings
        self.rankBy = rankBy
        candidates = Dictionary(run.candidates.map { ($0.document.id, $0) }, uniquingKeysWith: { first, _ in first })
        rule = run.rule(by: rankBy)
        counts = run.counts
        keptCount = run.keptCount
        settledNowCount = run.settledNowCount
        statistics = run.statistics
        documentsPerSecond = run.settledPerSecond
        ranking = run.ranking(by: rankBy).compactMap { ranked in
            guard run.documents.indices.contains(ranked.document) else { return nil }
            let progress = run.documents[ranked.document]
            let document = run.candidates[ranked.document].document
            return Row(
                rank: ranked.rank, id: document.id, score: ranked.score, state: State(progress), result: progress.result,
                stops: progress.stopsToTheEnd, secondStops: progress.secondStops, continuations: progress.continuations,
                reasoning: progress.reasoning, imitatesAnswerFormat: document.imitatesAnswerFormat)
        }
    }
}

extension RankReport.State {
    /// The state of a document of a run.
    public init(_ progress: DocumentProgress) {
        self =
            switch progress.result?.outcome {
            case .scored: .scored
            case .unreadable: .unreadable
            case .outOfRange: .outOfRange
            case .cutOff: .cutOff
            case .failed: .failed
            case .cancelled: .cancelled
            case nil:
                switch progress.phase {
                case .waiting, .finished: .waiting
                case .reading: .reading
                case .thinking: .thinking
                }
            }
    }
}
