/// What an engine has done since it started, and where the time went.
public struct EngineStatistics: Sendable, Hashable {
    /// Prompt tokens evaluated, those found computed already not among them.
    public var promptTokens = 0
    /// Prompt tokens that did not have to be evaluated.
    public var cachedTokens = 0
    /// Generated tokens evaluated.
    public var decodedTokens = 0
    /// Tokens evaluated to answer closed questions.
    public var readoutTokens = 0
    /// Forward passes.
    public var passes = 0
    /// Streams that had to give their pages to an older one and start again.
    public var preemptions = 0
    /// In forward passes that held any prompt tokens.
    public var promptTime = Duration.zero
    /// In forward passes that held none.
    public var decodeTime = Duration.zero
    /// Generated tokens of passes that held no prompt tokens: over `decodeTime` they are the decoding rate.
    public var decodeOnlyTokens = 0
    /// In sampling and bookkeeping between passes.
    public var settleTime = Duration.zero
}
