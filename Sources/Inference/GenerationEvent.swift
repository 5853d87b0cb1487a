/// What a generation reports, in the order: `admitted`, any `promptProgress`, any `token`, `ended`.
public enum GenerationEvent: Sendable, Hashable {
    /// It left the queue. `cachedTokens` of the prompt were already computed for an earlier one with the same beginning.
    case admitted(promptTokens: Int, cachedTokens: Int)
    /// `done` prompt tokens of `of` are computed.
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

/// One generated token and what else it might have been.
public struct TokenEvent: Sendable, Hashable {
    public var id: Int32
    /// The text it adds: empty while a character's bytes are still incomplete, U+FFFD for bytes that never complete.
    public var text: String
    /// ln P(token | everything before), the model's own.
    public var logProbability: Double
    /// Shannon entropy of the whole next-token distribution, in bits; from an engine without `EngineCapabilities.fullEntropy` a
    /// lower bound of it.
    public var entropy: Double
    /// The likeliest tokens, likeliest first, the chosen one among them if it is likely enough; at most the request's
    /// `alternatives`, and none under P = 1e-5.
    public var alternatives: [TokenAlternative]

    public init(id: Int32, text: String, logProbability: Double, entropy: Double, alternatives: [TokenAlternative]) {
        self.id = id
        self.text = text
        self.logProbability = logProbability
        self.entropy = entropy
        self.alternatives = alternatives
    }
}

public struct TokenAlternative: Sendable, Hashable {
    public var id: Int32
    /// The token's own text; U+FFFD stands for bytes that are no whole character.
    public var text: String
    public var logProbability: Double

    public init(id: Int32, text: String, logProbability: Double) {
        self.id = id
        self.text = text
        self.logProbability = logProbability
    }
}
