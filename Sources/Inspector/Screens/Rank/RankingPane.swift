import Relevance
import Reranking
import Sessions
import Terminal

extension RankScreen {
    func drawRanking(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        guard board.rows.count > 0 else { return drawNoCandidates(&grid, rect, board, frame) }
        let visible = visible(board, height: rect.height - 1)
        let table = RankingTable(board: board, theme: frame.theme, keys: frame.keys, width: rect.width).table
        table.draw(
            &grid, titles: rect.slice(0, 1), in: rect.slice(1, max(0, rect.height - 1)), visible,
            selected: visible.firstIndex(of: board.selected).map { $0 - visible.startIndex }, theme: frame.theme)
    }

    private func drawNoCandidates(_ grid: inout Grid, _ rect: Rect, _ board: Board, _ frame: DrawContext) {
        let lines = [
            [Span("No candidates yet.", .strong)],
            [
                Span(frame.keys(.candidates), .key),
                Span(" opens some: a BEIR folder, a TREC run, JSON lines, TSV, text files"),
            ],
            board.session.query.text.isEmpty ? [Span(frame.keys(.editQuery), .key), Span(" types the query")] : [],
        ]
        grid.write(
            lines: lines, in: Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 3, height: max(0, rect.height - 1)),
            theme: frame.theme)
    }
}

/// The columns of the ranking for a width: what matters least gives way first.
struct RankingTable {
    let board: Board
    let theme: Theme
    let keys: KeyNames
    let width: Int

    private typealias Column = Table<Int>.Column
    private var isWide: Bool { width >= 56 }
    private var isWidest: Bool { width >= 92 }

    /// The rows are documents, by their indices.
    var table: Table<Int> { Table(columns: columns.map(\.column), indent: 1) }

    /// What the column whose title is at `x` sorts by, from the left end of the table; nil for one that sorts by nothing.
    func sort(at x: Int, _ visible: some Collection<Int>) -> RankSort? {
        let places = table.places(visible, width: width)
        return Array(zip(columns, places)).last { $0.1.map { $0.lowerBound <= x } ?? false }?.0.sort
    }

    /// Each column with what it sorts by.
    private var columns: [(sort: RankSort?, column: Column)] {
        var columns: [(sort: RankSort?, column: Column)] = [
            (.rank, Column("#".leftPadded(to: rankWidth), .fixed(rankWidth)) { rank($0) }),
            (.move, Column("mv".leftPadded(to: rankWidth + 1), .fixed(rankWidth + 1), gap: 1, .trailing) { moveSpans($0) }),
            (
                .score,
                Column(scoreTitle, .fixed(5), gap: 1, .trailing) {
                    ranked($0)?.score.map { [Span(score($0), .strong)] } ?? []
                }
            ),
            (nil, Column("", .fixed(1)) { tie($0) }),
            (.answer, Column(stripTitle, .fixed(isWide ? 11 : 12), gap: 1, draw: drawStrip)),
        ]
        if isWide {
            columns.append((.entropy, Column("  H", .fixed(3), gap: 1, .trailing) { figure(distribution($0)?.entropy, 1) }))
        }
        if isWidest {
            // Of yes and no, the score is the probability already; where it ranks, it is the score.
            if !board.mode.isBinary, board.rows.rule.applied != .expected {
                columns.append(
                    (.expected, Column(" E(s)", .fixed(5), gap: 1, .trailing) { figure(distribution($0)?.expected, 2) }))
            }
            columns += [
                (.other, Column("  off", .fixed(5), gap: 1, .trailing) { figure(distribution($0)?.other, 2) }),
                (.tokens, Column("  tok", .fixed(5), gap: 1, .trailing) { tokens($0) }),
            ]
        }
        if isWide {
            columns += [
                (.grade, Column("you", .fixed(3), gap: 1) { [Span(" ")] + gradeSpans($0) }),
                (
                    nil,
                    Column(board.rows.imitating.isEmpty ? "fc" : "fci", .fixed(board.rows.imitating.isEmpty ? 2 : 3), gap: 1) {
                        marks($0)
                    }
                ),
            ]
        } else {
            columns.append((.grade, Column("y", .fixed(1)) { gradeSpans($0) }))
        }
        columns.append((.id, Column("id", .fitting(4...16), gap: 1) { id($0) }))
        columns.append((.title, Column("title", .rest(atLeast: 7), gap: 2) { title($0) }))
        return columns
    }

    /// Ranks are whole, however many documents there are.
    private var rankWidth: Int { max(3, String(board.rows.count).count) }

    /// An integer is written as one.
    private func score(_ score: Double) -> String {
        board.rows.rule.applied == .integer ? Figures.fixed(score, 0) : Figures.score(score)
    }

    private var scoreTitle: String {
        switch board.rows.rule.applied {
        case .paper: "score"
        case .expected: "E(s)"
        case .integer: "int"
        case .hybrid: "hybr"
        }
    }

    private var stripTitle: String {
        board.mode.isBinary ? "no      yes" : "0" + String(repeating: theme.dot, count: 8) + "10"
    }

    // MARK: What a document has

    private func document(_ index: Int) -> Document? { board.candidate(index)?.document }

    private func ranked(_ index: Int) -> RankedDocument? { board.rows.ranked(index) }

    private func result(_ index: Int) -> DocumentResult? { board.progress(of: index)?.result }

    private func grade(_ index: Int) -> Int? { board.grade(of: index) }

    private func distribution(_ index: Int) -> ScoreDistribution? { result(index)?.answered }

    // MARK: Cells

    private func figure(_ value: Double?, _ decimals: Int) -> [Span] {
        value.map { [Span(Figures.fixed($0, decimals))] } ?? []
    }

    private func tokens(_ index: Int) -> [Span] {
        result(index).map { $0.answer == nil && $0.newTokens == 0 ? [] : [Span(String($0.newTokens), .quiet)] } ?? []
    }

    private func rank(_ index: Int) -> [Span] {
        guard let ranked = ranked(index), ranked.score != nil else {
            return [Span(String(theme.dot), .quiet)].leftPadded(to: rankWidth)
        }
        return [Span(String(ranked.rank))].leftPadded(to: rankWidth)
    }

    private func moveSpans(_ index: Int) -> [Span] {
        board.rows.move(of: index).map { [.move($0)] } ?? []
    }

    private func tie(_ index: Int) -> [Span] {
        // Sorted by something else, tied documents need not stand together.
        guard board.rows.sorted == nil, let row = board.rows.row(of: index) else { return [] }
        let ranking = board.rows.ranking
        guard let score = ranking[row].score, ranking[row].isTied else { return [] }
        let isFirst = row == 0 || ranking[row - 1].score != score
        let isLast = row + 1 == ranking.count || ranking[row + 1].score != score
        return [Span(String(theme.tie(isFirst: isFirst, isLast: isLast)), .quiet)]
    }

    private func gradeSpans(_ index: Int) -> [Span] {
        grade(index).map { [Span(String($0), .grade)] } ?? [Span(String(theme.dot), .quiet)]
    }

    private func marks(_ index: Int) -> [Span] {
        let result = result(index)
        let marks = (result?.isForced == true ? "f" : "") + (result?.isCut == true ? "c" : "")
        return [Span(marks + (board.rows.imitating.contains(index) ? "i" : ""), .attention)]
    }

    private func id(_ index: Int) -> [Span] {
        guard let id = document(index)?.id else { return [] }
        let needle = board.search.needle
        // Without a column for marks, the one that nobody must miss stands before the id.
        let mark = !isWide && board.rows.imitating.contains(index) ? [Span("i ", .attention)] : []
        return mark + [Span(id, !needle.isEmpty && id.range(ofFolded: needle) != nil ? .match : .quiet)]
    }

    private func title(_ index: Int) -> [Span] {
        guard let document = document(index) else { return [] }
        let text = document.title.isEmpty ? String(document.text.prefix(width * 2)) : document.title
        let pieces = Highlighter(terms: [], needle: board.search.needle).pieces(of: text)
        return pieces.map { Span(String($0.text), $0.kind == .match ? .match : document.title.isEmpty ? .quiet : .text) }
    }

    /// The distribution. Without one, the state in words, which may reach over the empty columns after it.
    private func drawStrip(_ grid: inout Grid, _ rect: Rect, _ index: Int, isSelected: Bool) {
        func styled(_ role: Theme.Role) -> Style { isSelected ? theme.selected(theme.style(role)) : theme.style(role) }
        guard let result = result(index), let distribution = result.distribution, let answer = result.answer else {
            let state =
                result(index)?.lacksDistribution == true
                ? Span(isWide ? "no distribution" : "no distrib.", .quiet)
                : DocumentWords(board: board, keys: keys).stateSpan(of: index)
            grid.write(state.text, at: rect.origin, style: styled(state.role), maxWidth: isWide ? 17 : 12)
            return
        }
        DistributionStrip(distribution: distribution, answer: answer).draw(
            &grid, rect.origin, theme: theme, isSelected: isSelected)
    }
}

extension String {
    /// With spaces before it, to a width in columns.
    fileprivate func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
