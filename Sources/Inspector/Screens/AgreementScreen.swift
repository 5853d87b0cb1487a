import Relevance
import Sessions
import Terminal

extension InspectorState {
    func drawAgreement(_ grid: inout Grid, theme: Theme) {
        let layout = AgreementLayout(self)
        let agreement = agreeing.agreement
        let judges = agreement?.judges ?? []
        let header = [
            Span("agreement  ", .activeHeading), Span(Figures.count(judges.count, "judge"), .strong),
            Span(judges.isEmpty ? "" : ": " + judges.joined(separator: ", ")),
            Span("   \(Figures.count(agreement?.table.itemCount ?? 0, "document")), all queries", .quiet),
        ]
        let room = drawUnsaved(&grid, layout.header, theme: theme).width - 2
        grid.write(header, at: Point(x: 1, y: 0), maxWidth: room, theme: theme)
        if layout.header.height > 1 { drawAlpha(&grid, layout.header.slice(1, 1), agreement, theme: theme) }
        guard let agreement, judges.count > 1 else {
            heading(&grid, layout.pairs.slice(0, 1), "Pairs", theme: theme)
            return drawNobodyToCompare(&grid, layout, theme: theme)
        }
        drawPairs(&grid, layout.pairs, agreement.pairs, theme: theme)
        let settled = agreement.disagreements.count { $0.adjudication != nil }
        heading(
            &grid, layout.heading,
            agreement.disagreements.isEmpty
                ? agreement.pairs.contains { $0.count > 0 }
                    ? "No document on which grades differ" : "No document was graded by two judges yet"
                : "\(Figures.count(agreement.disagreements.count, "document")) on which grades differ, \(settled) with a last word",
            theme: theme)
        drawDisagreements(&grid, layout, agreement, theme: theme)
        drawNamed(&grid, layout.named, agreement, theme: theme)
    }

    private func heading(
        _ grid: inout Grid, _ rect: Rect, _ title: String, _ role: Theme.Role = .heading, note: [Span] = [], theme: Theme
    ) {
        grid.rule(rect, theme: theme)
        let used = grid.write(
            " \(title) ", at: Point(x: rect.x + 1, y: rect.y), style: theme.style(role), maxWidth: rect.width - 2)
        guard !note.isEmpty, used + note.width + 6 <= rect.width else { return }
        grid.write(
            [Span(" ")] + note + [Span(" ")], at: Point(x: rect.endX - note.width - 3, y: rect.y), maxWidth: note.width + 2,
            theme: theme)
    }

    private func drawAlpha(_ grid: inout Grid, _ rect: Rect, _ agreement: JudgeAgreement?, theme: Theme) {
        guard let agreement, agreement.judges.count > 1 else { return }
        let spans = [
            Span("Krippendorff's alpha  ", .quiet), Span("nominal ", .quiet), Span(Self.words(agreement.nominal), .strong),
            Span("  ordinal ", .quiet), Span(Self.words(agreement.ordinal), .strong),
            Span("   1 is full agreement, 0 is chance", .quiet),
        ]
        grid.write(spans, at: Point(x: 1, y: rect.y), maxWidth: rect.width - 2, theme: theme)
    }

    private func drawNobodyToCompare(_ grid: inout Grid, _ layout: AgreementLayout, theme: Theme) {
        let who = session.book.judges.isEmpty ? "Nobody has judged yet." : "One judge alone agrees with themselves."
        let lines = [
            [Span(who, .strong)],
            [
                Span(key(.judge), .key), Span(" judges; there "), Span(keymap.label(.judgeName, in: .judge), .key),
                Span(" lets somebody else judge too"),
            ],
            [
                Span(key(.system), .key),
                Span(session.runs.isEmpty ? " compares with the model, once it has scored" : " compares with the model"),
            ],
        ]
        for (row, line) in lines.enumerated() {
            grid.write(line, at: Point(x: 1, y: layout.pairs.y + 1 + row), maxWidth: size.width - 2, theme: theme)
        }
    }

    // MARK: Pairs

    private func drawPairs(_ grid: inout Grid, _ place: Rect, _ pairs: [PairAgreement], theme: Theme) {
        let rect = place.slice(1, place.height - 1)
        let shown = pairs.dropFirst(agreeing.pairsTop).prefix(max(0, rect.height - 1))
        let rest = pairs.count - shown.count
        heading(
            &grid, place.slice(0, 1),
            rest > 0 ? "Pairs \(agreeing.pairsTop + 1)-\(agreeing.pairsTop + shown.count) of \(pairs.count)" : "Pairs",
            agreeing.isInPairs ? .activeHeading : .heading,
            note: rest > 0 ? [Span("+\(rest) more  ", .attention), Span(key(.nextPane), .key)] : [], theme: theme)
        let widest = pairs.map { TerminalText.width(of: $0.judges.joined(separator: ", ")) }.max() ?? 0
        let name = min(max(8, widest), max(8, rect.width / 3))
        let bar = max(0, min(30, rect.width - name - 44))
        let columns = ["both", "same", "", "kappa", "linear", "quadratic"]
        let widths = [6, 7, bar, 8, 8, 10]
        func row(_ cells: [String], y: Int, _ first: String, role: Theme.Role) {
            grid.write(
                TerminalText.truncated(first, to: name, ellipsis: theme.ellipsis), at: Point(x: 1, y: y),
                style: theme.style(role),
                maxWidth: name)
            var x = name + 1
            for (column, (cell, width)) in zip(cells, widths).enumerated() {
                let isBar = column == 2
                grid.write(
                    isBar ? " " + cell : TerminalText.padded(cell, to: width, alignment: .trailing), at: Point(x: x, y: y),
                    style: theme.style(isBar ? .bar : role), maxWidth: min(width, rect.endX - x))
                x += width
            }
        }
        row(columns, y: rect.y, "", role: .quiet)
        for (line, pair) in shown.enumerated() {
            row(
                [
                    "\(pair.count)", pair.raw.map { Figures.fixed($0 * 100, 0) + " %" } ?? "-",
                    theme.bar(pair.raw ?? 0, width: max(0, bar - 1)), Self.words(pair.kappa), Self.words(pair.linearKappa),
                    Self.words(pair.quadraticKappa),
                ], y: rect.y + 1 + line, pair.judges.joined(separator: ", "), role: .text)
        }
    }

    private static func words(_ coefficient: Coefficient) -> String { coefficient.value.map { Figures.fixed($0) } ?? "-" }

    // MARK: Documents

    private func drawDisagreements(_ grid: inout Grid, _ layout: AgreementLayout, _ agreement: JudgeAgreement, theme: Theme) {
        let rect = layout.list
        let rows = agreement.disagreements.dropFirst(agreeing.top).prefix(rect.height)
        guard !rows.isEmpty else { return }
        let query = min(14, max(5, rows.map { TerminalText.width(of: $0.queryID) }.max() ?? 0))
        let document = min(24, max(8, rows.map { TerminalText.width(of: $0.documentID) }.max() ?? 0))
        // A column for each judge, or all their grades in one where those would not fit.
        let judge = 9
        let isWide = rect.width - query - document - 24 >= agreement.judges.count * judge
        let cell = 1 + (rows.flatMap(\.grades).map { $0.map(String.init)?.count ?? 1 }.max() ?? 1)
        let grades = agreement.judges.count * (isWide ? judge : cell)
        let word = min(query + document + 5 + max(7, grades), max(query + document + 12, rect.width - 16))
        func put(_ text: String, x: Int, y: Int, width: Int, _ role: Theme.Role, isSelected: Bool = false) {
            let style = isSelected ? theme.selected(theme.style(role)) : theme.style(role)
            grid.write(
                TerminalText.truncated(text, to: width, ellipsis: theme.ellipsis), at: Point(x: x, y: y), style: style,
                maxWidth: min(width, rect.width - x))
        }
        let titleY = rect.y - 1
        let start = query + document + 5
        put("query", x: 2, y: titleY, width: query, .quiet)
        put("document", x: query + 4, y: titleY, width: document, .quiet)
        if !isWide { put("grades", x: start, y: titleY, width: word - start, .quiet) }
        for (column, name) in agreement.judges.enumerated() where isWide {
            put(name, x: start + column * judge, y: titleY, width: judge - 1, .quiet)
        }
        put("last word", x: word, y: titleY, width: 20, .quiet)
        for (line, row) in rows.enumerated() {
            let y = rect.y + line
            let isSelected = agreeing.top + line == agreeing.selection
            if isSelected {
                grid.fill(Rect(x: 0, y: y, width: rect.width, height: 1), style: theme.selected(.plain))
                put(String(theme.marker), x: 0, y: y, width: 1, .active, isSelected: true)
            }
            put(row.queryID, x: 2, y: y, width: query, .text, isSelected: isSelected)
            put(row.documentID, x: query + 4, y: y, width: document, .text, isSelected: isSelected)
            for (column, grade) in row.grades.enumerated() {
                let text = grade.map(String.init) ?? String(theme.dot)
                let x = start + column * (isWide ? judge : cell)
                let isLast = column == row.grades.count - 1
                guard x + text.count < word - (isLast ? 0 : 2) else {
                    put(String(theme.ellipsis), x: word - 2, y: y, width: 1, .quiet, isSelected: isSelected)
                    break
                }
                put(text, x: x, y: y, width: text.count, grade == nil ? .quiet : .grade, isSelected: isSelected)
            }
            let said = row.adjudication.map { "\(words(for: $0)), \($0.judge)" } ?? "none yet"
            put(
                said, x: word, y: y, width: 40, row.adjudication == nil ? .attention : .text,
                isSelected: isSelected)
        }
    }

    /// Who gave which grade to the document selected.
    private func drawNamed(_ grid: inout Grid, _ rect: Rect, _ agreement: JudgeAgreement, theme: Theme) {
        guard !rect.isEmpty, agreeing.disagreements.indices.contains(agreeing.selection) else { return }
        let row = agreeing.disagreements[agreeing.selection]
        var spans = [Span(row.documentID, .strong)]
        for (name, grade) in zip(agreement.judges, row.grades) {
            if let grade { spans += [Span("  \(name) ", .quiet), Span("\(grade)", .grade)] }
        }
        let lines = wrapped(spans, width: rect.width - 4)
        for (line, text) in lines.prefix(rect.height).enumerated() {
            grid.write(text, at: Point(x: 2, y: rect.y + line), maxWidth: rect.width - 4, theme: theme)
        }
        if lines.count > rect.height {
            grid.write(String(theme.ellipsis), at: Point(x: rect.endX - 2, y: rect.endY - 1), style: theme.style(.quiet))
        }
    }
}
