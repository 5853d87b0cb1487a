import Inference

/// The events of a run, in order. The events of different documents interleave, because the engine works on several at once.
public enum RunEvent: Sendable, Hashable {
    /// The engine began to work on the document at this index of the candidates.
    case admitted(document: Int, promptTokens: Int, cachedTokens: Int)
    /// `done` tokens of the prompt, which has `of` tokens, are computed.
    case promptProgress(document: Int, done: Int, of: Int)
    /// One token of the document's thought or answer.
    case token(document: Int, TokenEvent)
    /// What the model would have answered if the document's thought had ended at a point. These come in any order, before
    /// `finished` or, where they are asked for later, after it.
    case stop(document: Int, Stop)
    /// How a finished document's thought went on freely from a point.
    case continuation(document: Int, Continuation)
    /// The document is finished, with an answer or a failure.
    case finished(document: Int, DocumentResult)
    /// Every document is finished: the last event of a run.
    case ended(RunStatistics)
}

/// Totals of a run. Skipped documents do not count.
public struct RunStatistics: Sendable, Hashable, Codable {
    /// Documents that the run finished, with whatever outcome.
    public var documents: Int
    /// Time from the start of the run to the end of its last document.
    public var seconds: Double
    /// Prompt tokens of all documents, cached ones included.
    public var promptTokens: Int
    /// Tokens that the model wrote for all documents.
    public var newTokens: Int

    /// Totals with these values.
    public init(documents: Int, seconds: Double, promptTokens: Int, newTokens: Int) {
        self.documents = documents
        self.seconds = seconds
        self.promptTokens = promptTokens
        self.newTokens = newTokens
    }
}
