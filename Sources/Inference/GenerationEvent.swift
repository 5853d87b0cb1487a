/// An event of a generation. The order is: `admitted`, any number of `promptProgress`, any number of `token`, `ended`.
public enum GenerationEvent: Sendable, Hashable {
    /// The generation left the queue. `cachedTokens` tokens of the prompt were found in the prefix cache.
    case admitted(promptTokens: Int, cachedTokens: Int)
    /// `done` of the `of` prompt tokens have been computed.
    case promptProgress(done: Int, of: Int)
    case token(TokenEvent)
    case ended(GenerationEnd)
}

/// Why a generation ended.
public enum GenerationEnd: Sendable, Hashable {
    /// The model ended its turn.
    case endOfTurn
    /// One of the request's stop texts appeared.
    case stopText
    /// `maxNewTokens`, or the model's context, was reached.
    case length
    case cancelled
    case failed(EngineError)
}

/// One generated token and its alternatives.
public struct TokenEvent: Sendable, Hashable {
    /// The token's id.
    public var id: Int32
    /// The text that the token adds. It is empty while the bytes of a character are incomplete. Bytes that never form a
    /// character become U+FFFD.
    public var text: String
    /// ln P(token | all tokens before it), before temperature and top-p.
    public var logProbability: Double
    /// The Shannon entropy of the whole next-token distribution, in bits. Without `EngineCapabilities.fullEntropy` it is a
    /// lower bound.
    public var entropy: Double
    /// The most probable tokens in descending order, at most as many as the request's `alternatives`, and none below P = 1e-5.
    /// The generated token is among them if it is probable enough.
    public var alternatives: [TokenAlternative]

    /// An event as given.
    public init(id: Int32, text: String, logProbability: Double, entropy: Double, alternatives: [TokenAlternative]) {
        self.id = id
        self.text = text
        self.logProbability = logProbability
        self.entropy = entropy
        self.alternatives = alternatives
    }
}

/// A token that might have been generated in place of another.
public struct TokenAlternative: Sendable, Hashable {
    /// The token's id.
    public var id: Int32
    /// The text of the token by itself. Bytes that do not form a whole character become U+FFFD.
    public var text: String
    /// ln P(token | all tokens before it), before temperature and top-p.
    public var logProbability: Double

    /// An alternative as given.
    public init(id: Int32, text: String, logProbability: Double) {
        self.id = id
        self.text = text
        self.logProbability = logProbability
    }
}
