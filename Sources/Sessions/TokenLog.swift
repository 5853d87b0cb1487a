import Inference

/// One document's tokens with their alternatives, packed: 16 bytes a token and 8 an alternative.
///
/// Probabilities and entropies are kept in single precision, which is what engines compute them in; a session written and read again
/// gives the same log as the live one.
public struct TokenLog: Sendable, RandomAccessCollection {
    private struct Entry {
        var token: TokenVocabulary.Index
        var logProbability: Float
        var entropy: Float
        /// Where its alternatives end in `alternatives`; they begin where the token's before end.
        var alternativesEnd: UInt32
    }

    private struct Alternative {
        var token: TokenVocabulary.Index
        var logProbability: Float
    }

    private var entries: [Entry] = []
    private var alternatives: [Alternative] = []
    private let vocabulary: TokenVocabulary
    /// The tokens' texts, joined: the thought and answer so far.
    public private(set) var text = ""

    public init(vocabulary: TokenVocabulary = TokenVocabulary()) {
        self.vocabulary = vocabulary
    }

    /// Amortised O(alternatives).
    public mutating func append(_ event: TokenEvent) {
        text += event.text
        let token = vocabulary.intern { index in
            for alternative in event.alternatives {
                let token = index(alternative.id, alternative.text)
                alternatives.append(Alternative(token: token, logProbability: Float(alternative.logProbability)))
            }
            return index(event.id, event.text)
        }
        entries.append(
            Entry(
                token: token, logProbability: Float(event.logProbability), entropy: Float(event.entropy),
                alternativesEnd: UInt32(clamping: alternatives.count)))
    }

    /// Gives back the room kept for growth. O(n).
    mutating func compact() {
        entries = entries.withUnsafeBufferPointer(Array.init)
        alternatives = alternatives.withUnsafeBufferPointer(Array.init)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { entries.count }

    /// O(alternatives).
    public subscript(position: Int) -> TokenEvent {
        let entry = entries[position]
        let start = position > 0 ? Int(entries[position - 1].alternativesEnd) : 0
        return vocabulary.lookUp { token in
            let (id, text) = token(entry.token)
            return TokenEvent(
                id: id, text: text, logProbability: Double(entry.logProbability), entropy: Double(entry.entropy),
                alternatives: alternatives[start..<Int(entry.alternativesEnd)].map { alternative in
                    let (id, text) = token(alternative.token)
                    return TokenAlternative(id: id, text: text, logProbability: Double(alternative.logProbability))
                })
        }
    }
}

extension TokenLog: Equatable {
    public static func == (left: TokenLog, right: TokenLog) -> Bool { left.elementsEqual(right) }
}
