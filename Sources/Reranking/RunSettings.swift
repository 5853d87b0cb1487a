import Inference

/// What decides a run's result, beside the model and its candidates.
public struct RunSettings: Sendable, Hashable, Codable {
    public var mode: ScoringMode
    /// The relevance definition in the prompt.
    public var instruction: String
    /// Tokens the model may write for one document. The paper allows 4,096; the default suits a CPU.
    public var maxNewTokens: Int
    /// A query is cut to this many tokens of the model.
    public var queryTokenLimit: Int
    /// A document is cut to this many tokens of the model.
    public var documentTokenLimit: Int
    /// Where the model has not answered when its budget or its turn ends: close the thought and force the answer. An engine that
    /// cannot fork forces none.
    public var forcesAnswer: Bool
    public var sampling: Sampling
    /// Only the first so many candidates are scored.
    public var depth: Int

    public init(
        mode: ScoringMode = .reasoned, instruction: String = InstructionPreset.all[0].text, maxNewTokens: Int = 512,
        queryTokenLimit: Int = 2048, documentTokenLimit: Int = 2048, forcesAnswer: Bool = true, sampling: Sampling = .greedy,
        depth: Int = 100
    ) {
        self.mode = mode
        self.instruction = instruction
        self.maxNewTokens = maxNewTokens
        self.queryTokenLimit = queryTokenLimit
        self.documentTokenLimit = documentTokenLimit
        self.forcesAnswer = forcesAnswer
        self.sampling = sampling
        self.depth = depth
    }
}
