import Inference

/// The parameters that, with the model and the candidates, determine the results of a run.
public struct RunSettings: Sendable, Hashable, Codable {
    /// How the model is asked for a score.
    public var mode: ScoringMode
    /// The definition of relevance in the prompt.
    public var instruction: String
    /// The most tokens the model may write for one document. The paper allows 4,096; the default suits a CPU.
    public var maxNewTokens: Int
    /// The most tokens of a query; a longer query is cut.
    public var queryTokenLimit: Int
    /// The most tokens of a document; a longer document is cut.
    public var documentTokenLimit: Int
    /// If the model has not answered when its budget or its turn ends, close the thought and force the answer. Needs an
    /// engine that can fork.
    public var forcesAnswer: Bool
    /// How the next token is chosen.
    public var sampling: Sampling
    /// The number of candidates to score, from the first.
    public var depth: Int

    /// Settings with these values. The default instruction is the paper's for web passages.
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

extension RunSettings {
    /// Whether both score a document alike: how deep a list is does not matter.
    public func scoresAlike(_ other: RunSettings) -> Bool {
        var other = other
        other.depth = depth
        return self == other
    }

    /// The same question with the thought where there is none, and without it where there is one.
    public var withOtherThought: RunSettings {
        var other = self
        other.mode =
            switch mode {
            case .reasoned: .direct
            case .direct: .reasoned
            case .binary: .binaryReasoned
            case .binaryReasoned: .binary
            }
        return other
    }
}
