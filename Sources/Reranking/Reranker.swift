import Inference
import Relevance

/// Scores a query's candidates one by one with a reasoning model: ERank (arXiv 2509.00520).
public struct Reranker: Sendable {
    public let engine: any Engine
    /// Documents handed to the engine at once: more than it works on, so that it never runs dry, and few enough to hold.
    public let window: Int

    public init(engine: any Engine, window: Int = 32) {
        self.engine = engine
        self.window = max(1, window)
    }

    /// Starts scoring the first `settings.depth` candidates. Never throws: what fails is an outcome of its document.
    public func run(query: Query, candidates: [Candidate], settings: RunSettings) -> RerankingRun {
        RerankingRun(
            reranker: self, query: query, candidates: Array(candidates.prefix(max(0, settings.depth))), settings: settings)
    }
}
