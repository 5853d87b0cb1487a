import Relevance

/// The result of scoring one document. A failure is an outcome of its own, never a score of 0.
public struct DocumentResult: Sendable, Hashable, Codable {
    /// The answer, or why there is none.
    public var outcome: Outcome
    /// The probabilities of the possible answers at the position of the answer. nil for every failure, and for a scored
    /// document if the engine cannot fork or failed to compute them. A forced answer always has a distribution, because the
    /// answer is read from it.
    public var distribution: ScoreDistribution?
    /// One sentence: why the engine failed to compute the distribution of a document that has an answer. nil if it did not
    /// fail, or if the engine cannot fork and was not asked.
    public var readoutFailure: String?
    /// The index (from 0) of the generated token that begins the answer; nil for a forced answer and for no answer.
    public var answerToken: Int?
    /// True if the query or the document was cut, to its token limit or to what the model's context leaves.
    public var isCut: Bool
    /// Tokens of the prompt.
    public var promptTokens: Int
    /// Prompt tokens that the engine reused from an earlier prompt.
    public var cachedTokens: Int
    /// Tokens that the model wrote.
    public var newTokens: Int
    /// Time from the document's admission by the engine to its answer.
    public var seconds: Double

    /// How the scoring of a document ended.
    public enum Outcome: Sendable, Hashable, Codable {
        /// The model's answer: 0...10, or 0 (no) and 1 (yes). `forced` is true if the engine closed the thought and forced
        /// the answer.
        case scored(answer: Int, forced: Bool)
        /// The model ended its turn with an answer that is not an integer. The text is "" if it wrote no answer and none was
        /// forced.
        case unreadable(String)
        /// The model answered with an integer outside the scale.
        case outOfRange(Int)
        /// The token budget ended before an answer, and forcing is off or the engine cannot fork.
        case cutOff
        /// The engine failed. The sentence says how.
        case failed(String)
        /// The document or the whole run was cancelled.
        case cancelled
    }

    /// A result with these values; the numbers default to 0.
    public init(
        outcome: Outcome, distribution: ScoreDistribution? = nil, readoutFailure: String? = nil, answerToken: Int? = nil,
        isCut: Bool = false, promptTokens: Int = 0, cachedTokens: Int = 0, newTokens: Int = 0, seconds: Double = 0
    ) {
        self.outcome = outcome
        self.distribution = distribution
        self.readoutFailure = readoutFailure
        self.answerToken = answerToken
        self.isCut = isCut
        self.promptTokens = promptTokens
        self.cachedTokens = cachedTokens
        self.newTokens = newTokens
        self.seconds = seconds
    }

    /// The integer (or 0/1) of the answer; nil for every failure.
    public var answer: Int? {
        if case .scored(let answer, _) = outcome { answer } else { nil }
    }

    /// True if the engine closed the thought and forced the answer.
    public var isForced: Bool {
        if case .scored(_, forced: true) = outcome { true } else { false }
    }

    /// True for an outcome of the model: an answer, an unreadable one, or none within the limit. A failed or cancelled document
    /// has none: it is scored again when its run is resumed.
    public var isSettled: Bool {
        switch outcome {
        case .scored, .unreadable, .outOfRange, .cutOff: true
        case .failed, .cancelled: false
        }
    }

    /// True for a scored document without a distribution: how certain the model was is unknown.
    public var lacksDistribution: Bool { answer != nil && distribution == nil }
}
