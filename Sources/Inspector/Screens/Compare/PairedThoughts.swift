import Foundation
import Inference
import Relevance
import Reranking
import Sessions

/// The thoughts of both sides about a document, and where they part.
struct PairedThoughts: Sendable {
    private(set) var a = ThoughtFlow()
    private(set) var b = ThoughtFlow()
    /// nil while one side's thought is the beginning of the other's.
    private(set) var parting: Parting?
    private var key = Key()
    private var counts = (a: 0, b: 0)

    /// Where two thoughts part: the first token of each side that is not the same text any more.
    struct Parting: Sendable, Equatable {
        /// Indices of tokens.
        var a, b: Int
        /// The texts of these tokens.
        var textOfA, textOfB: String
        /// What A gave to B's token in the place of its own, and B to A's; nil where the tokens do not begin at the same byte,
        /// or no alternatives were recorded.
        var byAForB, byBForA: Chance?
    }

    /// A probability, or what it is below for a token that is not among those recorded.
    enum Chance: Sendable, Equatable {
        case exactly(Double)
        case below(Double)
    }

    private struct Key: Hashable {
        var a: RunID?
        var b: RunID?
        var document: String?
    }

    /// Whether a side has a thought of the document.
    var hasThought: Bool { a.count > 0 || b.count > 0 }
    var lineCount: Int { max(a.lines.count, b.lines.count) }

    /// O(tokens that came since the last call) for the same document, and O(bytes) to find where the thoughts part.
    mutating func lay(_ first: RunState?, _ second: RunState?, _ document: String?, widths: (Int, Int)) {
        let (x, y) = (Self.tokens(first, document), Self.tokens(second, document))
        a.lay(x.tokens, key: .init(run: first?.id.rawValue, document: x.index, width: max(1, widths.0)))
        b.lay(y.tokens, key: .init(run: second?.id.rawValue, document: y.index, width: max(1, widths.1)))
        let key = Key(a: first?.id, b: second?.id, document: document)
        guard key != self.key || counts != (x.tokens.count, y.tokens.count) else { return }
        // Thoughts only grow: where they part once, they part for good.
        let isKnown = key == self.key && parting != nil && counts.a <= x.tokens.count && counts.b <= y.tokens.count
        (self.key, counts) = (key, (x.tokens.count, y.tokens.count))
        if !isKnown { parting = Self.parting(x.tokens, y.tokens) }
    }

    private static func tokens(_ run: RunState?, _ document: String?) -> (tokens: TokenLog, index: Int) {
        guard let run, let document, let index = run.index(of: document) else { return (TokenLog(), -1) }
        return (run.documents[index].tokens, index)
    }

    /// By bytes, since the tokens of two models differ.
    static func parting(_ a: TokenLog, _ b: TokenLog) -> Parting? {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        var (x, y) = (a[0].text.utf8[...], b[0].text.utf8[...])
        var (i, j) = (0, 0)
        while true {
            while x.isEmpty {
                i += 1
                guard i < a.count else { return nil }
                x = a[i].text.utf8[...]
            }
            while y.isEmpty {
                j += 1
                guard j < b.count else { return nil }
                y = b[j].text.utf8[...]
            }
            if x.first != y.first { break }
            x = x.dropFirst()
            y = y.dropFirst()
        }
        let (own, other) = (a[i], b[j])
        // How far into its token each side is.
        let isAligned = own.text.utf8.count - x.count == other.text.utf8.count - y.count
        return Parting(
            a: i, b: j, textOfA: own.text, textOfB: other.text, byAForB: isAligned ? chance(of: other.text, own) : nil,
            byBForA: isAligned ? chance(of: own.text, other) : nil)
    }

    /// What stood a chance in the place of a token: by its text, since two models number their tokens in two ways.
    private static func chance(of text: String, _ token: TokenEvent) -> Chance? {
        if let found = token.alternatives.first(where: { $0.text == text }) { return .exactly(exp(found.logProbability)) }
        return token.alternatives.map(\.logProbability).min().map { .below(exp($0)) }
    }
}
