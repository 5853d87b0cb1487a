/// A closed question to the model: which of these strings comes next?
public struct ChoiceQuestion: Sendable, Hashable {
    /// Text that is appended to the generation before the question is asked. It is "" if the generation already stands at the
    /// answer. If the answer is forced, it is the text that closes the thought and opens the answer. Special tokens are not
    /// parsed in it.
    public var lead: String
    /// Text before the lead that is tokenized by itself, as a request's prefill is.
    public var prefill: String
    /// The possible answers, such as "0" to "10". One may be a prefix of another.
    public var choices: [String]
    /// The characters that continue a choice. A choice has ended when the text after it does not begin with one of them, so
    /// "10" is not the answer "1".
    public var continuation: ContinuationClass

    /// A class of characters that continue a choice.
    public enum ContinuationClass: String, Sendable, Hashable, Codable {
        case digits
        case letters
    }

    /// A question as given.
    public init(lead: String, prefill: String = "", choices: [String], continuation: ContinuationClass) {
        self.lead = lead
        self.prefill = prefill
        self.choices = choices
        self.continuation = continuation
    }
}

/// The answer to a `ChoiceQuestion`: the probability of each choice, and that of any other text. They sum to 1 up to rounding.
///
/// The probability of a choice is summed over all token sequences that spell it, with or without leading white space, each
/// times the probability that the choice ends there. An engine may skip improbable token sequences: branches below P = 1e-4,
/// and if there are many branches, the least probable of them up to P = 0.01 in all. Their mass counts as `other`.
public struct ChoiceReadout: Sendable, Hashable {
    /// The probability of each choice, in the question's order; each in [0, 1].
    public var probabilities: [Double]
    /// The probability of every text that is none of the choices, plus the mass that the engine did not follow; in [0, 1].
    public var other: Double
    /// The number of tokens that were evaluated to answer the question.
    public var evaluatedTokens: Int

    /// An answer as given; nothing is checked.
    public init(probabilities: [Double], other: Double, evaluatedTokens: Int) {
        self.probabilities = probabilities
        self.other = other
        self.evaluatedTokens = evaluatedTokens
    }
}
