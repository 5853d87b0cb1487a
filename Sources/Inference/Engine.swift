/// A source of generated text: the local engine, or a server.
///
/// An engine accepts any number of concurrent requests and decides by itself how to batch them. It knows nothing about
/// reranking.
public protocol Engine: Sendable {
    /// The description of the model that is recorded with a run.
    var model: ModelDescription { get }

    /// What the engine can do besides generating text. It does not change.
    var capabilities: EngineCapabilities { get }

    /// The longest prefix of `text` that has at most `tokens` tokens, cut between characters. An engine without
    /// `EngineCapabilities.exactPrefix` estimates the number of tokens.
    ///
    /// - Throws: `EngineError` if a server must be asked and does not answer. An engine that counts locally does not throw.
    func prefix(of text: String, tokens: Int) async throws(EngineError) -> TextPrefix

    /// The tokens that the context has left: its length without `request`'s prompt and new tokens. Negative if they do not fit;
    /// nil if the engine does not know.
    func tokensLeft(beside request: GenerationRequest) -> Int?

    /// Starts a generation and returns at once. If the engine is full, the generation is queued. A server's response arrives
    /// with the generation's events.
    ///
    /// - Throws: `EngineError` for a prompt that can never fit, an engine that has stopped, a chat template that cannot be
    ///   applied, or a request that needs a capability the engine does not have.
    func start(_ request: GenerationRequest) throws(EngineError) -> any Generation
}

extension Engine {
    /// nil: a server does not tell.
    public func tokensLeft(beside request: GenerationRequest) -> Int? { nil }
}

/// A text or a prefix of it, with its number of tokens.
public struct TextPrefix: Sendable, Hashable {
    /// The text that was kept.
    public var text: String
    /// The number of tokens in `text`.
    public var tokens: Int
    /// True if `text` is shorter than the original.
    public var isCut: Bool
    /// True if `tokens` was counted with the model's own tokenizer, false if it is an estimate.
    public var isExact: Bool

    /// A prefix as given.
    public init(text: String, tokens: Int, isCut: Bool, isExact: Bool = true) {
        self.text = text
        self.tokens = tokens
        self.isCut = isCut
        self.isExact = isExact
    }
}

/// One generation. The engine keeps its KV cache until `end()`, so that closed questions can be asked about it.
public protocol Generation: Sendable {
    /// The events of the generation in order, for one consumer. The last event is always `.ended`; then the stream finishes. A
    /// consumer that stops iterating cancels the generation. The buffer is bounded by the request's `maxNewTokens`.
    var events: AsyncStream<GenerationEvent> { get }

    /// Asks the model a closed question at the point where `count` tokens of its turn have been written: those of the request's
    /// `prefillTokens`, then the generated ones (0: directly after the prompt and its prefill).
    /// The engine forks the generation there, so the generation itself is not affected.
    ///
    /// - Parameters:
    ///   - question: its lead is appended after the `count` tokens.
    ///   - count: from 0 to the number of tokens so far.
    ///   - isUrgent: whether new prompts wait for the answer. One that is not urgent is computed beside the other work.
    /// - Throws: `EngineError.unsupported` from engines without `EngineCapabilities.fork`, or for a `count` out of range;
    ///   `.cancelled` after `end()`; any network error of a server.
    func readout(
        _ question: ChoiceQuestion, afterTokens count: Int, isUrgent: Bool
    ) async throws(EngineError) -> ChoiceReadout

    /// Stops the generation at the next token if it is still running, and releases its memory. Idempotent. Call it when no more
    /// questions will be asked.
    func end()
}

extension Generation {
    /// Asks a question whose answer somebody waits for; see `readout(_:afterTokens:isUrgent:)`.
    public func readout(_ question: ChoiceQuestion, afterTokens count: Int) async throws(EngineError) -> ChoiceReadout {
        try await readout(question, afterTokens: count, isUrgent: true)
    }
}
