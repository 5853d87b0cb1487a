import Relevance
import Terminal

/// A document's text, wrapped, with the query's words and what is searched for marked. Made anew when document, width or marks
/// change, so that a frame costs only the lines it shows.
struct DocumentFlow: Sendable {
    private var flow = Flow(width: 1)
    private var key = Key(document: nil, width: 0, terms: [], needle: "", showsTitle: false)
    /// Pieces of the text that are its title.
    private var titlePieces = 0

    private struct Key: Hashable {
        var document: Document?
        var width: Int
        var terms: Set<String>
        var needle: String
        var showsTitle: Bool
    }

    var lineCount: Int { flow.lines.count }

    /// - Parameter showsTitle: the title as the first lines, a blank line after it.
    mutating func lay(_ document: Document?, width: Int, _ search: Search, showsTitle: Bool = false) {
        let key = Key(
            document: document, width: width, terms: search.terms, needle: search.needle, showsTitle: showsTitle)
        guard key != self.key else { return }
        self.key = key
        flow = Flow(width: width)
        titlePieces = 0
        guard let document else { return }
        let highlighter = Highlighter(terms: search.terms, needle: search.needle)
        let title = showsTitle && !document.title.isEmpty ? highlighter.pieces(of: document.title + "\n\n") : []
        titlePieces = title.count
        for (offset, piece) in (title + highlighter.pieces(of: document.text)).enumerated() {
            flow.append(piece.text, tag: offset * Highlighter.kinds + piece.kind.rawValue)
        }
    }

    private func kind(_ tag: Int) -> Highlighter.Kind? { Highlighter.Kind(rawValue: tag % Highlighter.kinds) }

    /// The lines with a match of the search, from the top.
    var matches: [Int] {
        flow.lines.indices.filter { line in flow.lines[line].contains { kind($0.tag) == .match } }
    }

    /// Draws the lines from `top` on.
    func draw(_ grid: inout Grid, _ rect: Rect, top: Int, theme: Theme) {
        for (row, line) in flow.lines.dropFirst(top).prefix(rect.height).enumerated() {
            grid.write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2) { tag in
                switch kind(tag) {
                case .term: theme.style(.term)
                case .match: theme.style(.match)
                default: tag / Highlighter.kinds < titlePieces ? theme.style(.strong) : .plain
                }
            }
        }
    }
}
