import Relevance
import Reranking
import Sessions
import Terminal

/// The panels beside or under the document being judged.
struct JudgePanels {
    let screen: JudgeScreen
    let board: Board
    let frame: DrawContext
    private var theme: Theme { frame.theme }

    func drawAsked(_ grid: inout Grid, _ rect: Rect) {
        Heading("What is asked").draw(&grid, rect.slice(0, 1), theme: frame.theme)
        let width = rect.width - 2
        let lines = Need.cut(
            screen.need(board).lines(width: width), to: rect.height - 1, width: width, key: frame.keys(.need), theme: frame.theme)
        grid.write(
            lines: lines, in: Rect(x: rect.x + 1, y: rect.y + 1, width: width, height: rect.height - 1), theme: frame.theme)
    }

    // MARK: The grades

    func drawLegend(_ grid: inout Grid, _ layout: JudgeLayout) {
        let scale = board.session.scale
        let rect = layout.legend
        Heading(screen.isAdjudicating ? "Your adjudication" : "Your grade", note: verdictSpans, .after)
            .draw(&grid, rect.slice(0, 1), theme: theme)
        guard layout.isBeside else {
            for place in Legend(scale, width: rect.width - 2, rows: rect.height - 1).places
            where place.row + 1 < rect.height {
                let point = Point(x: rect.x + 1 + place.columns.lowerBound, y: rect.y + 1 + place.row)
                grid.write(place.spans, at: point, maxWidth: rect.endX - 1 - point.x, theme: theme)
            }
            return
        }
        // Each grade with how often this judge gave it for this query.
        let counts = gradeCounts
        let most = max(1, counts.values.max() ?? 1)
        let grades = scale.grades
        let labels = grades.map { Legend.spans($0) }
        let width = min(max(0, rect.width - 14), (labels.map(\.width).max() ?? 0) + 2)
        for (row, grade) in grades.enumerated() where row + 1 < rect.height {
            let y = rect.y + 1 + row
            grid.write(labels[row], at: Point(x: rect.x + 1, y: y), maxWidth: width, theme: theme)
            guard let count = counts[grade.value], count > 0 else { continue }
            let bar = theme.bar(Double(count) / Double(most), width: max(0, rect.width - width - 8))
            grid.write(
                [Span(bar, .grade), Span(" \(count)", .quiet)], at: Point(x: rect.x + 1 + width, y: y),
                maxWidth: rect.width - width - 2, theme: theme)
        }
        let y = rect.y + 1 + grades.count
        guard y < rect.endY else { return }
        grid.write(
            [Span(frame.keys(.skip), .key), Span(" skip   "), Span(frame.keys(.cannotTell), .key), Span(" can't tell")],
            at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme)
    }

    /// How often this judge gave each grade for the query shown.
    private var gradeCounts: [Int: Int] {
        (screen.queue?.candidates ?? []).reduce(into: [:]) { counts, candidate in
            let name = DocumentName(queryID: board.query.id, documentID: candidate.document.id)
            if let grade = board.recorded(of: name)?.grade { counts[grade, default: 0] += 1 }
        }
    }

    /// This judge's verdict on the document in view.
    private var verdictSpans: [Span] {
        guard let name = screen.name else { return [] }
        let given =
            screen.isAdjudicating
            ? board.session.book.adjudication(query: name.queryID, document: name.documentID) : board.recorded(of: name)
        guard let given, given.verdict != nil else { return [Span("not given yet", .quiet)] }
        var spans = [Span(board.session.words(for: given), given.grade == nil ? .attention : .grade)]
        if let scale = given.scale, scale != board.session.scale.name { spans.append(Span(" on the scale \(scale)", .attention)) }
        if let seconds = given.seconds { spans.append(Span(" in \(Figures.duration(seconds))", .quiet)) }
        if given.isBlind == false { spans.append(Span(" not blind", .attention)) }
        return spans
    }

    // MARK: What is known

    /// Score, ranks and others' grades of the document in view, or that they are hidden; and of the one judged last.
    func drawFacts(_ grid: inout Grid, _ layout: JudgeLayout) {
        let rect = layout.facts
        guard !rect.isEmpty else { return }
        let name = screen.name
        var lines: [[Span]] = []
        if let name {
            if let note = board.recorded(of: name)?.note { lines.append([Span("note ", .quiet), Span(note)]) }
            if screen.isOpen(name, board) {
                lines.append([Span("\(name.documentID) ", .quiet)] + figures(of: name))
            } else if board.hasSeen(name) {
                lines.append([Span("hidden until you grade, but seen before: recorded as not blind", .attention)])
            } else {
                lines.append([Span("hidden until you grade: score, ranks, thought, other judges' grades", .quiet)])
            }
        }
        if let last = screen.last, last != name {
            var spans = [Span("last ", .quiet), Span(last.documentID, .strong), Span("  ")]
            if !screen.isOpen(last, board),
                let decided = board.session.book.adjudication(query: last.queryID, document: last.documentID)
            {
                spans += [Span("decided: ", .quiet), Span(board.session.words(for: decided), .grade), Span("  ")]
            }
            if let own = board.recorded(of: last), own.verdict != nil {
                spans += [
                    Span(board.session.judge + " ", .quiet),
                    Span(board.session.words(for: own), own.grade == nil ? .attention : .grade), Span("  "),
                ]
            }
            lines.append(spans + (screen.isOpen(last, board) ? figures(of: last) : []))
        }
        if layout.isBeside {
            Heading(name == nil ? "The last document" : "This document").draw(&grid, rect.slice(0, 1), theme: theme)
            var y = rect.y + 1
            for line in lines {
                let rows = line.wrapped(width: rect.width - 2)
                for row in rows where y < rect.endY {
                    grid.write(row, at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme)
                    y += 1
                }
                y += 1
            }
        } else {
            // The last lines matter most: the note gives way first.
            for (row, line) in lines.flatMap({ $0.wrapped(width: rect.width - 2) }).suffix(rect.height).enumerated() {
                grid.write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2, theme: theme)
            }
        }
    }

    /// "model 9.41 (rank 1)  first stage 4  ann 2".
    private func figures(of name: DocumentName) -> [Span] {
        let session = board.session
        var spans: [Span] = []
        if name.queryID == board.query.id, let document = board.rows.documents[name.documentID] {
            if let ranked = board.rows.ranked(document), let score = ranked.score {
                spans += [Span("model ", .quiet), Span(Figures.score(score), .strong), Span(" (rank \(ranked.rank))")]
                if board.progress(of: document)?.result?.lacksDistribution == true {
                    spans.append(Span(" no distribution", .quiet))
                }
            } else if board.run != nil {
                spans += [Span("model ", .quiet), DocumentWords(board: board, keys: frame.keys).stateSpan(of: document)]
            } else {
                let isRun = session.runs.contains { $0.query.id == name.queryID && $0.documents.contains(where: \.isSettled) }
                spans += [Span(isRun ? "no model run in view" : "no model run", .quiet)]
            }
            // A run that is the first stage says its own rank below.
            if let candidate = board.candidate(document), session.firstStage(of: name.queryID) == nil {
                spans += [Span("  first stage ", .quiet), Span("\(candidate.firstStageRank)")]
            }
        }
        for ranking in session.rankings[name.queryID] ?? [] {
            guard let place = ranking.documentIDs.firstIndex(of: name.documentID) else { continue }
            spans += [Span("  \(ranking.tag) ", .quiet), Span("\(place + 1)")]
        }
        for judgment in session.book.judgments(query: name.queryID, document: name.documentID) {
            guard judgment.isAdjudication || screen.isAdjudicating || judgment.judge != session.judge,
                judgment.verdict != nil
            else { continue }
            let who = judgment.isAdjudication ? "  decided by \(judgment.judge): " : "  \(judgment.judge) "
            spans += [Span(who, .quiet), Span(judgment.grade.map(String.init) ?? board.session.words(for: judgment), .grade)]
        }
        return spans
    }

    // MARK: The measures

    /// Two figures of this query by the grades so far; while judging is blind there is no room for them.
    func drawMeasures(_ grid: inout Grid, _ rect: Rect) {
        guard !rect.isEmpty else { return }
        Heading("Measures from your grades", note: [Span(frame.keys(.measures), .key)], .after)
            .draw(&grid, rect.slice(0, 1), theme: frame.theme)
        for (row, measure) in [Measure.ndcg(at: 10), .judged(at: 10)].enumerated() {
            guard let index = EvaluationCache.measures.firstIndex(of: measure) else { continue }
            func span(_ figures: EvaluationCache.Figures?) -> Span {
                figures.map { Span(Figures.fixed($0.values[index], 3), .strong) } ?? Span("-", .quiet)
            }
            let shown = board.evaluation.shown
            var spans = [
                Span(TerminalText.padded(measure.name, to: 13)), Span("first ", .quiet), span(board.figures(0)),
            ]
            if shown > 0 { spans += [Span("  ranked ", .quiet), span(board.figures(shown))] }
            if let open = board.figures(shown)?.bounds?[index], open.upperBound > open.lowerBound {
                spans.append(
                    Span("  open \(Figures.fixed(open.lowerBound, 3))-\(Figures.fixed(open.upperBound, 3))", .quiet))
            }
            grid.write(
                spans, at: Point(x: rect.x + 1, y: rect.y + 1 + row), maxWidth: rect.width - 2, theme: frame.theme)
        }
    }
}
