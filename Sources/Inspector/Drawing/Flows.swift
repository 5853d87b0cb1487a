import Inference
import Relevance
import Sessions
import Terminal

/// The wrapped texts of what is selected, kept so that a frame costs only the lines it shows. Each is made anew when
/// what it shows or its width changes, and only grows while a thought is being written.
struct Flows: Sendable {
    private(set) var document = Flow(width: 1)
    private(set) var reasoning = Flow(width: 1)
    private(set) var tokens = Flow(width: 1)
    private var documentKey = DocumentKey(document: nil, width: 0, terms: [], needle: "", showsTitle: false)
    /// Pieces of the document that are its title.
    private var titlePieces = 0
    private var reasoningKey = ThoughtKey(run: nil, document: 0, width: 0)
    private var tokensKey = ThoughtKey(run: nil, document: 0, width: 0)
    private var reasoningCount = 0
    private var tokensCount = 0

    private struct DocumentKey: Hashable {
        var document: Document?
        var width: Int
        var terms: Set<String>
        var needle: String
        var showsTitle: Bool
    }

    struct ThoughtKey: Hashable {
        var run: Int?
        var document: Int
        var width: Int
    }

    /// - Parameter showsTitle: the title as the first lines, a blank line behind it.
    mutating func layDocument(_ document: Document?, width: Int, terms: Set<String>, needle: String, showsTitle: Bool = false) {
        let key = DocumentKey(document: document, width: width, terms: terms, needle: needle, showsTitle: showsTitle)
        guard key != documentKey else { return }
        documentKey = key
        self.document = Flow(width: width)
        titlePieces = 0
        guard let document else { return }
        let highlighter = Highlighter(terms: terms, needle: needle)
        let title = showsTitle && !document.title.isEmpty ? highlighter.pieces(of: document.title + "\n\n") : []
        titlePieces = title.count
        for (offset, piece) in (title + highlighter.pieces(of: document.text)).enumerated() {
            self.document.append(piece.text, tag: offset * Highlighter.kinds + piece.kind.rawValue)
        }
    }

    /// Whether a piece of the document is its title's.
    func isTitle(_ tag: Int) -> Bool { tag / Highlighter.kinds < titlePieces }

    /// Lays the thought out for the rank screen.
    mutating func layReasoning(_ tokens: TokenLog, key: ThoughtKey) {
        if key != reasoningKey || tokens.count < reasoningCount {
            (reasoningKey, reasoningCount, reasoning) = (key, 0, Flow(width: key.width))
        }
        layFigures(tokens, key: key)
        for index in reasoningCount..<tokens.count { reasoning.append(texts[index], tag: index) }
        reasoningCount = tokens.count
    }

    /// Lays the thought out for the token cursor: line ends have signs there.
    mutating func layTokens(_ tokens: TokenLog, key: ThoughtKey) {
        if key != tokensKey || tokens.count < tokensCount {
            (tokensKey, tokensCount, self.tokens) = (key, 0, Flow(width: key.width, marksLineEnds: Theme.lineEnd))
        }
        layFigures(tokens, key: key)
        for index in tokensCount..<tokens.count { self.tokens.append(texts[index], tag: index) }
        tokensCount = tokens.count
    }

    // MARK: What colours the tokens

    private var figuresKey = ThoughtKey(run: nil, document: 0, width: 0)
    private var texts: [String] = []
    private var figures: [(probability: Double, entropy: Double)] = []

    private mutating func layFigures(_ tokens: TokenLog, key: ThoughtKey) {
        var key = key
        key.width = 0
        if key != figuresKey || tokens.count < figures.count { (figuresKey, texts, figures) = (key, [], []) }
        for index in figures.count..<tokens.count {
            let token = tokens[index]
            texts.append(token.text)
            figures.append((token.probability, token.entropy))
        }
    }

    /// Tokens laid out so far.
    var figureCount: Int { figures.count }

    func probability(of token: Int) -> Double { figures.indices.contains(token) ? figures[token].probability : 1 }
    func entropy(of token: Int) -> Double { figures.indices.contains(token) ? figures[token].entropy : 0 }
}
