/// A sentence for the person, in the message line and in the history of messages.
public struct Notice: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case information, failure }
    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
