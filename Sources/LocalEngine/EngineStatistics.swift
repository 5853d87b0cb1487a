import Transformer

/// What an engine has done since it started, and how long it took. All durations except `tokenizingTime` are those of the
/// engine's thread and do not overlap.
public struct EngineStatistics: Sendable, Hashable {
    /// Forward passes that contained prompt tokens, possibly with tokens of other kinds.
    public var promptPasses = PassTotals()
    /// Forward passes without prompt tokens. Their decoded tokens divided by their time are the decoding rate.
    public var decodePasses = PassTotals()
    /// Prompt tokens that were found in the prefix cache.
    public var cachedTokens = 0
    /// How often a stream lost its pages to an older one and had to be evaluated again.
    public var preemptions = 0
    /// Time for planning passes, sampling and bookkeeping.
    public var settleTime = Duration.zero
    /// Time without work.
    public var idleTime = Duration.zero
    /// Time for tokenizing prompts and measuring texts, on the callers' threads, concurrent with the engine's.
    public var tokenizingTime = Duration.zero

    /// Time spent waiting for the compute threads while other models used them.
    public var waitingTime: Duration { promptPasses.cost.waiting + decodePasses.cost.waiting }
    /// Prompt tokens evaluated.
    public var promptTokens: Int { promptPasses.promptTokens }
    /// Generated tokens evaluated, in passes of both kinds.
    public var decodedTokens: Int { promptPasses.decodedTokens + decodePasses.decodedTokens }
    /// Tokens evaluated to answer closed questions, in passes of both kinds.
    public var readoutTokens: Int { promptPasses.readoutTokens + decodePasses.readoutTokens }
}

/// Totals over some of an engine's forward passes.
public struct PassTotals: Sendable, Hashable {
    /// The number of passes.
    public var passes = 0
    /// Prompt tokens evaluated, without those found in the prefix cache.
    public var promptTokens = 0
    /// Generated tokens evaluated.
    public var decodedTokens = 0
    /// Tokens evaluated to answer closed questions.
    public var readoutTokens = 0
    /// The cost of all the passes.
    public var cost = PassCost()

    /// Tokens evaluated, of all kinds.
    public var tokens: Int { promptTokens + decodedTokens + readoutTokens }
}
