import Relevance
import Terminal

extension RankScreen {
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let layout = layout(board, frame.size)
        RunHeader(board: board, frame: frame).draw(&grid, layout.header)
        if let divider = layout.divider {
            grid.fill(divider, with: frame.theme.dividerGlyph, style: frame.theme.style(.rule))
        }
        for placed in layout.panes {
            heading(placed, board, frame.theme).draw(&grid, placed.rect, theme: frame.theme)
            switch placed.pane {
            case .ranking: drawRanking(&grid, placed.content, board, frame)
            case .document: drawDocument(&grid, placed.content, board, frame)
            case .reasoning: drawReasoning(&grid, placed.content, board, frame)
            case .why: WhyPane(board: board, frame: frame).draw(&grid, placed.content)
            }
        }
        if let divider = layout.divider { drawJoints(&grid, layout, divider, theme: frame.theme) }
    }

    /// Where headings meet the divider.
    private func drawJoints(_ grid: inout Grid, _ layout: RankLayout, _ divider: Rect, theme: Theme) {
        let style = theme.style(.rule)
        for placed in layout.panes where placed.rect.y > divider.y && placed.rect.y < divider.endY {
            let tee = placed.rect.x > divider.x ? theme.teeRight : theme.teeLeft
            grid.write(String(tee), at: Point(x: divider.x, y: placed.rect.y), style: style)
        }
        grid.write(String(theme.teeDown), at: Point(x: divider.x, y: divider.y), style: style)
        if divider.endY < layout.footer.y {
            grid.write(String(theme.teeUp), at: Point(x: divider.x, y: divider.endY), style: style)
        }
    }

    // MARK: Headings

    /// The titles of the panes that share a place, and what there is to say of the one in view.
    func heading(_ placed: RankLayout.PlacedPane, _ board: Board, _ theme: Theme = Theme()) -> Heading {
        let isAlone = placed.tabs.count == 1
        let tabs = placed.tabs.map { pane -> Heading.Tab in
            var title = pane.title
            if pane == .document, isAlone, let document = board.selectedCandidate?.document {
                title = document.title.isEmpty ? document.id : "\(document.id)  \(document.title)"
            } else if pane == .why, !isAlone, pane != placed.pane, placed.rect.width < 60 {
                title = "Why"
            }
            // Without colour too it is plain where the keys are.
            if pane == focus { title = "\(theme.marker)\(title)" }
            return Heading.Tab(
                title: title, role: pane == focus ? .activeHeading : pane == placed.pane ? .heading : .quiet)
        }
        let note = note(placed, board)
        return Heading(tabs: tabs, note: note.isEmpty ? [] : [Span(note, .quiet)])
    }

    private func note(_ placed: RankLayout.PlacedPane, _ board: Board) -> String {
        switch placed.pane {
        case .ranking:
            let height = placed.content.height - 1
            let count = board.rows.count
            let rowsInView =
                count <= max(0, height) ? "" : "\(tableTop + 1)-\(min(count, tableTop + height)) of \(count)"
            let followed =
                switch board.selection.follow {
                case .stay: ""
                case .top: "follows the top"
                case .thinking: "follows the thinking"
                }
            let sorted = order.isRanking ? "" : "sorted by \(order.sort.name), \(order.isFalling ? "falling" : "rising")"
            return [sorted, followed, rowsInView].filter { !$0.isEmpty }.joined(separator: "  ")
        case .document:
            guard document.lineCount > placed.content.height else { return "" }
            return "line \(documentTop + 1) of \(document.lineCount)"
        case .reasoning:
            let count = board.selectedTokens.count
            return count == 0 ? "" : Figures.count(count, "token")
        case .why: return board.selectedCandidate.map(\.document.id) ?? ""
        }
    }
}
