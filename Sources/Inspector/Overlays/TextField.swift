/// A text a person writes.
public enum TextField: String, Sendable, Hashable, Codable { case query, instruction }
