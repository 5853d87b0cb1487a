import Inference
import Relevance
import Reranking

/// One run: what was asked, and how each document stands.
public struct RunState: Sendable, Equatable {
    public var query: Query
    /// Those that are scored, in first-stage order: the first `settings.depth` of those loaded.
    public var candidates: [Candidate]
    public var model: ModelDescription?
    public var settings: RunSettings
    /// One for each of `candidates`.
    public var documents: [DocumentProgress]
    /// Set when the run has ended.
    public var statistics: RunStatistics?
    /// Milliseconds since the session began.
    public var startedAt: Int

    public init(
        query: Query, candidates: [Candidate], model: ModelDescription?, settings: RunSettings, documents: [DocumentProgress],
        statistics: RunStatistics? = nil, startedAt: Int
    ) {
        self.query = query
        self.candidates = candidates
        self.model = model
        self.settings = settings
        self.documents = documents
        self.statistics = statistics
        self.startedAt = startedAt
    }

    /// One for each of `candidates`, nil while it is not done.
    public var results: [DocumentResult?] { documents.map(\.result) }

    public func ranking(by rankBy: RankBy) -> [RankedDocument] {
        Ranking.rank(candidates: candidates, results: results, mode: settings.mode, by: rankBy)
    }

    mutating func apply(_ event: RunEvent) {
        switch event {
        case .admitted(let document, let promptTokens, let cachedTokens):
            update(document) { $0.phase = .reading(done: cachedTokens, of: promptTokens) }
        case .promptProgress(let document, let done, let total):
            update(document) { $0.phase = .reading(done: done, of: total) }
        case .token(let document, let token): write(document) { $0.append(token) }
        case .finished(let document, let result):
            update(document) {
                $0.phase = .finished
                $0.result = result
                $0.tokens.compact()
            }
        case .ended(let statistics): self.statistics = statistics
        }
    }

    /// Appends to what a document is writing.
    mutating func write(_ document: Int, _ append: (inout TokenLog) -> Void) {
        update(document) {
            $0.phase = .thinking
            append(&$0.tokens)
        }
    }

    private mutating func update(_ document: Int, _ change: (inout DocumentProgress) -> Void) {
        if documents.indices.contains(document) { change(&documents[document]) }
    }
}

/// One document of a run.
public struct DocumentProgress: Sendable, Equatable {
    public var phase: Phase = .waiting
    /// The thought and answer so far, with the alternatives of each token.
    public var tokens: TokenLog
    /// Set with `.finished`.
    public var result: DocumentResult?

    public enum Phase: Sendable, Hashable {
        case waiting
        /// Its prompt is being computed: `done` of `of` tokens.
        case reading(done: Int, of: Int)
        case thinking
        case finished
    }

    public init(vocabulary: TokenVocabulary = TokenVocabulary()) {
        tokens = TokenLog(vocabulary: vocabulary)
    }

    /// The tokens' text, joined.
    public var reasoning: String { tokens.text }
}
