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
    ///
    /// - Parameter skipping: indices of candidates that are not scored now, such as those that an earlier run has scored. The
    ///   others keep their indices; no event names one that is skipped, and the run's statistics do not count it.
    public func run(query: Query, candidates: [Candidate], settings: RunSettings, skipping: Set<Int> = []) -> RerankingRun {
        let documents = candidates.prefix(max(0, settings.depth)).enumerated().filter { !skipping.contains($0.offset) }
        return RerankingRun(
            reranker: self, query: query, documents: documents.map { ($0.offset, $0.element.document) }, settings: settings)
    }

    /// The query cut to its limit. Where that fails, so does every document, for the same reason.
    func prefix(of query: Query, _ settings: RunSettings) async -> Result<TextPrefix, EngineError> {
        do {
            return .success(try await engine.prefix(of: query.text, tokens: settings.queryTokenLimit))
        } catch {
            return .failure(error)
        }
    }
}
