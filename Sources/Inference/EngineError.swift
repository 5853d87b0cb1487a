/// An error of an engine. `description` is one sentence for a person: what, where, remedy.
public enum EngineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The prompt and its answer do not fit the context.
    case promptTooLong(tokens: Int, limit: Int)
    /// The context is too short to hold a part of a document beside the rest of the prompt and `newTokens` new tokens:
    /// `missing` tokens more are needed.
    case contextTooShort(missing: Int, newTokens: Int)
    /// The engine has been stopped, or the generation has ended.
    case cancelled
    /// The engine cannot do this at all.
    case unsupported(String)
    /// The model cannot be run. The text is the whole sentence: what, where and the remedy.
    case model(String)
    /// Memory or another resource ran out. The text is the whole sentence.
    case resources(String)
    /// The model has no token with this id. `vocabulary` is the number of tokens it has.
    case unknownToken(id: Int32, vocabulary: Int)
    /// The server cannot be reached, or closed the connection. `problem` is a few words, such as "connection refused".
    case unavailable(server: String, problem: String)
    /// The server sent nothing for this many seconds.
    case timedOut(server: String, seconds: Double)
    /// The server rejected the request: a wrong key, an unknown model, an invalid request. `reason` is the server's message.
    case refused(server: String, reason: String)
    /// The server accepts no more requests for now. `retryAfter` is the delay in seconds that it asks for; nil if it did not
    /// say.
    case rateLimited(server: String, retryAfter: Double?)

    /// One sentence for a person: what, where, remedy.
    public var description: String {
        switch self {
        case .promptTooLong(let tokens, let limit):
            "the prompt is \(tokens) tokens and the model's context holds \(limit): "
                + "shorten the document or query, or lower the token limits"
        case .contextTooShort(let missing, let newTokens):
            "the model's context has no room for a document beside the prompt and \(newTokens) new tokens: "
                + (newTokens > missing
                    ? "let it write at most \(newTokens - missing) tokens (--max-new-tokens)"
                    : "shorten the instruction, use a model with a longer context, or give the engine more memory")
        case .cancelled: "cancelled"
        case .unsupported(let what): "this engine cannot \(what): use the local engine"
        case .model(let sentence), .resources(let sentence): sentence
        case .unknownToken(let id, let vocabulary):
            "token id \(id) is not one of the model's \(vocabulary) tokens: use ids that this model's tokenizer gave"
        case .unavailable(let server, let problem):
            "the server \(server) is unavailable (\(problem)): check its address and that it is running"
        case .timedOut(let server, let seconds):
            "the server \(server) sent nothing for \(Self.words(seconds)): see whether it is overloaded, or raise the time limit"
        case .refused(let server, let reason):
            "the server \(server) refused the request (\(reason)): check the key, the model's name and the settings"
        case .rateLimited(let server, let delay?):
            "the server \(server) takes no more requests for now: try again in \(Self.words(delay))"
        case .rateLimited(let server, nil):
            "the server \(server) takes no more requests for now: try again later"
        }
    }

    /// Seconds as "30 s" or "1.5 s", rounded to tenths.
    private static func words(_ seconds: Double) -> String {
        let tenths = (seconds * 10).rounded()
        guard tenths.isFinite, abs(tenths) < 1e15 else { return "\(seconds) s" }
        return tenths.remainder(dividingBy: 10) == 0 ? "\(Int(tenths) / 10) s" : "\(tenths / 10) s"
    }
}
