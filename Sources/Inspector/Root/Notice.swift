/// A sentence for the person: over the footer for a few seconds, and in the history of messages.
public struct Notice: Sendable, Hashable {
    /// Whether something went wrong; a failure has another colour.
    public enum Kind: Sendable, Hashable { case information, failure }
    /// How it is shown.
    public var kind: Kind
    /// One sentence, without a full stop.
    public var text: String

    /// A notice as given.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// How long it stays by itself, in milliseconds: longer for a failure, and for a long text.
    var milliseconds: Int { (kind == .failure ? 8000 : 4000) + 30 * min(text.count, 300) }
}
