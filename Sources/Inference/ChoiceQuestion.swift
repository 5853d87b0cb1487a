/// A closed question: which of these strings comes next?
public struct ChoiceQuestion: Sendable, Hashable {
    /// Appended before the question is read: "" where the generation already stands at the answer, the words that close the
    /// thought and open the answer where it is forced. Special tokens are not parsed in it.
    public var lead: String
    /// The strings told apart, such as "0" to "10". One may begin another.
    public var choices: [String]
    /// A choice has ended where the next token does not begin with one of these characters ("10" is not the answer "1").
    public var continuation: ContinuationClass

    public enum ContinuationClass: String, Sendable, Hashable, Codable {
        case digits
        case letters
    }

    public init(lead: String, choices: [String], continuation: ContinuationClass) {
        self.lead = lead
        self.choices = choices
        self.continuation = continuation
    }
}

/// The answer to a `ChoiceQuestion`: P(choice) for each, summed over every way to spell it in tokens (leading white space
/// allowed), times the probability that it ends there; and the mass on anything else. They sum to 1 to within rounding.
///
/// Engines may leave the least probable ways to spell it out: branches under P = 1e-4, and of many branches the least probable,
/// together no more than P = 0.01. Their mass counts as `other`.
public struct ChoiceReadout: Sendable, Hashable {
    /// In the question's order, each in [0, 1].
    public var probabilities: [Double]
    public var other: Double
    /// Tokens evaluated beyond those already computed.
    public var evaluatedTokens: Int

    public init(probabilities: [Double], other: Double, evaluatedTokens: Int) {
        self.probabilities = probabilities
        self.other = other
        self.evaluatedTokens = evaluatedTokens
    }
}
