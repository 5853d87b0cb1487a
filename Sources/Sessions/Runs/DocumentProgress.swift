import Reranking

/// The state of one document of a run.
public struct DocumentProgress: Sendable, Equatable {
    /// What the engine is doing with the document.
    public var phase: Phase = .waiting
    /// The thought and answer so far, with the alternatives of each token.
    public var tokens: TokenLog
    /// What it would have answered, had its thought been stopped before its end: in the order of the points. O(n log n), or O(n)
    /// where they came so; `secondStops` and `continuations` too.
    public var stops: [Stop] { stopsByPoint.sorted }
    /// Whether there are any. O(1).
    public var hasStops: Bool { !stopsByPoint.isEmpty }
    /// The same with another closing text, where one was tried: the last one.
    public var secondStops: [Stop] { secondByPoint.sorted }
    /// How the thought went on freely from some points: by rising points, then by seeds.
    public var continuations: [Continuation] { continuationsByPoint.sorted }
    private var stopsByPoint = KeyedList<Int, Stop>()
    private var secondByPoint = KeyedList<Int, Stop>()
    private var secondText: String?
    private var continuationsByPoint = KeyedList<Continuation.Start, Continuation>()
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
        let stops = stops
        guard !stops.isEmpty, let result, let distribution = result.distribution else { return stops }
        let end = result.answerToken ?? tokens.count
        return stops.filter { $0.afterTokens < end } + [Stop(afterTokens: end, closing: "", distribution: distribution)]
    }

    /// Adds a stop; one at the same point is replaced.
    mutating func add(_ stop: Stop) {
        guard let text = stop.second else { return stopsByPoint.add(stop, at: stop.afterTokens) }
        if secondText != text { (secondText, secondByPoint) = (text, KeyedList()) }
        secondByPoint.add(stop, at: stop.afterTokens)
    }

    /// Adds a continuation; one from the same point that was sampled alike is replaced.
    mutating func add(_ continuation: Continuation) {
        continuationsByPoint.add(continuation, at: continuation.start)
    }

    /// The text of all tokens, joined.
    public var reasoning: String { tokens.text }

    /// True if the outcome is settled. A cancelled or failed document is not: it is scored again when its run is resumed.
    public var isSettled: Bool { result?.isSettled ?? false }
}
