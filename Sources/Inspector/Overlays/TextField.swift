import Relevance

/// A text a person writes.
public enum TextField: String, Sendable, Hashable, Codable {
    case query, instruction

    /// Why a text cannot be one, in a sentence; nil where it can.
    func problem(_ text: String) -> String? {
        switch self {
        case .query where text.isEmpty: "a query needs some text: the query is unchanged"
        case .instruction where text.isEmpty: "an instruction needs some text: the instruction is unchanged"
        case .query where MarkPile.isIn(text):
            "the query \(MarkPile.problem)"
        case .query, .instruction: nil
        }
    }
}
