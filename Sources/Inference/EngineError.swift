/// What can go wrong with an engine. `description` is the one sentence a person reads: what, where, remedy.
public enum EngineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The prompt and its answer can never fit the context.
    case promptTooLong(tokens: Int, limit: Int)
    /// The engine has been stopped, or the generation has ended.
    case cancelled
    /// The engine cannot do this at all.
    case unsupported(String)
    /// The model file cannot be run; the text says what, where and the remedy.
    case model(String)
    /// Memory or another resource ran out.
    case resources(String)

    public var description: String {
        switch self {
        case .promptTooLong(let tokens, let limit):
            "the prompt is \(tokens) tokens and the model's context holds \(limit): shorten the document or query, or lower the token limits"
        case .cancelled: "cancelled"
        case .unsupported(let what): "this engine cannot \(what): use the local engine"
        case .model(let sentence), .resources(let sentence): sentence
        }
    }
}
