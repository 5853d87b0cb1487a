/// How the model is asked for a document's score (arXiv 2509.00520, section 3 and its ablations). Modes without a thought
/// read the answer from a fork. With an engine that cannot fork, every document of such a mode fails with a sentence that
/// says so.
public enum ScoringMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// A thought, then an integer from 0 to 10: ERank itself.
    case reasoned
    /// The same prompt; the answer is read at once, without a thought.
    case direct
    /// yes or no, read at once, without a thought.
    case binary
    /// A thought, then yes or no.
    case binaryReasoned = "binary-reasoned"

    /// The possible answers of the model, in the order of their values: "0" to "10", or "no", "yes".
    public var choices: [String] {
        isBinary ? ["no", "yes"] : (0...10).map(String.init)
    }

    /// True if the answer is yes or no.
    public var isBinary: Bool { self == .binary || self == .binaryReasoned }

    /// True if the model writes a thought before it answers.
    public var thinks: Bool { self == .reasoned || self == .binaryReasoned }
}
