import Relevance
import Sessions
import Terminal

/// The header of the judge screen: the query, who judges and how, and how far the judge is.
struct JudgeHeader {
    let screen: JudgeScreen
    let board: Board
    let size: Size

    /// Who judges, on what scale, blind or not.
    private var status: [Span] {
        let session = board.session
        let sight =
            screen.isAdjudicating
            ? Span("ADJUDICATING", .failure) : session.plan.isBlind ? Span("blind", .active) : Span("UNBLINDED", .failure)
        let seen =
            session.plan.isBlind && !screen.isAdjudicating && screen.seenCount > 0
            ? [Span(", \(screen.seenCount) seen before", .attention)] : []
        return [Span(session.judge), Span("  scale ", .quiet), Span(session.scale.name), Span("  "), sight] + seen
    }

    private var title: [Span] {
        var title = [Span("judge  ", .activeHeading)]
        if board.session.topics.count > 1, let index = board.topicIndex, size.width >= 60 {
            title.append(Span("query \(index + 1)/\(board.session.topics.count)  ", .quiet))
        }
        return title
    }

    /// Whether the header has room for all of the query; it shows none of it otherwise.
    var hasQuery: Bool {
        TerminalText.width(of: board.query.text) <= size.width - title.width - status.width - 4
    }

    func draw(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        let right = status
        var left = title
        let rightWidth = min(right.width, max(0, rect.width - left.width - 2))
        grid.write(right, at: Point(x: rect.endX - 1 - rightWidth, y: rect.y), maxWidth: rightWidth, theme: theme)
        if board.query.text.isEmpty {
            left.append(Span("no query", .quiet))
        } else if hasQuery {
            left.append(Span(board.query.text, .strong))
        }
        grid.write(left, at: Point(x: rect.x + 1, y: rect.y), maxWidth: max(0, rect.width - rightWidth - 3), theme: theme)
        if rect.height > 1 { drawProgress(&grid, rect.slice(1, 1), theme: theme) }
    }

    /// How far the judge is: a bar of all documents, and in numbers.
    private func drawProgress(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        if let adjudication = screen.adjudication {
            let book = board.session.book
            let decided = adjudication.documents.count {
                book.adjudication(query: $0.queryID, document: $0.documentID) != nil
            }
            let count = adjudication.documents.count
            let spans = [
                Span("disagreement \(adjudication.index + 1) of \(count)", .strong), Span("  \(decided) adjudicated", .quiet),
            ]
            return _ = grid.write(spans, at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
        }
        guard let progress = screen.progress, progress.total > 0 else { return }
        let width = rect.width >= 150 ? 40 : rect.width >= 100 ? 24 : rect.width >= 70 ? 12 : 0
        var spans: [Span] = []
        var cells = 0
        var counted = 0
        for (count, glyph, role) in [
            (progress.graded, theme.progressDone, Theme.Role.grade), (progress.cannotTell, theme.cannotTellGlyph, .attention),
            (progress.skipped, theme.skippedGlyph, .attention), (progress.left, theme.progressLeft, .rule),
        ] {
            counted += count
            let end = counted * width / progress.total
            spans.append(Span(String(repeating: glyph, count: end - cells), role))
            cells = end
        }
        spans += [Span(width > 0 ? "  " : ""), Span("\(progress.graded) judged", .strong), Span(" of \(progress.total)")]
        if progress.skipped > 0 { spans.append(Span("  \(progress.skipped) skipped", .attention)) }
        if progress.cannotTell > 0 { spans.append(Span("  \(progress.cannotTell) can't tell", .attention)) }
        spans.append(Span("  \(progress.left) left", .quiet))
        if let pace = screen.pace {
            let each = Span("  \(Figures.duration(pace)) each", .quiet)
            let left = Span("  ETA \(Figures.duration(pace * Double(progress.left)))", .quiet)
            for span in progress.left > 0 ? [left, each] : [each] where spans.width + [span].width <= rect.width - 2 {
                spans.append(span)
            }
        }
        let used = grid.write(spans, at: Point(x: rect.x + 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
        let order = board.session.plan.order.rawValue
        let room = rect.width - used - 6
        if TerminalText.width(of: order) + 6 <= room {
            let orderSpans = [Span("order ", .quiet), Span(order, board.session.plan.order.hint == nil ? .quiet : .attention)]
            grid.write(
                orderSpans, at: Point(x: rect.endX - 1 - orderSpans.width, y: rect.y), maxWidth: orderSpans.width, theme: theme)
        }
    }
}
