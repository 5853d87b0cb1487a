/// A source of generated text: the local engine, or a server.
///
/// An engine takes any number of requests at once and decides itself how to batch them. Nothing here knows of reranking.
public protocol Engine: Sendable {
    /// The model it runs, as it goes into a session.
    var model: ModelDescription { get }

    /// The longest beginning of `text` that is at most `tokens` tokens of this model, cut at a character's edge.
    func prefix(of text: String, tokens: Int) -> TextPrefix

    /// Begins a generation; it is queued behind those already running when the engine is full.
    ///
    /// - Throws: `EngineError` for a prompt that can never fit, an engine that has stopped, a template that cannot be applied.
    func start(_ request: GenerationRequest) throws(EngineError) -> any Generation
}

/// A text, cut or whole.
public struct TextPrefix: Sendable, Hashable {
    public var text: String
    /// Tokens in `text`.
    public var tokens: Int
    /// True if something was left off.
    public var isCut: Bool

    public init(text: String, tokens: Int, isCut: Bool) {
        self.text = text
        self.tokens = tokens
        self.isCut = isCut
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
    /// - Throws: `EngineError.unsupported` from engines that cannot fork; `.cancelled` after `end()`.
    func readout(_ question: ChoiceQuestion, afterTokens count: Int) async throws(EngineError) -> ChoiceReadout

    /// Stops what is still running at the next token and gives back its memory. Idempotent; call it when done with readouts.
    func end()
}
