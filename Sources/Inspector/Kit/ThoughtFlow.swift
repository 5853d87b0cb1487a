import Inference
import Sessions
import Terminal

/// The tokens of a thought, wrapped: kept so that a frame costs only the lines it shows. Made anew when the thought or the width
/// is another; it only grows while the thought is being written.
struct ThoughtFlow: Sendable {
    private(set) var flow = Flow(width: 1)
    private var key = Key(run: nil, document: 0, width: 0)
    private var figures: [(probability: Double, entropy: Double)] = []
    private let marksLineEnds: Bool

    struct Key: Hashable {
        var run: Int?
        var document: Int
        var width: Int
    }

    /// - Parameter marksLineEnds: whether a line end has a sign, for a cursor over tokens.
    init(marksLineEnds: Bool = false) { self.marksLineEnds = marksLineEnds }

    var lines: [[Flow.Glyph]] { flow.lines }
    /// Tokens laid out so far.
    var count: Int { figures.count }

    /// O(tokens that came since the last call) for the same thought and width.
    mutating func lay(_ tokens: TokenLog, key: Key) {
        if key != self.key || tokens.count < count {
            self.key = key
            figures = []
            flow = Flow(width: key.width, marksLineEnds: marksLineEnds ? Theme.lineEnd : nil)
        }
        for index in count..<tokens.count {
            let token = tokens[index]
            flow.append(token.text, tag: index)
            figures.append((token.probability, token.entropy))
        }
    }

    func probability(of token: Int) -> Double { figures.indices.contains(token) ? figures[token].probability : 1 }
    func entropy(of token: Int) -> Double { figures.indices.contains(token) ? figures[token].entropy : 0 }
}

extension TokenEvent {
    var probability: Double { logProbability.probability }

    /// Its rank among the likeliest tokens, from 1; nil where it is beyond those listed.
    var rank: Int? { alternatives.firstIndex { $0.id == id }.map { $0 + 1 } }

    /// The likeliest tokens with the chosen one among them.
    var chartRows: [AlternativesChart.Row] {
        var rows = alternatives.map { AlternativesChart.Row(text: $0.text, probability: $0.probability, isChosen: $0.id == id) }
        if !rows.contains(where: \.isChosen) {
            rows.append(AlternativesChart.Row(text: text, probability: probability, isChosen: true))
        }
        return rows
    }
}

extension TokenAlternative {
    var probability: Double { logProbability.probability }
}
