import Inference
import Tokenizer
import Transformer

/// Runs a GGUF model in this process: many generations and questions at once, on a thread of its own, which borrows the threads
/// that compute from the process for a pass at a time.
///
/// Prompts that begin alike are computed once, and what has been computed stays until its memory is needed. The same request
/// gives the same events whatever else is running, except for `cachedTokens` and the pace.
public final class LocalEngine: Engine {
    /// Of the engine, and of the program it is part of.
    public static let version = "0.1.0"

    public let model: ModelDescription
    public let capabilities: EngineCapabilities = [.fork, .exactPrefix, .fullEntropy, .tokenPrefill]
    let core: EngineCore
    private let template: ChatTemplate
    private let thread: EngineThread
    /// Tokens of a prompt and its answer at most.
    public let tokenLimit: Int

    init(_ loaded: LoadedModel, template: ChatTemplate, cache: KVCache, description: ModelDescription, options: EngineOptions) {
        model = description
        core = EngineCore(tokenizer: loaded.tokenizer)
        self.template = template
        let limits = Scheduler.Limits(
            batch: options.batchLimit, streams: options.maxStreams,
            sequence: min(loaded.model.configuration.contextLength, (cache.pageCount - Self.sparePages) * KVCache.pageLength))
        tokenLimit = limits.sequence - Scheduler.answerRoom
        thread = EngineThread(core: core, priority: options.priority) { [core, model = loaded.model] in
            Scheduler(model: model, cache: cache, tokenizer: core.tokenizer, limits: limits)
        }
    }

    /// Whatever still runs ends as cancelled.
    deinit { _ = core.mailbox.post(.stop) }

    /// Pages beyond the longest sequence, for the forks that read its answer.
    static let sparePages = 3

    public func start(_ request: GenerationRequest) throws(EngineError) -> any Generation {
        let vocabulary = core.tokenizer.vocabularySize
        if let id = request.prefillTokens.first(where: { !(0..<vocabulary).contains(Int($0)) }) {
            throw .unknownToken(id: id, vocabulary: vocabulary)
        }
        let tokens = core.tokenizing { template.encode(user: request.prompt, prefill: request.prefill, with: core.tokenizer) }
        return try start(
            TokenStream.Request(
                prompt: tokens + request.prefillTokens, maxNewTokens: request.maxNewTokens, stopTexts: request.stopTexts,
                sampling: request.sampling,
                alternatives: min(request.alternatives, Self.mostAlternatives)))
    }

    func start(_ request: TokenStream.Request) throws(EngineError) -> LocalGeneration {
        guard !request.prompt.isEmpty else { throw .unsupported("continue an empty prompt") }
        guard request.prompt.count < tokenLimit else { throw .promptTooLong(tokens: request.prompt.count, limit: tokenLimit) }
        return core.start(request)
    }

    static let mostAlternatives = 100

    /// What it has done so far.
    public var statistics: EngineStatistics { get async { await core.statistics() } }

    /// Ends everything as cancelled and waits for the engine's thread, a forward pass at most. Idempotent; without it the engine
    /// stops by itself when nobody holds it any more.
    public func stop() { thread.stop() }
}
