import Inference

/// The tokens of one document with their alternatives, packed: 16 bytes per token and 8 per alternative.
///
/// Probabilities and entropies are kept in single precision, the precision in which engines compute them, so a session that
/// was written and read again has the same log as the live one.
public struct TokenLog: Sendable, RandomAccessCollection {
    private struct Entry {
        var token: TokenVocabulary.Index
        var logProbability: Float
        var entropy: Float
        /// The end of the token's alternatives in `alternatives`. They begin at the end of the previous token's alternatives.
        var alternativesEnd: UInt32
    }

    private struct Alternative {
        var token: TokenVocabulary.Index
        var logProbability: Float
    }

    private var entries: [Entry] = []
    private var alternatives: [Alternative] = []
    private let vocabulary: TokenVocabulary
    /// The text of all tokens, joined: the thought and answer so far.
    public private(set) var text = ""

    /// An empty log. Logs of one session should share a vocabulary.
    public init(vocabulary: TokenVocabulary = TokenVocabulary()) {
        self.vocabulary = vocabulary
    }

    /// Appends a token. O(alternatives), amortised.
    public mutating func append(_ event: TokenEvent) {
        text += event.text
        let token = vocabulary.withTable { table in
            for alternative in event.alternatives {
                let token = table.index(id: alternative.id, text: alternative.text)
                alternatives.append(Alternative(token: token, logProbability: Float(alternative.logProbability)))
            }
            return table.index(id: event.id, text: event.text)
        }
        entries.append(
            Entry(
                token: token, logProbability: Float(event.logProbability), entropy: Float(event.entropy),
                alternativesEnd: UInt32(clamping: alternatives.count)))
    }

    /// Appends one token of a batch, like its event. O(alternatives), amortised.
    mutating func append(_ index: Int, of batch: borrowing TokenBatch) {
        let range = batch.pieces(of: index)
        let first = batch.pieces[range.lowerBound]
        text += batch.text(of: range.lowerBound)
        let token = vocabulary.withTable { table in
            func entry(_ piece: Int) -> TokenVocabulary.Index {
                let id = batch.pieces[piece].id
                guard let text = batch.pieces[piece].text else { return table.index(id: id, text: batch.text(of: piece)) }
                return table.index(id: id, text: text)
            }
            for piece in range.dropFirst() {
                alternatives.append(Alternative(token: entry(piece), logProbability: batch.pieces[piece].logProbability))
            }
            return entry(range.lowerBound)
        }
        entries.append(
            Entry(
                token: token, logProbability: first.logProbability, entropy: batch.tokens[index].entropy,
                alternativesEnd: UInt32(clamping: alternatives.count)))
    }

    /// Frees the memory reserved for growth. O(n).
    mutating func compact() {
        entries = entries.withUnsafeBufferPointer(Array.init)
        alternatives = alternatives.withUnsafeBufferPointer(Array.init)
    }

    /// The most bytes that a token takes, with the 20 alternatives that an engine is asked for.
    static let bytesPerToken = 200

    /// 0.
    public var startIndex: Int { 0 }
    /// The number of tokens.
    public var endIndex: Int { entries.count }

    /// The token at an index. O(alternatives).
    public subscript(position: Int) -> TokenEvent {
        let entry = entries[position]
        let start = position > 0 ? Int(entries[position - 1].alternativesEnd) : 0
        return vocabulary.withTable { table in
            let (id, text) = table[entry.token]
            return TokenEvent(
                id: id, text: text, logProbability: Double(entry.logProbability), entropy: Double(entry.entropy),
                alternatives: alternatives[start..<Int(entry.alternativesEnd)].map { alternative in
                    let (id, text) = table[alternative.token]
                    return TokenAlternative(id: id, text: text, logProbability: Double(alternative.logProbability))
                })
        }
    }
}

extension TokenLog: Equatable {
    /// Equal if the tokens and alternatives are equal, whatever their vocabularies.
    public static func == (left: TokenLog, right: TokenLog) -> Bool { left.elementsEqual(right) }
}
