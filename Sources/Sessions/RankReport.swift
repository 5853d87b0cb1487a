import Inference
import Relevance
import Reranking

/// What `erank rank --output json` prints of a run, and `erank sessions export` of a session: built from the fold of the run's
/// events alone, so that a live run, its session and its replay agree to the last digit.
public struct RankReport: Sendable, Equatable {
    public var query: Query
    public var model: ModelDescription?
    public var settings: RunSettings
    public var rankBy: RankBy
    /// What `rankBy` came to: another number where distributions are missing.
    public var rule: RankingRule
    /// Best first.
    public var ranking: [Row]
    /// nil while the run has not ended.
    public var statistics: RunStatistics?

    public struct Row: Sendable, Equatable {
        /// From 1.
        public var rank: Int
        public var id: String
        /// What the ranking is sorted by; nil without a readable answer.
        public var score: Double?
        public var state: State
        /// nil while the document is not done.
        public var result: DocumentResult?
        public var reasoning: String

        /// The state for people: "scored", "forced", "scored, no distribution", "cut_off".
        public var words: String {
            if result?.isForced == true { return "forced" }
            return result?.lacksDistribution == true ? "scored, no distribution" : state.rawValue
        }
    }

    /// How a document stands, in a word.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case scored, unreadable, failed, cancelled
        case outOfRange = "out_of_range"
        case cutOff = "cut_off"
        /// Not done yet.
        case waiting, reading, thinking
    }

    public init(_ run: RunState, rankBy: RankBy) {
        query = run.query
        model = run.model
        settings = run.settings
        self.rankBy = rankBy
        rule = run.rule(by: rankBy)
        statistics = run.statistics
        ranking = run.ranking(by: rankBy).compactMap { ranked in
            guard run.documents.indices.contains(ranked.document) else { return nil }
            let progress = run.documents[ranked.document]
            return Row(
                rank: ranked.rank, id: run.candidates[ranked.document].document.id, score: ranked.score, state: State(progress),
                result: progress.result, reasoning: progress.reasoning)
        }
    }
}

extension RankReport.State {
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
