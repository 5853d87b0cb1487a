import Inference
import Relevance

/// One of several ways in which a thought went on freely from a point, to its own answer. It stands beside the answer that is
/// forced there: forcing can fail where going on would have found the answer (arXiv 2604.06613).
public struct Continuation: Sendable, Hashable, Codable {
    /// The number of generated tokens before the point.
    public var afterTokens: Int
    /// How its tokens were sampled. Continuations from one point differ by their seeds.
    public var sampling: Sampling
    /// The answer, as an index of the mode's choices; nil without a readable one.
    public var answer: Int?
    /// The expected score of the distribution at its answer; nil without one.
    public var expected: Double?
    /// The tokens that were written after the point.
    public var newTokens: Int

    /// From where a continuation went on, and how: what tells continuations of one thought apart.
    public struct Start: Sendable, Hashable, Comparable {
        /// The number of generated tokens before the point.
        public var afterTokens: Int
        /// How its tokens were sampled.
        public var sampling: Sampling

        /// A start with these values.
        public init(afterTokens: Int, sampling: Sampling) { (self.afterTokens, self.sampling) = (afterTokens, sampling) }

        /// By point, then by temperature, then by seed.
        public static func < (a: Self, b: Self) -> Bool {
            func order(_ start: Self) -> (Int, Double, Double, UInt64) {
                (start.afterTokens, start.sampling.temperature, start.sampling.topP, start.sampling.seed)
            }
            return order(a) < order(b)
        }
    }

    /// From where it went on, and how.
    public var start: Start { Start(afterTokens: afterTokens, sampling: sampling) }

    /// A continuation with these values.
    public init(afterTokens: Int, sampling: Sampling, answer: Int?, expected: Double?, newTokens: Int) {
        self.afterTokens = afterTokens
        self.sampling = sampling
        self.answer = answer
        self.expected = expected
        self.newTokens = newTokens
    }
}

extension Reranker {
    /// Lets a thought that was written before go on freely from a point, several times at once.
    ///
    /// Cancelling the task ends those that are under way; what was reported stands.
    ///
    /// - Parameters:
    ///   - thought: what the model wrote, token by token.
    ///   - point: the tokens of it that are kept.
    ///   - samplings: how each goes on. They differ by their seeds; without a temperature, all are the same.
    ///   - document: the run's document.
    ///   - query: the run's query.
    ///   - settings: the run's settings.
    ///   - report: called with each as it ends, in any order.
    /// - Throws: `EngineError.unsupported` from engines without `EngineCapabilities.tokenPrefill`; `.cancelled`; any error of the
    ///   engine.
    public func goOn(
        _ thought: WrittenThought, after point: Int, _ samplings: [Sampling], document: Document, query: Query,
        settings: RunSettings, report: @escaping @Sendable (Continuation) -> Void
    ) async throws(EngineError) {
        guard engine.capabilities.contains(.tokenPrefill) else {
            throw .unsupported("go on from tokens that were written before")
        }
        let share = try await share(of: query, settings).get()
        let kept = WrittenThought(tokens: Array(thought.tokens.prefix(point)), promptTokens: thought.promptTokens)
        let cancellations = Cancellations()
        let failure = await withTaskCancellationHandler {
            await withTaskGroup(of: (Sampling, DocumentResult).self) { group in
                for (index, sampling) in samplings.enumerated() {
                    var own = settings
                    own.sampling = sampling
                    let scorer = DocumentScorer(
                        engine: engine, settings: own, stops: nil, share: .success(share), cancellations: cancellations,
                        written: kept, report: { _ in })
                    // To the scorer each is a document of its own.
                    group.addTask { (sampling, await scorer.score(document, index: index)) }
                }
                var failure: EngineError?
                for await (sampling, result) in group {
                    switch result.outcome {
                    case .failed(let problem): failure = .model(problem)
                    case .cancelled: failure = failure ?? .cancelled
                    default:
                        report(
                            Continuation(
                                afterTokens: kept.tokens.count, sampling: sampling, answer: result.answer,
                                expected: result.distribution?.expected, newTokens: result.newTokens))
                    }
                }
                return failure
            }
        } onCancel: {
            cancellations.cancelAll()
        }
        if let failure { throw failure }
    }
}
