import Relevance
import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// The selected document, the query's words standing out.
    func drawDocument(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard let document = selectedCandidate?.document else { return }
        if document.text.isEmpty {
            grid.write(
                [Span("This document has no text.", .quiet)], at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - 2,
                theme: theme)
            return
        }
        for (row, line) in flows.document.lines.dropFirst(documentTop).prefix(rect.height).enumerated() {
            grid.write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2) { tag in
                switch Highlighter.Kind(rawValue: tag % Highlighter.kinds) {
                case .term: theme.style(.term)
                case .match: theme.style(.match)
                default: .plain
                }
            }
        }
    }

    /// The selected document's thought as it is written, each token as sure as it looks.
    func drawReasoning(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard let progress = selectedProgress else {
            return write(
                &grid,
                [
                    Span(
                        session.candidates.isEmpty
                            ? "" : "\(key(.run)) scores the candidates; the model's thought will stand here.", .quiet)
                ],
                rect, theme)
        }
        guard !progress.tokens.isEmpty else {
            let words: String =
                switch progress.phase {
                case .waiting: isShowingLiveRun ? "Waiting for its turn." : "The run ended before this document's turn."
                case .reading: "The model is reading the document."
                case .thinking: ""
                case .finished:
                    mode.thinks
                        ? "No token was written." : "Mode \(mode.rawValue): the answer was asked for at once, without a thought."
                }
            return write(&grid, [Span(words, .quiet)], rect, theme)
        }
        let lines = flows.reasoning.lines
        let end = max(0, lines.count - rect.height)
        let top = min(end, reasoningTop ?? end)
        let answer = progress.result?.answerToken
        for (row, line) in lines.dropFirst(top).prefix(rect.height).enumerated() {
            grid.write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2) { token in
                token == answer ? theme.style(.chosenBar) : theme.confidence(flows.probability(of: token))
            }
        }
        if progress.phase == .thinking, isShowingLiveRun, reasoningTop == nil, let last = lines.last {
            let x = last.reduce(0) { $0 + $1.width }
            let y = rect.y + lines.count - 1 - top
            if x < rect.width - 2, y < rect.endY {
                grid.write(" ", at: Point(x: rect.x + 1 + x, y: y), style: theme.style(.cursor))
            }
        }
    }

    /// A sentence, wrapped, at the top of a pane.
    func write(_ grid: inout Grid, _ spans: [Span], _ rect: Rect, _ theme: Theme) {
        var flow = Flow(width: max(1, rect.width - 2))
        for (tag, span) in spans.enumerated() { flow.append(span.text, tag: tag) }
        for (row, line) in flow.lines.prefix(rect.height).enumerated() {
            grid.write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2) { theme.style(spans[$0].role) }
        }
    }
}
