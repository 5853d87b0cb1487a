import Terminal

extension InspectorState {
    /// The whole screen as a picture. Pure: the same state, size and theme give the same grid. It costs what is in view,
    /// however long documents, thoughts and rankings are.
    public func render(size: Size, theme: Theme) -> Grid {
        if size != self.size {
            // Laid out for another size: a copy is laid out anew.
            var state = self
            state.size = size
            state.reveal()
            state.settle()
            return state.picture(theme: theme)
        }
        return picture(theme: theme)
    }

    private func picture(theme: Theme) -> Grid {
        var grid = Grid(size: size)
        guard size.width >= Layout.minimum.width, size.height >= Layout.minimum.height else {
            drawTooSmall(&grid, theme: theme)
            return grid
        }
        switch screen {
        case .start: drawStart(&grid, theme: theme)
        case .rank: drawRank(&grid, theme: theme)
        case .inside: drawInside(&grid, theme: theme)
        case .judge: drawJudge(&grid, theme: theme)
        case .agreement: drawAgreement(&grid, theme: theme)
        case .measures: drawMeasures(&grid, theme: theme)
        }
        drawFooter(&grid, theme: theme)
        drawOverlay(&grid, theme: theme)
        return grid
    }

    private func drawTooSmall(_ grid: inout Grid, theme: Theme) {
        let need = Layout.minimum
        let lines = [
            "too small", "have \(size.width)x\(size.height)", "need \(need.width)x\(need.height)", "\(key(.quit)) quits",
        ]
        let top = max(0, (size.height - lines.count) / 2)
        for (offset, line) in lines.enumerated() {
            grid.write(line, at: Point(x: max(0, (size.width - line.count) / 2), y: top + offset), style: theme.style(.text))
        }
    }

    private func drawRank(_ grid: inout Grid, theme: Theme) {
        let layout = layout
        let header = drawUnsaved(&grid, layout.header, theme: theme)
        drawHeader(&grid, header, theme: theme)
        if let divider = layout.divider {
            grid.fill(divider, with: theme.dividerGlyph, style: theme.style(.rule))
        }
        for placed in layout.panes {
            drawHeading(&grid, placed, theme: theme)
            switch placed.pane {
            case .ranking: drawRanking(&grid, placed.content, theme: theme)
            case .document: drawDocument(&grid, placed.content, theme: theme)
            case .reasoning: drawReasoning(&grid, placed.content, theme: theme)
            case .why: drawWhy(&grid, placed.content, theme: theme)
            }
        }
        if let divider = layout.divider {
            drawJoints(&grid, layout: layout, divider: divider, theme: theme)
        }
    }

    /// Where headings meet the divider.
    private func drawJoints(_ grid: inout Grid, layout: Layout, divider: Rect, theme: Theme) {
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
}
