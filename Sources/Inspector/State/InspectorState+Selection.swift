import Inference
import Relevance
import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// Selects a document and brings it into view; its texts begin at their beginning.
    mutating func select(_ document: Int) {
        guard documentCount > 0 else {
            selected = 0
            return
        }
        let document = min(max(0, document), documentCount - 1)
        if document != selected {
            selected = document
            selectedSince = frame
            documentTop = 0
            reasoningTop = selectedProgress?.phase == .finished ? 0 : nil
            inside = InsideState(token: 0, colouring: inside.colouring)
        }
        reveal()
    }

    /// Scrolls the table so that the selected row is in view.
    mutating func reveal() {
        guard let table = layout[.ranking] else { return }
        let height = max(1, table.content.height - 1)
        let row = rows.indices.contains(selected) ? rows[selected] : 0
        tableTop = min(max(tableTop, row - height + 1), row)
    }

    /// Moves the selection by rows; a person who moves it wants it to stay.
    mutating func moveSelection(by offset: Int) {
        guard !ranking.isEmpty else { return }
        let row = rows.indices.contains(selected) ? rows[selected] : 0
        let target = min(max(0, row + offset), ranking.count - 1)
        follow = .stay
        select(ranking[target].document)
    }

    var layout: Layout {
        Layout(size: size, rows: ranking.count, focus: focus, detail: detail, isZoomed: isZoomed)
    }

    /// Lays the visible texts out and keeps every scroll within its bounds: the one place that does, after each event.
    mutating func settle() {
        let layout = layout
        let document = layout[.document]?.content
        let reasoning = layout[.reasoning]?.content
        if screen == .rank {
            if let document {
                flows.layDocument(
                    selectedCandidate?.document, width: document.width - 2, terms: queryTerms, needle: needle)
                documentTop = min(max(0, documentTop), max(0, flows.document.lines.count - document.height))
            }
            if let reasoning {
                flows.layReasoning(
                    selectedTokens, key: .init(run: shownRun, document: selected, width: reasoning.width - 2))
                let end = max(0, flows.reasoning.lines.count - reasoning.height)
                reasoningTop = reasoningTop.map { min(max(0, $0), end) }
            }
            if let table = layout[.ranking]?.content {
                tableTop = min(max(0, tableTop), max(0, ranking.count - (table.height - 1)))
            }
        }
        if screen == .inside { settleInside() }
        if screen == .judge { settleJudge() }
        if screen == .agreement { settleAgreement() }
        if screen == .measures { settleMeasures() }
    }

    /// Scrolls a pane; the ranking moves its view, not its selection.
    mutating func scroll(_ pane: Pane, by lines: Int) {
        switch pane {
        case .ranking: tableTop += lines
        case .document: documentTop += lines
        case .reasoning:
            let height = layout[.reasoning]?.content.height ?? 1
            let end = max(0, flows.reasoning.lines.count - height)
            let top = min(end, (reasoningTop ?? end)) + lines
            // At its end a thought still being written is followed again.
            reasoningTop = top >= end && selectedProgress?.phase != .finished ? nil : top
        case .why: break
        }
    }
}
