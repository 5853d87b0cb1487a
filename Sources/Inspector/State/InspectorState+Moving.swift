import Inference
import Relevance
import Reranking
import Sessions
import Terminal

extension InspectorState {
    /// The pane the keys move in.
    private var pageHeight: Int {
        switch screen {
        case .start: max(1, size.height - 6)
        case .rank: max(1, (layout[focus]?.content.height ?? 2) - 1)
        case .inside: max(1, InsideLayout(size: size).thought.height - 1)
        case .judge: max(1, JudgeLayout(self).document.height - 1)
        case .agreement where agreeing.isInPairs: max(1, AgreementLayout(self).pairRows - 1)
        case .agreement: max(1, AgreementLayout(self).list.height - 1)
        case .measures: max(1, MeasuresLayout(self).rows.height - 1)
        }
    }

    mutating func move(_ rows: Int) {
        switch screen {
        case .start: start.move(rows)
        case .rank: focus == .ranking || focus == .why ? moveSelection(by: rows) : scroll(focus, by: rows)
        case .inside: moveToken(lines: rows)
        case .judge: judging.top += rows
        case .agreement where agreeing.isInPairs: agreeing.pairsTop += rows
        case .agreement: agreeing.select(agreeing.selection + rows)
        case .measures: moveMeasures(rows)
        }
    }

    mutating func movePage(_ pages: Int) { move(pages * pageHeight) }

    mutating func moveToEdge(first: Bool) {
        switch screen {
        case .inside: moveToken(to: first ? 0 : selectedTokens.count - 1)
        case .rank where focus == .reasoning && !first && selectedProgress?.phase != .finished: reasoningTop = nil
        default: move(first ? -1_000_000 : 1_000_000)
        }
    }

    /// The next document of the ranking, without leaving the inside of a score.
    mutating func moveInside(_ step: Int) {
        var row = (rows.indices.contains(selected) ? rows[selected] : 0) + step
        while ranking.indices.contains(row) {
            if let progress = progress(of: ranking[row].document), !progress.tokens.isEmpty {
                follow = .stay
                select(ranking[row].document)
                return openInside()
            }
            row += step
        }
        say(.information, step > 0 ? "no document further down has a thought" : "no document further up has a thought")
    }

    mutating func moveFocus(_ step: Int) {
        let panes = Pane.allCases
        guard let index = panes.firstIndex(of: focus) else { return }
        focus = panes[(index + step + panes.count) % panes.count]
        if focus != .ranking { detail = focus }
        reveal()
    }

    mutating func open() -> [Effect] {
        switch screen {
        case .start: return openStartItem()
        case .rank: openInside()
        case .agreement: openAdjudication()
        case .measures: openMeasured()
        case .inside, .judge: break
        }
        return []
    }

    /// Esc: one step back, whatever that is here.
    mutating func back() -> [Effect] {
        switch screen {
        case .inside: screen = .rank
        case .judge where !needle.isEmpty: needle = ""
        case .judge: leaveJudge()
        case .agreement: screen = agreeing.origin
        case .measures: leaveMeasures()
        case .rank where isZoomed: isZoomed = false
        case .rank where !needle.isEmpty: needle = ""
        case .rank where runWhenReady != nil:
            runWhenReady = nil
            say(.information, "the run will not start by itself")
        case .rank, .start: focus = .ranking
        }
        return []
    }

    mutating func goHome() -> [Effect] {
        screen = .start
        return [.listSessions] + (replay == nil ? [] : [.pauseReplay(true)])
    }

    // MARK: Searching

    /// To the next row, in the table's order, whose document or thought holds what is searched for.
    mutating func moveToMatch(_ step: Int) {
        if screen == .inside { return moveToTokenMatch(step) }
        if screen == .judge { return moveToJudgedMatch(step) }
        let count = ranking.count
        let row = rows.indices.contains(selected) ? rows[selected] : 0
        for offset in stride(from: step, through: step * count, by: step) where count > 0 {
            let document = ranking[((row + offset) % count + count) % count].document
            if matches(document) {
                follow = .stay
                select(document)
                return showMatch()
            }
        }
        say(.information, "no document has '\(needle)'")
    }

    private func matches(_ document: Int) -> Bool {
        guard let found = candidate(document)?.document else { return false }
        return [found.id, found.title, found.text].contains { $0.range(ofFolded: needle) != nil }
            || progress(of: document)?.reasoning.range(ofFolded: needle) != nil
    }

    /// Scrolls the document so that the first match is in view.
    private mutating func showMatch() {
        settle()
        let match = flows.document.lines.firstIndex {
            $0.contains { $0.tag % Highlighter.kinds == Highlighter.Kind.match.rawValue }
        }
        guard let match, let height = layout[.document]?.content.height else { return }
        documentTop = max(0, match - height / 3)
    }

    private mutating func moveToTokenMatch(_ step: Int) {
        let tokens = selectedTokens
        let text = selectedProgress?.reasoning ?? ""
        var starts: [Int] = []
        var rest = text[...]
        while let match = rest.range(ofFolded: needle) {
            starts.append(text.utf8.distance(from: text.startIndex, to: match.lowerBound))
            rest = rest[match.upperBound...]
        }
        var ends: [Int] = []
        for token in tokens { ends.append((ends.last ?? 0) + token.text.utf8.count) }
        let hits = starts.compactMap { start in ends.firstIndex { $0 > start } }
        let next = step > 0 ? hits.first { $0 > inside.token } ?? hits.first : hits.last { $0 < inside.token } ?? hits.last
        if let next { moveToken(to: next) } else { say(.information, "the thought does not have '\(needle)'") }
    }
}
