import Relevance
import Sessions
import Terminal

extension AgreementScreen {
    func draw(_ grid: inout Grid, _ board: Board, _ frame: DrawContext) {
        let theme = frame.theme
        let layout = AgreementLayout(frame.size, agreement)
        let judges = agreement?.judges ?? []
        let header = [
            Span("agreement  ", .activeHeading), Span(Figures.count(judges.count, "judge"), .strong),
            Span(judges.isEmpty ? "" : ": " + judges.map { Self.short($0, theme) }.joined(separator: ", ")),
            Span("   \(Figures.count(agreement?.table.itemCount ?? 0, "document")), all queries", .quiet),
        ]
        let room = grid.drawSign(layout.header, frame).width - 2
        grid.write(header, at: Point(x: 1, y: 0), maxWidth: room, theme: theme)
        guard let agreement, judges.count > 1 else {
            Heading("Pairs").draw(&grid, layout.pairs.slice(0, 1), theme: theme)
            return drawNobodyToCompare(&grid, layout, board, frame)
        }
        if layout.header.height > 1 { drawAlpha(&grid, layout.header.slice(1, 1), agreement, theme: theme) }
        drawPairs(&grid, layout.pairs, agreement.pairs, frame)
        Heading(title(of: agreement)).draw(&grid, layout.heading, theme: theme)
        drawDisagreements(&grid, layout, agreement, board, theme: theme)
        drawNamed(&grid, layout.named, agreement, theme: theme)
        drawMatrices(&grid, layout.list, theme: theme)
        guard !layout.document.isEmpty, disagreements.indices.contains(cursor.row) else { return }
        let row = disagreements[cursor.row]
        Heading("Document", note: row.documentID).draw(&grid, layout.document.slice(0, 1), theme: theme)
        document.draw(&grid, layout.document.slice(1, layout.document.height - 1), top: 0, theme: theme)
        let divider = Rect(x: layout.document.x - 1, y: layout.document.y, width: 1, height: layout.document.height)
        grid.fill(divider, with: theme.dividerGlyph, style: theme.style(.rule))
        grid.write(String(theme.teeDown), at: divider.origin, style: theme.style(.rule))
    }

    /// Under the documents, where they leave room: how often each pair of judges gave each pair of grades.
    private func drawMatrices(_ grid: inout Grid, _ list: Rect, theme: Theme) {
        let free = list.height - min(list.height, disagreements.count) - 1
        var x = list.x
        for matrix in matrices where matrix.height <= free && x + matrix.width <= list.endX {
            matrix.draw(
                &grid, Rect(x: x, y: list.endY - matrix.height, width: matrix.width, height: matrix.height), theme: theme)
            x += matrix.width + 2
        }
    }

    private func title(of agreement: JudgeAgreement) -> String {
        guard agreement.disagreements.isEmpty else {
            let adjudicated = agreement.disagreements.count { $0.adjudication != nil }
            return
                "\(Figures.count(agreement.disagreements.count, "document")) on which grades differ, \(adjudicated) adjudicated"
        }
        return agreement.pairs.contains { $0.count > 0 }
            ? "No document on which grades differ" : "No document was graded by two judges yet"
    }

    private func drawAlpha(_ grid: inout Grid, _ rect: Rect, _ agreement: JudgeAgreement, theme: Theme) {
        let spans = [
            Span("Krippendorff's alpha  ", .quiet), Span("nominal ", .quiet), Span(Self.words(agreement.nominal), .strong),
            Span("  ordinal ", .quiet), Span(Self.words(agreement.ordinal), .strong),
            Span(rect.width < 90 ? "  1 is full, 0 chance" : "   1 is full agreement, 0 is chance", .quiet),
        ]
        grid.write(spans, at: Point(x: 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
    }

    private func drawNobodyToCompare(_ grid: inout Grid, _ layout: AgreementLayout, _ board: Board, _ frame: DrawContext) {
        let judges = board.session.book.judges
        let who =
            judges.first.map { "Agreement needs two judges; so far there is one: \($0)." } ?? "Nobody has judged yet."
        let lines = [
            [Span(who, .strong)],
            [
                Span("Press "), Span(frame.keys(.judge), .key), Span(" to judge; there, "), Span(frame.keys(.judgeName), .key),
                Span(" changes the judge."),
            ],
            [
                Span(frame.keys(.system), .key),
                Span(board.session.runs.isEmpty ? " compares with the model, once it has scored" : " compares with the model"),
            ],
        ]
        let place = Rect(x: 1, y: layout.pairs.y + 1, width: frame.size.width - 2, height: lines.count)
        grid.write(lines: lines, in: place, theme: frame.theme)
    }

    /// A judge's name that leaves the figures their room.
    private static func short(_ judge: String, _ theme: Theme) -> String {
        TerminalText.truncated(judge, to: 20, ellipsis: theme.ellipsis)
    }

    private static func words(_ coefficient: Coefficient) -> String { coefficient.value.map { Figures.fixed($0) } ?? "-" }

    // MARK: Pairs

    private func drawPairs(_ grid: inout Grid, _ place: Rect, _ pairs: [PairAgreement], _ frame: DrawContext) {
        let theme = frame.theme
        let rect = place.slice(2, max(0, place.height - 2))
        let shown = pairs.dropFirst(pairsTop).prefix(rect.height)
        let rest = pairs.count - shown.count
        Heading(
            rest > 0 ? "Pairs \(pairsTop + 1)-\(pairsTop + shown.count) of \(pairs.count)" : "Pairs",
            isInPairs ? .activeHeading : .heading,
            note: rest > 0 ? [Span("+\(rest) more  ", .attention), Span(frame.keys(.nextPane), .key)] : []
        ).draw(&grid, place.slice(0, 1), theme: theme)
        func names(_ pair: PairAgreement) -> String {
            pair.judges.map { Self.short($0, theme) }.joined(separator: ", ")
        }
        let widest = pairs.map { TerminalText.width(of: names($0)) }.max() ?? 0
        let name = min(max(8, widest), max(8, rect.width / 3))
        let bar = max(0, min(30, rect.width - name - 44))
        typealias Column = Table<PairAgreement>.Column
        let table = Table(
            columns: [
                Column("", .fixed(name)) { [Span(names($0))] },
                Column("both", .fixed(6), .trailing) { [Span("\($0.count)")] },
                Column("same", .fixed(7), .trailing) { [Span($0.raw.map { Figures.fixed($0 * 100, 0) + " %" } ?? "-")] },
                Column("", .fixed(bar)) { [Span(" " + theme.bar($0.raw ?? 0, width: max(0, bar - 1)), .bar)] },
                Column("kappa", .fixed(8), .trailing) { [Span(Self.words($0.kappa))] },
                Column("linear", .fixed(8), .trailing) { [Span(Self.words($0.linearKappa))] },
                Column("quadratic", .fixed(10), .trailing) { [Span(Self.words($0.quadraticKappa))] },
            ], indent: 1)
        table.draw(&grid, titles: place.slice(1, min(1, max(0, place.height - 1))), in: rect, shown, selected: nil, theme: theme)
    }

    // MARK: Documents

    private func drawDisagreements(
        _ grid: inout Grid, _ layout: AgreementLayout, _ agreement: JudgeAgreement, _ board: Board, theme: Theme
    ) {
        let rect = layout.list
        let rows = agreement.disagreements.dropFirst(cursor.top).prefix(max(0, rect.height))
        guard !rows.isEmpty else { return }
        // A query that was typed is known by its words, one of a collection by its id.
        func words(_ id: String) -> String {
            guard let query = board.session.topic(id)?.query else { return id }
            return query.collection == nil && !query.text.isEmpty ? query.text : query.exportedID
        }
        let query = min(rect.width >= 100 ? 30 : 14, max(5, rows.map { TerminalText.width(of: words($0.queryID)) }.max() ?? 0))
        let document = min(24, max(8, rows.map { TerminalText.width(of: $0.documentID) }.max() ?? 0))
        // A column for each judge, or all their grades in one where those would not fit.
        let judge = 9
        let isWide = rect.width - query - document - 24 >= agreement.judges.count * judge
        typealias Column = Table<JudgeAgreement.Disagreement>.Column
        var columns = [
            Column("query", .fixed(query)) { [Span(words($0.queryID))] },
            Column("document", .fixed(document), gap: 2) { [Span($0.documentID)] },
        ]
        func span(_ grade: Int?) -> Span { grade.map { Span(String($0), .grade) } ?? Span(String(theme.dot), .quiet) }
        let start = query + document + 5
        if isWide {
            for (index, name) in agreement.judges.enumerated() {
                columns.append(
                    Column(TerminalText.truncated(name, to: judge - 1), .fixed(judge - 1), gap: 1) { [span($0.grades[index])] })
            }
        } else {
            let cell = 1 + (rows.flatMap(\.grades).map { $0.map(String.init)?.count ?? 1 }.max() ?? 1)
            let end = min(
                start + max(7, agreement.judges.count * cell), max(query + document + 12, rect.width - 16))
            columns.append(
                Column("grades", .fixed(end - start - 1), gap: 1) { row in
                    Self.grades(row.grades.map(span), cell: cell, width: end - start, ellipsis: theme.ellipsis)
                })
        }
        columns.append(
            Column("adjudicated", .rest(atLeast: 1), gap: 1) { row in
                row.adjudication.map { [Span("\(board.session.words(for: $0)), \($0.judge)")] } ?? [Span("not yet", .attention)]
            })
        Table(columns: columns, indent: 2).draw(
            &grid, titles: layout.titles, in: rect, rows, selected: cursor.row - cursor.top, theme: theme)
    }

    /// All grades in one column, as many as fit.
    private static func grades(_ grades: [Span], cell: Int, width: Int, ellipsis: Character) -> [Span] {
        var spans: [Span] = []
        for (index, grade) in grades.enumerated() {
            let isLast = index == grades.count - 1
            guard index * cell + grade.text.count < width - (isLast ? 0 : 2) else {
                let blank = String(repeating: " ", count: max(0, width - 2 - spans.width))
                return spans + [Span(blank + String(ellipsis), .quiet)]
            }
            spans += [grade, Span(String(repeating: " ", count: max(0, cell - grade.text.count)))]
        }
        return spans
    }

    /// Who gave which grade to the document selected.
    private func drawNamed(_ grid: inout Grid, _ rect: Rect, _ agreement: JudgeAgreement, theme: Theme) {
        guard !rect.isEmpty, disagreements.indices.contains(cursor.row) else { return }
        let row = disagreements[cursor.row]
        var spans = [Span(row.documentID, .strong)]
        for (name, grade) in zip(agreement.judges, row.grades) {
            if let grade { spans += [Span("  \(name) ", .quiet), Span("\(grade)", .grade)] }
        }
        let lines = spans.wrapped(width: rect.width - 4)
        grid.write(lines: lines, in: Rect(x: 2, y: rect.y, width: rect.width - 4, height: rect.height), theme: theme)
        if lines.count > rect.height {
            grid.write(String(theme.ellipsis), at: Point(x: rect.endX - 2, y: rect.endY - 1), style: theme.style(.quiet))
        }
    }
}
