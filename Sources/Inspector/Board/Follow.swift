/// What the selection does while rows move.
public enum Follow: String, Sendable, Hashable, Codable, CaseIterable {
    /// It stays on its document.
    case stay
    /// It keeps to the first row.
    case top
    /// It goes to a document that is being thought about, and stays until that one is done.
    case thinking

    /// The next way in turn.
    var next: Follow {
        switch self {
        case .stay: .top
        case .top: .thinking
        case .thinking: .stay
        }
    }

    /// What it means, in a sentence.
    var sentence: String {
        switch self {
        case .stay: "the selection stays on its document"
        case .top: "the selection follows the top of the ranking"
        case .thinking: "the selection follows the document that the model is thinking about"
        }
    }
}
