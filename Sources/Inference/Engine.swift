/// A source of generated text: the local engine, or a server.
///
/// An engine takes any number of requests at once and decides itself how to batch them. Nothing here knows of reranking.
public protocol Engine: Sendable {
    /// The model it runs, as it goes into a session.
    var model: ModelDescription { get }

    /// What it can do beside generating text; the same for as long as it lives.
    var capabilities: EngineCapabilities { get }

    /// The longest beginning of `text` that is at most `tokens` tokens of this model, cut at a character's edge. An engine
    /// without `EngineCapabilities.exactPrefix` estimates.
    ///
    /// - Throws: `EngineError` where a server is asked and does not answer. An engine that counts by itself does not throw.
    func prefix(of text: String, tokens: Int) async throws(EngineError) -> TextPrefix

    /// Begins a generation; it is queued behind those already running when the engine is full. It does not wait: what a server
    /// says to it comes with the generation's events.
    ///
    /// - Throws: `EngineError` for a prompt that can never fit, an engine that has stopped, a template that cannot be applied, a
    ///   request for what the engine is not capable of.
    func start(_ request: GenerationRequest) throws(EngineError) -> any Generation
}

/// A text, cut or whole.
public struct TextPrefix: Sendable, Hashable {
    public var text: String
    /// Tokens in `text`.
    public var tokens: Int
    /// True if something was left off.
    public var isCut: Bool
    /// True if `tokens` was counted with the model's own tokenizer, false if it is an estimate.
    public var isExact: Bool

    public init(text: String, tokens: Int, isCut: Bool, isExact: Bool = true) {
        self.text = text
        self.tokens = tokens
        self.isCut = isCut
        self.isExact = isExact
    }
}

/// One generation under way. Its keys and values stay with the engine until `end()`, so that answers can be read out of it.
public protocol Generation: Sendable {
    /// What happens, in order, for one consumer. The last event is always `.ended`; then the stream finishes. Breaking off the
    /// iteration cancels the generation. Buffering is bounded by the request's `maxNewTokens`.
    var events: AsyncStream<GenerationEvent> { get }

    /// Asks a closed question of the model where `count` generated tokens have been written (the prompt alone for 0), without
    /// disturbing the generation: fork, append, read, drop.
    ///
    /// - Parameter count: 0 up to the tokens generated so far.
    /// - Throws: `EngineError.unsupported` from engines without `EngineCapabilities.fork`; `.cancelled` after `end()`; from a
    ///   server any error of the network.
    func readout(_ question: ChoiceQuestion, afterTokens count: Int) async throws(EngineError) -> ChoiceReadout

    /// Stops what is still running at the next token and gives back its memory. Idempotent; call it when done with readouts.
    func end()
}
