/// How a document's score is asked of the model (arXiv 2509.00520, section 3 and its ablations). The modes without a thought read
/// the answer out of a fork: with an engine that cannot fork every document fails, with a sentence that says so.
public enum ScoringMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// Think, then an integer 0 to 10: ERank itself.
    case reasoned
    /// The same prompt, the answer forced at once without a thought.
    case direct
    /// One word, yes or no, forced at once without a thought.
    case binary
    /// Think, then yes or no.
    case binaryReasoned = "binary-reasoned"

    /// The answers a model may give, in the order of their values: "0" to "10", or "no", "yes".
    public var choices: [String] {
        isBinary ? ["no", "yes"] : (0...10).map(String.init)
    }

    public var isBinary: Bool { self == .binary || self == .binaryReasoned }

    /// Whether the model writes a thought before it answers.
    public var thinks: Bool { self == .reasoned || self == .binaryReasoned }
}
