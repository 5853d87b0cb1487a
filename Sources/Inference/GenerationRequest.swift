/// A prompt, and how to continue it.
public struct GenerationRequest: Sendable, Hashable {
    /// The text of one user turn. The engine applies the model's chat template. Special tokens are not parsed in it.
    public var prompt: String
    /// The beginning of the assistant's turn. Generation continues after it.
    public var prefill: String
    /// Token ids that follow `prefill`, possibly with control tokens. They repeat what an earlier generation wrote token by
    /// token; its text might be tokenized differently. An engine without `EngineCapabilities.tokenPrefill` throws
    /// `EngineError.unsupported` unless this is empty.
    public var prefillTokens: [Int32]
    /// The largest number of tokens to generate. 0 only evaluates the prompt.
    public var maxNewTokens: Int
    /// Generation ends as soon as the generated text contains one of these.
    public var stopTexts: [String]
    /// How tokens are sampled.
    public var sampling: Sampling
    /// How many of the most probable tokens each `TokenEvent` lists at most.
    public var alternatives: Int

    /// A request; the defaults are greedy sampling and 20 alternatives.
    public init(
        prompt: String, prefill: String = "", prefillTokens: [Int32] = [], maxNewTokens: Int, stopTexts: [String] = [],
        sampling: Sampling = .greedy, alternatives: Int = 20
    ) {
        self.prompt = prompt
        self.prefill = prefill
        self.prefillTokens = prefillTokens
        self.maxNewTokens = maxNewTokens
        self.stopTexts = stopTexts
        self.sampling = sampling
        self.alternatives = alternatives
    }
}

/// How the next token is sampled. Reported probabilities are always those before temperature and top-p.
public struct Sampling: Sendable, Hashable, Codable {
    /// The softmax temperature. 0 takes the most probable token (of equally probable ones the smaller id).
    public var temperature: Double
    /// Tokens are sampled from the smallest set whose probability mass reaches this. 1 is the whole vocabulary.
    public var topP: Double
    /// The seed of the random numbers. The same seed gives the same tokens.
    public var seed: UInt64

    /// Sampling as given; the defaults are greedy.
    public init(temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0) {
        self.temperature = temperature
        self.topP = topP
        self.seed = seed
    }

    /// Always the most probable token.
    public static let greedy = Sampling()
}
