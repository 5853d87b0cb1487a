import Relevance

/// What the model would have answered if its thought had been stopped at a point: early forced answering. It is not a belief of
/// the model, and can fail where thinking on would have recovered the answer (arXiv 2604.06613).
public struct Stop: Sendable, Hashable {
    /// The number of generated tokens before the point; 0 is the empty thought.
    public var afterTokens: Int
    /// The text that was put behind those tokens: it closes the thought and opens the answer.
    public var closing: String
    /// The text that closes the thought in place of the output format's, where another one was tried beside it; nil for the
    /// format's own. `closing` ends with it.
    public var second: String?
    /// The probabilities of the answers after that text.
    public var distribution: ScoreDistribution

    /// A stop with these values.
    public init(afterTokens: Int, closing: String, second: String? = nil, distribution: ScoreDistribution) {
        self.afterTokens = afterTokens
        self.closing = closing
        self.second = second
        self.distribution = distribution
    }
}

/// At which points of a thought the model is asked for its answer. Where a plan is nil, at none.
public enum StopPlan: Sendable, Hashable {
    /// Before the first token, and after every sentence.
    case sentences
    /// Before the first token, and after every so many tokens, from 1.
    case every(Int)
}

extension StopPlan: RawRepresentable, Codable {
    /// `sentences`, `all` (after every token) or a number of tokens.
    public init?(rawValue: String) {
        switch rawValue {
        case "sentences": self = .sentences
        case "all": self = .every(1)
        default:
            guard let tokens = Int(rawValue), (1...1_000_000).contains(tokens) else { return nil }
            self = .every(tokens)
        }
    }

    /// The text that `init(rawValue:)` reads.
    public var rawValue: String {
        switch self {
        case .sentences: "sentences"
        case .every(1): "all"
        case .every(let tokens): String(tokens)
        }
    }
}
