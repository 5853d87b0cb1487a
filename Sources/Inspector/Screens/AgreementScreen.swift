import Relevance
import Sessions
import Terminal

/// Where everything stands on the agreement screen: pairs above, documents below.
struct AgreementLayout: Hashable {
    var header: Rect
    var pairs: Rect
    var heading: Rect
    /// The rows of the list, under their titles.
    var list: Rect

    init(_ state: InspectorState) {
        let size = state.size
        let header = Rect(x: 0, y: 0, width: size.width, height: size.height >= 12 ? 2 : 1)
        let body = max(0, size.height - header.height - 1)
        let pairs = min((state.agreeing.agreement?.pairs.count ?? 0) + 2, max(3, body / 2))
        self.header = header
        self.pairs = Rect(x: 0, y: header.height, width: size.width, height: min(body, pairs))
        heading = Rect(x: 0, y: self.pairs.endY, width: size.width, height: 1)
        list = Rect(x: 0, y: heading.endY + 1, width: size.width, height: max(0, body - self.pairs.height - 2))
    }
}

extension InspectorState {
    func drawAgreement(_ grid: inout Grid, theme: Theme) {
        let layout = AgreementLayout(self)
        let agreement = agreeing.agreement
        let judges = agreement?.judges ?? []
        let header = [
            Span("agreement  ", .activeHeading), Span("\(judges.count) judges", .strong),
            Span(judges.isEmpty ? "" : ": " + judges.joined(separator: ", ")),
            Span("   \(agreement?.table.itemCount ?? 0) documents, all queries", .quiet),
        ]
        let room = drawUnsaved(&grid, layout.header, theme: theme).width - 2
        grid.write(header, at: Point(x: 1, y: 0), maxWidth: room, theme: theme)
        if layout.header.height > 1 { drawAlpha(&grid, layout.header.slice(1, 1), agreement, theme: theme) }
        heading(&grid, layout.pairs.slice(0, 1), "Pairs", theme: theme)
        guard let agreement, judges.count > 1 else {
            return drawNobodyToCompare(&grid, layout, theme: theme)
        }
        drawPairs(&grid, layout.pairs.slice(1, layout.pairs.height - 1), agreement.pairs, theme: theme)
        let settled = agreement.disagreements.count { $0.adjudication != nil }
        heading(
            &grid, layout.heading,
            agreement.disagreements.isEmpty
                ? agreement.pairs.contains { $0.count > 0 }
                    ? "No document on which grades differ" : "No document was graded by two judges yet"
                : "\(agreement.disagreements.count) documents on which grades differ, \(settled) with a last word", theme: theme)
        drawDisagreements(&grid, layout, agreement, theme: theme)
    }

    private func heading(_ grid: inout Grid, _ rect: Rect, _ title: String, theme: Theme) {
        grid.rule(rect, theme: theme)
        grid.write(" \(title) ", at: Point(x: rect.x + 1, y: rect.y), style: theme.style(.heading), maxWidth: rect.width - 2)
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

    private func drawPairs(_ grid: inout Grid, _ rect: Rect, _ pairs: [PairAgreement], theme: Theme) {
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
        for (line, pair) in pairs.prefix(max(0, rect.height - 1)).enumerated() {
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
        let judge = 9
        let shown = min(agreement.judges.count, max(1, (rect.width - query - document - 24) / judge))
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
        for (column, name) in agreement.judges.prefix(shown).enumerated() {
            put(name, x: start + column * judge, y: titleY, width: judge - 1, .quiet)
        }
        put("last word", x: start + shown * judge, y: titleY, width: 20, .quiet)
        for (line, row) in rows.enumerated() {
            let y = rect.y + line
            let isSelected = agreeing.top + line == agreeing.selection
            if isSelected {
                grid.fill(Rect(x: 0, y: y, width: rect.width, height: 1), style: theme.selected(.plain))
                put(String(theme.marker), x: 0, y: y, width: 1, .active, isSelected: true)
            }
            put(row.queryID, x: 2, y: y, width: query, .text, isSelected: isSelected)
            put(row.documentID, x: query + 4, y: y, width: document, .text, isSelected: isSelected)
            for (column, grade) in row.grades.prefix(shown).enumerated() {
                put(
                    grade.map(String.init) ?? String(theme.dot), x: start + column * judge, y: y, width: judge - 1,
                    grade == nil ? .quiet : .grade, isSelected: isSelected)
            }
            let word = row.adjudication.map { "\(words(for: $0)), \($0.judge)" } ?? "none yet"
            put(
                word, x: start + shown * judge, y: y, width: 40, row.adjudication == nil ? .attention : .text,
                isSelected: isSelected)
        }
    }
}
