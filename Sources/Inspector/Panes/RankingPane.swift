import Relevance
import Reranking
import Sessions
import Terminal

/// The columns of the ranking for a width: what matters least gives way first.
struct RankingColumns: Hashable {
    var entropy: Int?
    var grade: Int
    var marks: Int?
    var strip: Int
    var id: Int
    var idWidth: Int
    var title: Int?

    static let rank = 1
    static let move = 5
    static let score = 10
    static let tie = 15

    init(width: Int, idWidth wanted: Int) {
        strip = 17
        var x = strip + 12
        if width >= 56 {
            entropy = x
            x += 4
            grade = x + 1
            x += 4
            marks = x
            x += 3
        } else {
            grade = x
            x += 2
        }
        id = x
        idWidth = min(wanted, max(0, width - x), 16)
        let rest = x + idWidth + 2
        title = width - rest >= 8 ? rest : nil
    }
}

extension InspectorState {
    func drawRanking(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        guard !ranking.isEmpty else { return drawNoCandidates(&grid, rect, theme: theme) }
        let order = order
        let visible = order.indices.dropFirst(tableTop).prefix(max(0, rect.height - 1))
        let widest = visible.map { TerminalText.width(of: candidate(order[$0])?.document.id ?? "") }.max() ?? 0
        let columns = RankingColumns(width: rect.width, idWidth: max(4, widest))
        drawColumnTitles(&grid, rect, columns, theme: theme)
        for (line, row) in visible.enumerated() {
            drawRow(
                &grid, Rect(x: rect.x, y: rect.y + 1 + line, width: rect.width, height: 1), document: order[row], columns,
                theme: theme)
        }
    }

    private func drawNoCandidates(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let lines = [
            [Span("No candidates yet.", .strong)],
            [Span(key(.candidates), .key), Span(" opens some: a BEIR folder, a TREC run, JSON lines, TSV, text files")],
            session.query.text.isEmpty ? [Span(key(.editQuery), .key), Span(" types the query")] : [],
        ]
        for (row, line) in lines.enumerated() where row + 1 < rect.height {
            grid.write(line, at: Point(x: rect.x + 2, y: rect.y + 1 + row), maxWidth: rect.width - 3, theme: theme)
        }
    }

    private func drawColumnTitles(_ grid: inout Grid, _ rect: Rect, _ columns: RankingColumns, theme: Theme) {
        func title(_ text: String, at x: Int) {
            grid.write(text, at: Point(x: rect.x + x, y: rect.y), style: theme.style(.quiet), maxWidth: rect.width - x)
        }
        title("  #", at: RankingColumns.rank)
        title("  mv", at: RankingColumns.move)
        let score =
            switch rankingRule.applied {
            case .paper: mode.isBinary ? "P yes" : "score"
            case .expected: "E(s)"
            case .integer: "int"
            case .hybrid: "hybr"
            }
        title(TerminalText.padded(score, to: 5, alignment: .trailing), at: RankingColumns.score)
        title(mode.isBinary ? "no      yes" : "0" + String(repeating: theme.dot, count: 8) + "10", at: columns.strip)
        if let entropy = columns.entropy { title("  H", at: entropy) }
        title(columns.entropy == nil ? "y" : "you", at: columns.entropy == nil ? columns.grade : columns.grade - 1)
        title("id", at: columns.id)
        if let place = columns.title { title("title", at: place) }
    }

    private func drawRow(_ grid: inout Grid, _ rect: Rect, document: Int, _ columns: RankingColumns, theme: Theme) {
        let isSelected = document == selected
        func styled(_ role: Theme.Role) -> Style { isSelected ? theme.selected(theme.style(role)) : theme.style(role) }
        func put(_ text: String, at x: Int, _ role: Theme.Role, width: Int? = nil) {
            grid.write(
                text, at: Point(x: rect.x + x, y: rect.y), style: styled(role), maxWidth: min(width ?? .max, rect.width - x))
        }
        if isSelected {
            grid.fill(rect, style: styled(.text))
            put(String(theme.marker), at: 0, .active)
        }
        guard let candidate = candidate(document), rows.indices.contains(document) else { return }
        let row = rows[document]
        let ranked = ranking[row]
        let result = progress(of: document)?.result
        if let score = ranked.score {
            put(TerminalText.padded(String(ranked.rank), to: 3, alignment: .trailing), at: RankingColumns.rank, .text)
            let move = document + 1 - ranked.rank
            put(
                TerminalText.padded(move == 0 ? "=" : move > 0 ? "+\(move)" : "\(move)", to: 4, alignment: .trailing),
                at: RankingColumns.move, move == 0 ? .quiet : move > 0 ? .up : .down)
            put(TerminalText.padded(Figures.fixed(score), to: 5, alignment: .trailing), at: RankingColumns.score, .strong)
            if ranked.isTied {
                let isFirst = row == 0 || ranking[row - 1].score != score
                let isLast = row + 1 == ranking.count || ranking[row + 1].score != score
                put(String(theme.tie(isFirst: isFirst, isLast: isLast)), at: RankingColumns.tie, .quiet)
            }
        } else {
            put(TerminalText.padded(String(theme.dot), to: 3, alignment: .trailing), at: RankingColumns.rank, .quiet)
        }
        if let distribution = result?.distribution, let answer = result?.answer {
            drawStrip(
                &grid, distribution, answer: answer, at: Point(x: rect.x + columns.strip, y: rect.y), theme: theme,
                isSelected: isSelected)
            if let entropy = columns.entropy {
                put(TerminalText.padded(Figures.fixed(distribution.entropy, 1), to: 3, alignment: .trailing), at: entropy, .text)
            }
        } else if result?.lacksDistribution == true {
            put(columns.entropy == nil ? "no distrib." : "no distribution", at: columns.strip, .quiet)
        } else {
            let state = stateSpan(of: document)
            put(state.text, at: columns.strip, state.role, width: columns.entropy == nil ? 12 : 17)
        }
        put(
            grade(of: document).map(String.init) ?? String(theme.dot), at: columns.grade,
            grade(of: document) == nil ? .quiet : .grade)
        if let marks = columns.marks, let result {
            put((result.isForced ? "f" : "") + (result.isCut ? "c" : ""), at: marks, .attention)
        }
        let isMatch = !needle.isEmpty && candidate.document.id.range(ofFolded: needle) != nil
        put(
            TerminalText.truncated(candidate.document.id, to: columns.idWidth, ellipsis: theme.ellipsis), at: columns.id,
            isMatch ? .match : .quiet)
        if let title = columns.title {
            drawTitle(
                &grid, candidate.document, Rect(x: rect.x + title, y: rect.y, width: rect.width - title - 1, height: 1),
                theme: theme, isSelected: isSelected)
        }
    }

    private func drawTitle(_ grid: inout Grid, _ document: Document, _ rect: Rect, theme: Theme, isSelected: Bool) {
        let text = document.title.isEmpty ? String(document.text.prefix(rect.width * 2)) : document.title
        let shown = TerminalText.truncated(text, to: rect.width, ellipsis: theme.ellipsis)
        let pieces = Highlighter(terms: [], needle: needle).pieces(of: shown)
        grid.write(
            pieces.map { Span(String($0.text), $0.kind == .match ? .match : document.title.isEmpty ? .quiet : .text) },
            at: rect.origin, maxWidth: rect.width, theme: theme, isSelected: isSelected)
    }

    /// Eleven cells, one a score, each as high as it is likely; yes/no is one bar for yes.
    private func drawStrip(
        _ grid: inout Grid, _ distribution: ScoreDistribution, answer: Int, at point: Point, theme: Theme, isSelected: Bool
    ) {
        func styled(_ role: Theme.Role) -> Style { isSelected ? theme.selected(theme.style(role)) : theme.style(role) }
        if mode.isBinary {
            let yes = distribution.probabilities.last ?? 0
            grid.write(String(repeating: theme.dot, count: 11), at: point, style: styled(.quiet))
            grid.write(theme.bar(yes, width: 11), at: point, style: styled(.bar))
            return
        }
        for (value, probability) in distribution.probabilities.prefix(11).enumerated() {
            let role: Theme.Role = probability < 0.005 ? .quiet : value == answer ? .chosenBar : .bar
            grid.write(String(theme.level(probability)), at: Point(x: point.x + value, y: point.y), style: styled(role))
        }
    }

    /// The state of a document without a score, in a word or two.
    func stateSpan(of document: Int) -> Span {
        guard let progress = progress(of: document) else { return Span("not run", .quiet) }
        switch progress.phase {
        case .waiting: return Span(isShowingLiveRun ? "waiting" : "not reached", .quiet)
        case .reading(let done, let total):
            return Span("reading \(total > 0 ? done * 100 / total : 0) %", isShowingLiveRun ? .active : .quiet)
        case .thinking: return Span("thinking \(progress.tokens.count)", isShowingLiveRun ? .active : .quiet)
        case .finished: break
        }
        switch progress.result?.outcome {
        case .unreadable: return Span("unreadable", .failure)
        case .outOfRange(let answer): return Span("off scale \(answer)", .failure)
        case .cutOff: return Span("cut off", .failure)
        case .failed: return Span("failed", .failure)
        case .cancelled: return Span("cancelled", .attention)
        case .scored, nil: return Span("scored", .text)
        }
    }
}
