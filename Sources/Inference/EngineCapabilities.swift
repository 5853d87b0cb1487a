/// What an engine can do besides generating text. A caller checks it first: without `fork`, a readout fails with
/// `EngineError.unsupported`, and without `tokenPrefill` so does a request with prefill tokens. The other members say whether a
/// number is exact.
public struct EngineCapabilities: OptionSet, Sendable, Hashable {
    /// The bits of the capabilities below.
    public let rawValue: Int

    /// The capabilities with these bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// `Generation.readout` works. Without it there is no distribution over answers, and an answer cannot be forced. Only what
    /// the model writes by itself counts.
    public static let fork = EngineCapabilities(rawValue: 1 << 0)
    /// `Engine.prefix` counts with the model's own tokenizer. Without it the count is an estimate (`TextPrefix.isExact` is
    /// false): a prompt that should fit may be refused as too long.
    public static let exactPrefix = EngineCapabilities(rawValue: 1 << 1)
    /// `TokenEvent.entropy` is the entropy of the whole next-token distribution. Without it, the entropy is a lower bound,
    /// computed from the listed alternatives with the remaining mass as one more outcome.
    public static let fullEntropy = EngineCapabilities(rawValue: 1 << 2)
    /// The engine can compute the log-probabilities of a given text's tokens. No request uses this yet, and no engine here can
    /// do it.
    public static let promptLogProbabilities = EngineCapabilities(rawValue: 1 << 3)
    /// `GenerationRequest.prefillTokens` is supported. Without it, a generation can be continued only from its text, which may
    /// be tokenized differently from the tokens that were generated.
    public static let tokenPrefill = EngineCapabilities(rawValue: 1 << 4)
}
