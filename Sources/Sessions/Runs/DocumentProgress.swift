import Reranking

/// The state of one document of a run.
public struct DocumentProgress: Sendable, Equatable {
    /// What the engine is doing with the document.
    public var phase: Phase = .waiting
    /// The thought and answer so far, with the alternatives of each token.
    public var tokens: TokenLog
    /// What it would have answered, had its thought been stopped before its end: in the order of the points.
    public internal(set) var stops: [Stop] = []
    /// nil until the phase is `.finished`.
    public var result: DocumentResult?
    /// True if the result is older than the last resumption of the run.
    public internal(set) var isKept = false

    /// The phases of scoring a document.
    public enum Phase: Sendable, Hashable {
        /// The engine has not begun.
        case waiting
        /// The prompt is being computed: `done` of `of` tokens.
        case reading(done: Int, of: Int)
        /// The model is writing.
        case thinking
        /// The document has its result.
        case finished
    }

    /// A waiting document. Documents of one session should share a vocabulary.
    public init(vocabulary: TokenVocabulary = TokenVocabulary()) {
        tokens = TokenLog(vocabulary: vocabulary)
    }

    /// The stops, and at the end the answer itself where it has a distribution; empty without a stop.
    public var stopsToTheEnd: [Stop] {
        guard !stops.isEmpty, let result, let distribution = result.distribution else { return stops }
        let end = result.answerToken ?? tokens.count
        return stops.filter { $0.afterTokens < end } + [Stop(afterTokens: end, closing: "", distribution: distribution)]
    }

    /// Adds a stop; one at the same point is replaced. O(stops) unless it is the last.
    mutating func add(_ stop: Stop) {
        let place = stops.lastIndex { $0.afterTokens <= stop.afterTokens }
        if let place, stops[place].afterTokens == stop.afterTokens {
            stops[place] = stop
        } else {
            stops.insert(stop, at: place.map { $0 + 1 } ?? 0)
        }
    }

    /// The text of all tokens, joined.
    public var reasoning: String { tokens.text }

    /// True if the outcome is settled. A cancelled or failed document is not: it is scored again when its run is resumed.
    public var isSettled: Bool { result?.isSettled ?? false }
}
