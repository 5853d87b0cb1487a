import Transformer

/// What an engine has done since it started, and where the time went. All times but `tokenizingTime` are of the engine's thread,
/// and follow one another; a pass's `cost.waiting` stands before it.
public struct EngineStatistics: Sendable, Hashable {
    /// Forward passes that held any prompt tokens, beside whatever else.
    public var promptPasses = PassTotals()
    /// Forward passes that held none: their decoded tokens over their time are the decoding rate.
    public var decodePasses = PassTotals()
    /// Prompt tokens that did not have to be evaluated.
    public var cachedTokens = 0
    /// Streams that had to give their pages to an older one and start again.
    public var preemptions = 0
    /// Planning what a pass evaluates, sampling, and bookkeeping.
    public var settleTime = Duration.zero
    /// Waiting for something to do.
    public var idleTime = Duration.zero
    /// Making tokens of prompts and measuring texts, on the callers' threads beside the engine's.
    public var tokenizingTime = Duration.zero

    /// Waiting for the threads that compute, while other models had them.
    public var waitingTime: Duration { promptPasses.cost.waiting + decodePasses.cost.waiting }
    public var promptTokens: Int { promptPasses.promptTokens }
    public var decodedTokens: Int { promptPasses.decodedTokens + decodePasses.decodedTokens }
    public var readoutTokens: Int { promptPasses.readoutTokens + decodePasses.readoutTokens }
}

/// Some of an engine's forward passes, taken together.
public struct PassTotals: Sendable, Hashable {
    public var passes = 0
    /// Prompt tokens evaluated, those found computed already not among them.
    public var promptTokens = 0
    /// Generated tokens evaluated.
    public var decodedTokens = 0
    /// Tokens evaluated to answer closed questions.
    public var readoutTokens = 0
    public var cost = PassCost()

    public var tokens: Int { promptTokens + decodedTokens + readoutTokens }
}
