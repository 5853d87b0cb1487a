import Relevance
import Reranking
import Sessions
import Terminal

extension RankScreen {
    /// The selected document, the query's words standing out.
    func drawDocument(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        guard let selected = board.selectedCandidate?.document else { return }
        if selected.text.isEmpty {
            return grid.write(wrapped: [Span("This document has no text.", .quiet)], in: rect, theme: frame.theme)
        }
        document.draw(&grid, rect, top: documentTop, theme: frame.theme)
    }

    /// The rows of a pane that has room for a strip under the thought.
    private static let rowsWithStops = 4

    /// The place of the thought in its pane: where it was stopped, the last row tells what it would have answered.
    func thoughtPlace(_ pane: Rect, _ board: Board) -> Rect {
        let hasStops = board.selectedProgress.map { $0.hasStops && !$0.tokens.isEmpty } ?? false
        return hasStops && pane.height >= Self.rowsWithStops ? pane.slice(0, pane.height - 1) : pane
    }

    /// The selected document's thought as it is written, each token as sure as it looks.
    func drawReasoning(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        guard let progress = board.selectedProgress else {
            let words = board.runHint("scores the candidates; the model's thought will stand here.", frame.keys)
            return grid.write(wrapped: [Span(words, .quiet)], in: rect, theme: theme)
        }
        guard !progress.tokens.isEmpty else {
            let words: String =
                switch progress.phase {
                case .waiting:
                    DocumentWords(board: board, keys: frame.keys).waiting ?? "The run ended before this document's turn."
                case .reading(let done, let total) where done >= total && total > 0:
                    board.mode.thinks ? "The prompt is read; the thought begins." : "The prompt is read; the answer is asked for."
                case .reading: "The model is reading the document."
                case .thinking: ""
                case .finished: DocumentWords(board: board, keys: frame.keys).noThought(progress)
                }
            return grid.write(wrapped: [Span(words, .quiet)], in: rect, theme: theme)
        }
        let pane = rect
        let rect = thoughtPlace(pane, board)
        if let curve = StopCurve(progress) {
            let map = StopMap(curve: curve, tokenCount: thought.count, cursor: nil, choices: board.mode.choices)
            map.draw(&grid, pane.slice(rect.height, pane.height - rect.height), theme: theme)
        }
        let lines = thought.lines
        let end = max(0, lines.count - rect.height)
        let top = min(end, reasoningTop ?? end)
        let answer = progress.result?.answerToken
        for (row, line) in lines.dropFirst(top).prefix(rect.height).enumerated() {
            grid.write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2) { token in
                token == answer ? theme.style(.chosenBar) : theme.confidence(thought.probability(of: token))
            }
        }
        if progress.phase == .thinking, board.isShowingLiveRun, reasoningTop == nil, let last = lines.last {
            let x = last.reduce(0) { $0 + $1.width }
            let y = rect.y + lines.count - 1 - top
            if x < rect.width - 2, y < rect.endY {
                grid.write(" ", at: Point(x: rect.x + 1 + x, y: y), style: theme.style(.cursor))
            }
        }
    }
}
