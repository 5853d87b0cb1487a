import Inference

/// The behaviour of a `ScriptedEngine` for one prompt.
public struct Script: Sendable {
    public enum Step: Sendable, Hashable {
        case emit(GenerationEvent)
        /// Nothing more happens until the test calls `release` with the key of this script.
        case wait
    }

    /// In order. Without an `.ended` step the generation stays open until it is ended.
    public var steps: [Step]
    public var readout: Result<ChoiceReadout, EngineError>
    /// True if a readout waits for a `release` before it is answered.
    public var holdsReadout = false
    /// True if the `prefix` of a text with the key waits for a `release`.
    public var holdsPrefix = false
    /// The error that `prefix` throws.
    public var prefixFailure: EngineError?
    /// The error that `start` throws.
    public var startFailure: EngineError?

    public init(_ steps: [Step], readout: Result<ChoiceReadout, EngineError> = .failure(.cancelled)) {
        self.steps = steps
        self.readout = readout
    }

    /// Reads a prompt of ten tokens, writes each of these texts as a token, and ends.
    public static func writing(
        _ texts: [String], end: GenerationEnd = .stopText, readout: Result<ChoiceReadout, EngineError> = .failure(.cancelled)
    ) -> Script {
        let start: [GenerationEvent] = [.admitted(promptTokens: 10, cachedTokens: 4), .promptProgress(done: 10, of: 10)]
        let tokens = texts.enumerated().map { GenerationEvent.token(.scripted($1, id: $0)) }
        return Script((start + tokens + [.ended(end)]).map(Step.emit), readout: readout)
    }

    /// Writes a thought and this answer. The readout gives the answer the probability `mass`.
    public static func answering(_ answer: Int, mass: Double = 0.8) -> Script {
        writing(
            ["<think>", "So.", "</think>", "<answer>", "\(answer)", "</answer>"], readout: .success(.peak(answer, mass: mass)))
    }

    /// The same script with a wait before every step.
    public var heldAtEveryStep: Script {
        var script = self
        script.steps = steps.flatMap { [.wait, $0] }
        script.holdsReadout = true
        return script
    }
}

extension TokenEvent {
    public static func scripted(_ text: String, id: Int = 0) -> TokenEvent {
        TokenEvent(id: Int32(id), text: text, logProbability: -0.1, entropy: 0.2, alternatives: [])
    }
}

extension ChoiceReadout {
    /// A readout with the probability `mass` for one of `count` choices, and the rest on no choice.
    public static func peak(_ choice: Int, mass: Double = 0.8, of count: Int = 11) -> ChoiceReadout {
        var probabilities = [Double](repeating: 0, count: count)
        if probabilities.indices.contains(choice) { probabilities[choice] = mass }
        return ChoiceReadout(probabilities: probabilities, other: 1 - mass, evaluatedTokens: 1)
    }
}
