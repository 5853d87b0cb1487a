import Relevance
import Terminal

/// The line over a pane: its title, or the titles of all panes that share its place, and what there is to say of it.
enum PaneHeading {
    struct Tab {
        var pane: Pane
        var title: String
        var columns: Range<Int>
        var isShown: Bool
    }

    static func tabs(of placed: Layout.PlacedPane, in state: InspectorState) -> [Tab] {
        var x = placed.rect.x + 2
        var tabs: [Tab] = []
        for pane in placed.tabs {
            var title = pane.title
            if placed.tabs.count == 1 || pane == placed.pane {
                if pane == .document, let document = state.selectedCandidate?.document, placed.tabs.count == 1 {
                    title = document.title.isEmpty ? document.id : "\(document.id)  \(document.title)"
                }
            } else if placed.rect.width < 60, pane == .why {
                title = "Why"
            }
            let room = max(0, placed.rect.endX - x - 2)
            title = TerminalText.truncated(title, to: room)
            let width = TerminalText.width(of: title)
            guard width > 0 else { break }
            tabs.append(Tab(pane: pane, title: title, columns: x..<(x + width), isShown: pane == placed.pane))
            x += width + 3
        }
        return tabs
    }

    static func tab(at x: Int, of placed: Layout.PlacedPane, in state: InspectorState) -> Pane? {
        tabs(of: placed, in: state).first { $0.columns.contains(x) }?.pane
    }
}

extension InspectorState {
    func drawHeading(_ grid: inout Grid, _ placed: Layout.PlacedPane, theme: Theme) {
        let rect = placed.rect
        grid.rule(rect, theme: theme)
        var end = rect.x + 1
        for (index, tab) in PaneHeading.tabs(of: placed, in: self).enumerated() {
            if index > 0 {
                grid.write(
                    " \(theme.dividerGlyph) ", at: Point(x: tab.columns.lowerBound - 3, y: rect.y), style: theme.style(.rule))
            }
            let isActive = tab.pane == focus
            let role: Theme.Role = isActive ? .activeHeading : tab.isShown ? .heading : .quiet
            grid.write(
                (index == 0 ? " " : "") + tab.title + " ", at: Point(x: tab.columns.lowerBound - (index == 0 ? 1 : 0), y: rect.y),
                style: theme.style(role))
            end = tab.columns.upperBound + 1
        }
        let note = headingNote(placed.pane)
        let width = TerminalText.width(of: note) + 2
        if !note.isEmpty, end + width + 1 < rect.endX {
            grid.write(" \(note) ", at: Point(x: rect.endX - width - 1, y: rect.y), style: theme.style(.quiet))
        }
    }

    private func headingNote(_ pane: Pane) -> String {
        switch pane {
        case .ranking:
            let height = (layout[.ranking]?.content.height ?? 1) - 1
            let rowsInView =
                ranking.isEmpty || ranking.count <= height
                ? "" : "\(tableTop + 1)-\(min(ranking.count, tableTop + height)) of \(ranking.count)"
            let followed = follow == .stay ? "" : follow == .top ? "follows the top" : "follows the thinking"
            return [followed, rowsInView].filter { !$0.isEmpty }.joined(separator: "  ")
        case .document:
            guard let height = layout[.document]?.content.height, flows.document.lines.count > height else { return "" }
            return "line \(documentTop + 1) of \(flows.document.lines.count)"
        case .reasoning:
            let tokens = selectedTokens
            guard !tokens.isEmpty else { return "" }
            return Figures.count(tokens.count, "token")
        case .why: return selectedCandidate.map(\.document.id) ?? ""
        }
    }
}
