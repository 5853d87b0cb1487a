/// A prompt and how to continue it.
public struct GenerationRequest: Sendable, Hashable {
    /// The text of one user turn. It goes through the model's chat template; no special token is ever parsed inside it.
    public var prompt: String
    /// What the assistant's turn already says; generation continues behind it.
    public var prefill: String
    /// Ids of the model's tokens behind `prefill`, control tokens among them if need be: what a generation wrote, token for
    /// token, which its text may not give again. Only for engines with `EngineCapabilities.tokenPrefill`; another throws
    /// `EngineError.unsupported` unless it is empty.
    public var prefillTokens: [Int32]
    /// Tokens to generate at most; 0 evaluates the prompt alone.
    public var maxNewTokens: Int
    /// Generation ends once the generated text contains one of these.
    public var stopTexts: [String]
    public var sampling: Sampling
    /// How many of the likeliest tokens each `TokenEvent` lists.
    public var alternatives: Int

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

/// How the next token is picked. Reported probabilities are always the model's own, before any of this.
public struct Sampling: Sendable, Hashable, Codable {
    /// 0 takes the likeliest token (the smaller id of equals).
    public var temperature: Double
    /// The smallest set of tokens whose mass reaches this is sampled from; 1 is all of them.
    public var topP: Double
    public var seed: UInt64

    public init(temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0) {
        self.temperature = temperature
        self.topP = topP
        self.seed = seed
    }

    public static let greedy = Sampling()
}
