import Inference

/// What happens while a query's candidates are scored, in order. Documents interleave: the engine works on several at once.
public enum RunEvent: Sendable, Hashable {
    /// The document at this index of the candidates left the queue.
    case admitted(document: Int, promptTokens: Int, cachedTokens: Int)
    case promptProgress(document: Int, done: Int, of: Int)
    /// One token of the document's thought or answer.
    case token(document: Int, TokenEvent)
    /// The document is done, for better or worse.
    case finished(document: Int, DocumentResult)
    /// Every document is done: the last event of a run.
    case ended(RunStatistics)
}

/// What a run did. Documents that it skipped do not count.
public struct RunStatistics: Sendable, Hashable, Codable {
    /// Documents that it finished, whatever came out.
    public var documents: Int
    /// From the run's start to its last document's end.
    public var seconds: Double
    public var promptTokens: Int
    public var newTokens: Int

    public init(documents: Int, seconds: Double, promptTokens: Int, newTokens: Int) {
        self.documents = documents
        self.seconds = seconds
        self.promptTokens = promptTokens
        self.newTokens = newTokens
    }

    public var documentsPerSecond: Double { seconds > 0 ? Double(documents) / seconds : 0 }
}
