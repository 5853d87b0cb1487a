import Inference
import Relevance

/// Scores the candidates of a query one by one with a reasoning model: ERank (arXiv 2509.00520).
public struct Reranker: Sendable {
    /// The engine that runs the model.
    public let engine: any Engine
    /// The number of documents given to the engine at once. More than the engine works on, so that it always has a next one;
    /// few enough to hold in memory.
    public let window: Int

    /// A reranker with at least one document in its window.
    public init(engine: any Engine, window: Int = 32) {
        self.engine = engine
        self.window = max(1, window)
    }

    /// Starts scoring the first `settings.depth` candidates. Never throws: a failure becomes the outcome of its document.
    ///
    /// `stops` says where the thought of each document is stopped, to read what the model would have answered there. It needs an
    /// engine with `EngineCapabilities.fork` and a mode that thinks; else there are no stops.
    ///
    /// `skipping` has the indices of candidates that this run leaves out, for example because an earlier run scored them. The
    /// other candidates keep their indices. No event names a skipped candidate, and the run's statistics do not count it.
    public func run(
        query: Query, candidates: [Candidate], settings: RunSettings, stops: StopPlan? = nil, skipping: Set<Int> = []
    ) -> RerankingRun {
        let documents = candidates.prefix(max(0, settings.depth)).enumerated().filter { !skipping.contains($0.offset) }
        return RerankingRun(
            reranker: self, query: query, documents: documents.map { ($0.offset, $0.element.document) }, settings: settings,
            stops: stops)
    }

    /// Checks that the engine's context has room for a document beside the rest of the prompt and the new tokens. A run that
    /// starts without this check ends with the same error for each document.
    ///
    /// - Returns: the tokens that the context leaves for a query and a document; nil if the engine does not know.
    /// - Throws: `EngineError.contextTooShort`.
    @discardableResult
    public func check(_ settings: RunSettings) throws(EngineError) -> Int? { try ContextShare.room(engine, settings) }

    /// The query, cut to its share of the context. If cutting fails, every document fails for the same reason.
    func share(of query: Query, _ settings: RunSettings) async -> Result<ContextShare, EngineError> {
        do {
            return .success(try await ContextShare(of: query.text, engine: engine, settings: settings))
        } catch {
            return .failure(error)
        }
    }
}
