/// What an engine can do beside generating text. A caller reads it before asking: without `fork` a readout, and without
/// `tokenPrefill` a request with prefill tokens, fails with `EngineError.unsupported`; the others say how exact a number is.
public struct EngineCapabilities: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// `Generation.readout` answers. Without it there is no distribution over answers and no answer can be forced: only what the
    /// model writes by itself counts.
    public static let fork = EngineCapabilities(rawValue: 1 << 0)
    /// `Engine.prefix` counts with the model's own tokenizer. Without it the count is an estimate (`TextPrefix.isExact` is
    /// false): a prompt that should fit may be refused as too long.
    public static let exactPrefix = EngineCapabilities(rawValue: 1 << 1)
    /// `TokenEvent.entropy` is that of the whole next-token distribution. Without it it is a lower bound: that of the
    /// alternatives seen, with the rest of the mass as one more.
    public static let fullEntropy = EngineCapabilities(rawValue: 1 << 2)
    /// The log-probabilities of a given text's tokens can be had. No call asks for them yet, and no engine here has them.
    public static let promptLogProbabilities = EngineCapabilities(rawValue: 1 << 3)
    /// `GenerationRequest.prefillTokens` is honoured. Without it a generation can be continued from its text alone, which may
    /// fall into other tokens than those first written.
    public static let tokenPrefill = EngineCapabilities(rawValue: 1 << 4)
}
