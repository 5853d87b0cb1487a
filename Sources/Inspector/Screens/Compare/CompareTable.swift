import Comparing
import Relevance
import Reranking
import Sessions
import Terminal

/// The documents of both sides: ranks, the move between them, scores with their distributions, the grade.
struct CompareTable {
    let a: ComparedSystem
    let b: ComparedSystem
    let board: Board
    let theme: Theme
    let width: Int

    /// Columns of a rank: the highest has room, with a space before it.
    private var rankWidth: Int { max(4, "\(deepest)".count + 1) }
    /// Whether a side still ranks the documents: its ranks are of what is done so far, and a move would mean nothing.
    let isUnderWay: Bool
    /// The highest rank.
    let deepest: Int

    private typealias Column = Table<ComparedDocument>.Column

    var table: Table<ComparedDocument> {
        var columns = [
            Column("A", .fixed(rankWidth), .trailing) { rank($0.a) },
            Column("B", .fixed(rankWidth), .trailing) { rank($0.b) },
            Column("move", .fixed(max(6, rankWidth + 2)), .trailing) { move($0) },
            Column("A", .fixed(5), gap: 1, .trailing) { score($0.a, a, $0.id) },
        ]
        if width >= 74 { columns.append(strip({ $0.a }, a)) }
        columns.append(Column("B", .fixed(5), gap: 1, .trailing) { score($0.b, b, $0.id) })
        if width >= 74 { columns.append(strip({ $0.b }, b)) }
        if width >= 84 {
            columns.append(
                Column("W", .fixed(4), gap: 1, .trailing) { [Span($0.wasserstein.map { Figures.fixed($0, 1) } ?? "", .quiet)] })
        }
        return Table(columns: columns + names, indent: 1)
    }

    /// One side alone, in its own order.
    func side(isB: Bool, width: Int) -> Table<ComparedDocument> {
        func ranked(_ document: ComparedDocument) -> ComparisonSide.Ranked? { isB ? document.b : document.a }
        var columns = [
            Column(isB ? "B" : "A", .fixed(rankWidth), .trailing) { rank(ranked($0)) },
            Column("score", .fixed(5), gap: 1, .trailing) { score(ranked($0), isB ? b : a, $0.id) },
        ]
        if width >= 44 { columns.append(strip(ranked, isB ? b : a)) }
        if isB { columns.append(Column("move", .fixed(max(6, rankWidth + 2)), .trailing) { move($0) }) }
        return Table(columns: columns + names, indent: 1)
    }

    /// The grade, the id and the title, which each table ends with.
    private var names: [Column] {
        [
            Column(isBlind ? "you" : " gr", .fixed(3), gap: 1) { grade($0) },
            Column("id", .fitting(4...14), gap: 1) { [Span($0.id, .quiet)] },
            Column("title", .rest(atLeast: 6), gap: 2) { title($0) },
        ]
    }

    private func rank(_ ranked: ComparisonSide.Ranked?) -> [Span] {
        [ranked.map { Span("\($0.rank)") } ?? Span(String(theme.dot), .quiet)]
    }

    private func move(_ document: ComparedDocument) -> [Span] {
        guard !isUnderWay, let move = document.move else { return [] }
        let isAgainst = document.harm.map { $0 > 0 } ?? false
        return [.move(move), Span(isAgainst ? "!" : " ", .attention)]
    }

    /// The score, or the state of a document without one.
    private func score(_ ranked: ComparisonSide.Ranked?, _ system: ComparedSystem, _ id: String) -> [Span] {
        if let score = ranked?.score { return [Span(Figures.score(score), ranked?.result == nil ? .quiet : .strong)] }
        guard let (run, progress) = system.progress(of: id, for: board.query.id, in: board.session) else { return [] }
        let state = RankReport.State(progress)
        let waits = run.isUnderWay || run.status == .announced && board.isJobUnderWay
        if [.waiting, .reading, .thinking].contains(state), !waits { return [Span("-", .quiet)] }
        return [Span(state.shortWord, state.isOutcome ? .failure : run.isUnderWay ? .active : .quiet)]
    }

    /// The distribution of a side that has a model.
    private func strip(
        _ side: @escaping (ComparedDocument) -> ComparisonSide.Ranked?, _ system: ComparedSystem
    ) -> Column {
        let hasModel = system.run(of: board.query.id, in: board.session) != nil
        let theme = theme
        return Column("", .fixed(hasModel ? DistributionStrip.width : 0), gap: 1) { grid, rect, document, isSelected in
            guard let result = side(document)?.result, let distribution = result.answered else { return }
            DistributionStrip(distribution: distribution, answer: result.answer).draw(
                &grid, rect.origin, theme: theme, isSelected: isSelected)
        }
    }

    private var isBlind: Bool { board.session.plan.isBlind }

    private func grade(_ document: ComparedDocument) -> [Span] {
        let own =
            board.session.book.judgment(query: board.query.id, document: document.id, judge: board.session.judge)?.grade
            // Others' grades are hidden while judging is blind.
            ?? (isBlind ? nil : document.grade)
        return [Span(" "), own.map { Span(String($0), .grade) } ?? Span(String(theme.dot), .quiet)]
    }

    private func title(_ document: ComparedDocument) -> [Span] {
        guard let found = board.rows.documents[document.id].flatMap(board.candidate)?.document else { return [] }
        return [found.title.isEmpty ? Span(String(found.text.prefix(width)), .quiet) : Span(found.title)]
    }
}

extension RankReport.State {
    /// The state in five columns.
    fileprivate var shortWord: String {
        switch self {
        case .scored: "ok"
        case .unreadable: "none"
        case .outOfRange: "off"
        case .cutOff: "cut"
        case .failed: "fail"
        case .cancelled: "canc."
        case .waiting: "wait"
        case .reading: "read"
        case .thinking: "think"
        }
    }
}
