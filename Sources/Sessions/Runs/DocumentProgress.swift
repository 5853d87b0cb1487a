import Reranking

/// One document of a run.
public struct DocumentProgress: Sendable, Equatable {
    public var phase: Phase = .waiting
    /// The thought and answer so far, with the alternatives of each token.
    public var tokens: TokenLog
    /// Set with `.finished`.
    public var result: DocumentResult?
    /// True where its result is from before the run was resumed.
    public internal(set) var isKept = false

    public enum Phase: Sendable, Hashable {
        case waiting
        /// Its prompt is being computed: `done` of `of` tokens.
        case reading(done: Int, of: Int)
        case thinking
        case finished
    }

    public init(vocabulary: TokenVocabulary = TokenVocabulary()) {
        tokens = TokenLog(vocabulary: vocabulary)
    }

    /// The tokens' text, joined.
    public var reasoning: String { tokens.text }

    /// Whether its outcome is settled. A document that was cancelled, or that the engine failed on, is scored again when its run
    /// is resumed.
    public var isSettled: Bool {
        switch result?.outcome {
        case .scored, .unreadable, .outOfRange, .cutOff: true
        case .failed, .cancelled, nil: false
        }
    }
}
