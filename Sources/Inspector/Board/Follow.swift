/// What the selection does while rows move.
public enum Follow: String, Sendable, Hashable, Codable, CaseIterable {
    /// It stays on its document.
    case stay
    /// It keeps to the first row.
    case top
    /// It goes to a document that is being thought about, and stays until that one is done.
    case thinking
}
