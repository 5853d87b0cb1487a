import Relevance

/// How the scoring of one document came out. A failure is a value of its own, never a score of 0.
public struct DocumentResult: Sendable, Hashable, Codable {
    public var outcome: Outcome
    /// The model's belief over the answers where the answer stands. nil for every failure, and for a document that is scored
    /// without one: its engine cannot fork, or failed when it was asked. A forced answer always has one: it was read from it.
    public var distribution: ScoreDistribution?
    /// Why a document with an answer has no distribution, where the engine failed on that question: one sentence. nil where the
    /// engine cannot be asked at all.
    public var readoutFailure: String?
    /// The token of the generation (from 0) that begins the answer; nil for a forced answer and where there is none.
    public var answerToken: Int?
    /// True where the query or the document was cut to its token limit.
    public var isCut: Bool
    public var promptTokens: Int
    /// Of those, the tokens that were already computed for an earlier prompt.
    public var cachedTokens: Int
    public var newTokens: Int
    /// From its admission to its answer.
    public var seconds: Double

    public enum Outcome: Sendable, Hashable, Codable {
        /// The model's answer: 0...10, or 0 (no) and 1 (yes). `forced` where the engine closed the thought for it.
        case scored(answer: Int, forced: Bool)
        /// It ended its turn with an answer that is no integer; "" for no answer at all, where none is forced.
        case unreadable(String)
        /// It answered an integer outside the scale.
        case outOfRange(Int)
        /// The token budget ended before an answer, and forcing is off or the engine cannot fork.
        case cutOff
        /// The engine failed; the sentence says how.
        case failed(String)
        case cancelled
    }

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

    /// The integer (or 0/1) it answered; nil for every failure.
    public var answer: Int? {
        if case .scored(let answer, _) = outcome { answer } else { nil }
    }

    public var isForced: Bool {
        if case .scored(_, forced: true) = outcome { true } else { false }
    }

    /// It has an answer, and nothing is known of how sure the model was.
    public var lacksDistribution: Bool { answer != nil && distribution == nil }
}
