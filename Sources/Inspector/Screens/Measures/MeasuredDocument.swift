import Relevance
import Sessions
import Terminal

/// A document under a measure: what it added.
struct MeasuredDocument: Sendable, Hashable {
    var id: String
    var rank: Int
    var grade: Int?
    /// The shares of all documents sum to the figure.
    var share: Double
    /// Judging is blind, and this judge has not graded it: only its rank is shown.
    var isHidden = false

    /// The documents that a measure looks at, by rank; those judged and not ranked are not among them.
    static func all(of measure: Measure, _ board: Board) -> [MeasuredDocument] {
        guard let figures = board.figures(board.evaluation.shown) else { return [] }
        let shares = Dictionary(
            figures.evaluation.contributions(measure).map { ($0.document.id, $0.share) }, uniquingKeysWith: { first, _ in first })
        let (query, judge) = (board.query.id, board.session.judge)
        return figures.evaluation.documents.prefix(measure.cutoff ?? .max).map {
            guard board.isHidden(DocumentName(queryID: query, documentID: $0.id)) else {
                return MeasuredDocument(id: $0.id, rank: $0.rank, grade: $0.grade, share: shares[$0.id] ?? 0)
            }
            // What others' grades add would say what they are. The document itself is no secret once it was seen in a ranking.
            let isSeen = board.session.book.hasSeen(query: query, document: $0.id, judge: judge)
            return MeasuredDocument(id: $0.id, rank: $0.rank, share: 0, isHidden: !isSeen)
        }
    }
}

extension MeasuresScreen {
    /// The documents that the selected measure looks at, and what each added.
    func drawDocuments(
        _ grid: inout Grid, titles: Rect, _ rect: Rect, isTable: Bool, _ board: Board, theme: Theme
    ) {
        guard !documents.isEmpty else {
            return grid.write(wrapped: [Span("Nothing is judged yet for this query.", .quiet)], in: rect, theme: theme)
        }
        let top = isTable ? cursor.top : 0
        let shown = documents.dropFirst(top).prefix(max(0, rect.height))
        let id = min(18, max(4, shown.filter { !$0.isHidden }.map { TerminalText.width(of: $0.id) }.max() ?? 0))
        let label = rect.width >= 70 ? 24 : 12
        let bar = max(0, min(24, rect.width - 5 - id - 2 - label - 8 - 12))
        let most = documents.map { abs($0.share) }.max() ?? 0
        typealias Column = Table<MeasuredDocument>.Column
        /// Of a hidden document nothing is shown but its rank.
        func open(_ cell: @escaping (MeasuredDocument) -> [Span]) -> (MeasuredDocument) -> [Span] {
            { $0.isHidden ? [] : cell($0) }
        }
        let table = Table(
            columns: [
                Column("rank", .fixed(4), .trailing) { [Span(String($0.rank))] },
                Column("id", .fixed(id), gap: 2, cell: open { [Span($0.id, .quiet)] }),
                Column(
                    "grade", .fixed(label - 1), gap: 2,
                    cell: open { document in
                        let words = document.grade.map { "\($0) \(board.session.scale.grade($0)?.label ?? "")".trimmed }
                        return [Span(words ?? "not judged", words == nil ? .attention : .grade)]
                    }),
                Column(
                    "added", .fixed(7), gap: 1, .trailing,
                    cell: open { document in
                        document.share == 0
                            ? [Span(String(theme.dot), .quiet)] : [Span(Figures.fixed(document.share, 3), .strong)]
                    }),
                Column(
                    "", .fixed(bar), gap: 2,
                    cell: open { [Span(theme.bar(most > 0 ? abs($0.share) / most : 0, width: bar), .bar)] }),
                Column(
                    "", .rest(atLeast: 7), gap: 2,
                    cell: open { document in
                        guard let found = board.rows.documents[document.id].flatMap(board.candidate)?.document else { return [] }
                        return [Span(found.title.isEmpty ? String(found.text.prefix(200)) : found.title, .quiet)]
                    }),
            ], indent: 1)
        table.draw(&grid, titles: titles, in: rect, shown, selected: isTable ? cursor.row - top : nil, theme: theme)
        for (line, document) in shown.enumerated() where document.isHidden {
            grid.write(
                [Span("not judged yet: hidden while blind", .quiet)], at: Point(x: rect.x + 7, y: rect.y + line),
                maxWidth: rect.width - 8, theme: theme, isSelected: isTable && line == cursor.row - top)
        }
    }
}
