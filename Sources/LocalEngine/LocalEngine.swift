import Inference
import Tokenizer
import Transformer

/// An engine that runs a GGUF model in this process: many concurrent generations and closed questions, with continuous
/// batching. It has its own scheduler thread, which borrows the compute threads for one forward pass at a time.
///
/// A prefix that several prompts share is computed once. Computed pages stay in the prefix cache until their memory is needed.
/// The same request gives the same events whatever else is running, except for `cachedTokens`, the progress events and the
/// timing.
public final class LocalEngine: Engine {
    /// The version of the engine and of the program.
    public static let version = "0.1.0"

    /// The model, its file and the settings that determine its results.
    public let model: ModelDescription
    /// Everything but `promptLogProbabilities`.
    public let capabilities: EngineCapabilities = [.fork, .exactPrefix, .fullEntropy, .tokenPrefill]
    /// How the engine divides its memory.
    public let memory: EngineMemory
    let core: EngineCore
    private let template: ChatTemplate
    private let thread: EngineThread
    /// The largest number of tokens of a prompt and its generated tokens together.
    public let tokenLimit: Int

    init(
        _ loaded: LoadedModel, template: ChatTemplate, cache: KVCache, memory: EngineMemory, description: ModelDescription,
        options: EngineOptions
    ) {
        model = description
        self.memory = memory
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

    /// Everything that is still running ends as cancelled.
    deinit { _ = core.commands.post(.stop) }

    /// Pages beyond those of the longest sequence, for the forks that answer closed questions.
    static let sparePages = 3

    public func tokensLeft(beside request: GenerationRequest) -> Int? {
        tokenLimit - tokens(of: request).count - max(1, request.maxNewTokens)
    }

    private func tokens(of request: GenerationRequest) -> [Int32] {
        core.tokenizing { template.encode(user: request.prompt, prefill: request.prefill, with: core.tokenizer) }
            + request.prefillTokens
    }

    /// Queues a generation and returns at once.
    ///
    /// - Throws: `EngineError.promptTooLong` if prompt and answer cannot fit the context or the cache; `.unknownToken` for an
    ///   id in `prefillTokens` outside the vocabulary.
    public func start(_ request: GenerationRequest) throws(EngineError) -> any Generation {
        let vocabulary = core.tokenizer.vocabularySize
        if let id = request.prefillTokens.first(where: { !(0..<vocabulary).contains(Int($0)) }) {
            throw .unknownToken(id: id, vocabulary: vocabulary)
        }
        return try start(
            TokenStream.Request(
                prompt: tokens(of: request), writtenCount: request.prefillTokens.count, maxNewTokens: request.maxNewTokens,
                stopTexts: request.stopTexts,
                sampling: request.sampling,
                alternatives: min(request.alternatives, Self.maxAlternatives)))
    }

    func start(_ request: TokenStream.Request) throws(EngineError) -> LocalGeneration {
        guard !request.prompt.isEmpty else { throw .unsupported("continue an empty prompt") }
        guard request.prompt.count < tokenLimit else { throw .promptTooLong(tokens: request.prompt.count, limit: tokenLimit) }
        return core.start(request)
    }

    static let maxAlternatives = 100

    /// What the engine has done so far, including every pass whose events have been received.
    public var statistics: EngineStatistics { get async { await core.statistics() } }

    /// Ends everything as cancelled and waits for the engine's thread, for at most one forward pass. Idempotent. An engine also
    /// stops when it is deallocated.
    public func stop() { thread.stop() }
}
