import Terminal

extension InspectorState {
    private static let wheelLines = 3

    mutating func point(_ mouse: Mouse) -> [Effect] {
        switch mouse.kind {
        case .wheelUp: wheel(-Self.wheelLines, at: mouse.point)
        case .wheelDown: wheel(Self.wheelLines, at: mouse.point)
        case .press: return click(mouse.point, isDouble: false)
        case .doubleClick: return click(mouse.point, isDouble: true)
        case .release, .drag: break
        }
        return []
    }

    private mutating func wheel(_ lines: Int, at point: Point) {
        if overlay != nil { return moveOverlay(lines > 0 ? 1 : -1) }
        switch screen {
        case .start: start.move(lines > 0 ? 1 : -1)
        case .rank: if let pane = layout.pane(at: point)?.pane { scroll(pane, by: lines) }
        case .inside: moveToken(lines: lines > 0 ? 1 : -1)
        case .judge: judging.top += lines
        case .agreement where AgreementLayout(self).pairs.contains(point): agreeing.pairsTop += lines
        case .measures, .agreement: move(lines > 0 ? 1 : -1)
        }
    }

    private mutating func click(_ point: Point, isDouble: Bool) -> [Effect] {
        notice = nil
        switch overlay {
        case .picker(var picker):
            let list = OverlayLayout(size: size, rows: picker.items.count).list
            guard list.contains(point) else {
                overlay = nil
                return []
            }
            picker.select(point.y - list.y + OverlayLayout.top(of: picker, height: list.height))
            overlay = .picker(picker)
            return isDouble ? press(.enter) : []
        case .help, .messages, .need:
            overlay = nil
            return []
        case .prompt: return []
        case nil: break
        }
        switch screen {
        case .start:
            guard let row = StartLayout(size: size, state: start).row(at: point) else { return [] }
            start.select(row)
            return isDouble ? openStartItem() : []
        case .rank: return clickRank(point, isDouble: isDouble)
        case .judge: return clickLegend(point)
        case .agreement:
            let list = AgreementLayout(self).list
            guard list.contains(point) else { return [] }
            agreeing.select(agreeing.top + point.y - list.y)
            if isDouble { openAdjudication() }
        case .measures: clickMeasures(point, isDouble: isDouble)
        case .inside:
            let area = InsideLayout(size: size).thought
            guard area.contains(point) else { return [] }
            let line = inside.top + point.y - area.y
            guard flows.tokens.lines.indices.contains(line) else { return [] }
            var x = area.x + 1
            for glyph in flows.tokens.lines[line] {
                x += glyph.width
                if point.x < x {
                    moveToken(to: glyph.tag)
                    break
                }
            }
        }
        return []
    }

    private mutating func clickRank(_ point: Point, isDouble: Bool) -> [Effect] {
        if layout.header.contains(point) { return perform(.editQuery) }
        guard let placed = layout.pane(at: point) else { return [] }
        if point.y == placed.rect.y {
            if let tab = PaneHeading.tab(at: point.x, of: placed, in: self) {
                focus = tab
                if tab != .ranking { detail = tab }
            }
            return []
        }
        focus = placed.pane
        if focus != .ranking { detail = focus }
        guard placed.pane == .ranking else { return [] }
        let row = tableTop + point.y - placed.content.y - 1
        guard point.y > placed.content.y, order.indices.contains(row) else { return [] }
        follow = .stay
        select(order[row])
        if isDouble { openInside() }
        return []
    }
}
