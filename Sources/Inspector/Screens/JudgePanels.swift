import Relevance
import Reranking
import Sessions
import Terminal

/// What stands beside or under the document being judged.
extension InspectorState {
    func drawAsked(_ grid: inout Grid, _ rect: Rect, theme: Theme) {
        sideHeading(&grid, rect.slice(0, 1), "What is asked", theme: theme)
        let width = rect.width - 2
        for (row, line) in cut(asked(width: width), to: rect.height - 1, width: width, theme: theme).enumerated() {
            grid.write(line, at: Point(x: rect.x + 1, y: rect.y + 1 + row), maxWidth: rect.width - 2, theme: theme)
        }
    }

    func sideHeading(_ grid: inout Grid, _ rect: Rect, _ title: String, theme: Theme, note: [Span] = []) {
        grid.rule(rect, theme: theme)
        let used = grid.write(
            " \(title) ", at: Point(x: rect.x + 1, y: rect.y), style: theme.style(.heading), maxWidth: rect.width - 2)
        guard !note.isEmpty else { return }
        let spans = [Span(" ")] + note + [Span(" ")]
        grid.write(spans, at: Point(x: rect.x + 1 + used, y: rect.y), maxWidth: rect.width - used - 3, theme: theme)
    }

    // MARK: The grades

    func drawLegend(_ grid: inout Grid, _ layout: JudgeLayout, theme: Theme) {
        let rect = layout.legend
        sideHeading(
            &grid, rect.slice(0, 1), judging.isAdjudicating ? "The last word" : "Your grade", theme: theme, note: verdictSpans)
        guard layout.isBeside else {
            for place in Legend(session.scale, width: rect.width - 2, rows: rect.height - 1).places
            where place.row + 1 < rect.height {
                let point = Point(x: rect.x + 1 + place.columns.lowerBound, y: rect.y + 1 + place.row)
                grid.write(place.spans, at: point, maxWidth: rect.endX - 1 - point.x, theme: theme)
            }
            return
        }
        // Each grade with how often this judge gave it for this query.
        let counts = gradeCounts
        let most = max(1, counts.values.max() ?? 1)
        let grades = session.scale.grades
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
            [Span(key(.skip), .key), Span(" skip   "), Span(key(.cannotTell), .key), Span(" can't tell")],
            at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme)
    }

    /// How often this judge gave each grade for the query shown.
    private var gradeCounts: [Int: Int] {
        (judging.queue?.candidates ?? []).reduce(into: [:]) { counts, candidate in
            let name = JudgeState.DocumentName(queryID: query.id, documentID: candidate.document.id)
            if let grade = recorded(of: name)?.grade { counts[grade, default: 0] += 1 }
        }
    }

    /// This judge's verdict on the document in view.
    private var verdictSpans: [Span] {
        guard let name = judging.name else { return [] }
        let standing =
            judging.isAdjudicating
            ? session.book.adjudication(query: name.queryID, document: name.documentID) : recorded(of: name)
        guard let standing, standing.verdict != nil else { return [Span("not given yet", .quiet)] }
        var spans = [Span(words(for: standing), standing.grade == nil ? .attention : .grade)]
        if let scale = standing.scale, scale != session.scale.name { spans.append(Span(" on the scale \(scale)", .attention)) }
        if let seconds = standing.seconds { spans.append(Span(" in \(Figures.duration(seconds))", .quiet)) }
        if standing.isBlind == false { spans.append(Span(" not blind", .attention)) }
        return spans
    }

    // MARK: What is known

    /// Score, ranks and others' grades of the document in view, or that they are hidden; and of the one judged last.
    func drawFacts(_ grid: inout Grid, _ layout: JudgeLayout, theme: Theme) {
        let rect = layout.facts
        guard !rect.isEmpty, let name = judging.name else { return }
        var lines: [[Span]] = []
        if let note = recorded(of: name)?.note { lines.append([Span("note ", .quiet), Span(note)]) }
        if isOpen(name) {
            lines.append([Span("\(name.documentID) ", .quiet)] + figures(of: name))
        } else if hasSeen(name) {
            lines.append([Span("hidden until you grade, but seen before: recorded as not blind", .attention)])
        } else {
            lines.append([Span("hidden until you grade: score, ranks, thought, other judges' grades", .quiet)])
        }
        if let last = judging.last, last != name {
            var spans = [Span("last ", .quiet), Span(last.documentID, .strong), Span("  ")]
            if let own = recorded(of: last), own.verdict != nil {
                spans += [Span("you ", .quiet), Span(words(for: own), own.grade == nil ? .attention : .grade), Span("  ")]
            }
            lines.append(spans + (isOpen(last) ? figures(of: last) : []))
        }
        if layout.isBeside {
            sideHeading(&grid, rect.slice(0, 1), "This document", theme: theme)
            var y = rect.y + 1
            for line in lines {
                let rows = wrapped(line, width: rect.width - 2)
                for row in rows where y < rect.endY {
                    grid.write(row, at: Point(x: rect.x + 1, y: y), maxWidth: rect.width - 2, theme: theme)
                    y += 1
                }
                y += 1
            }
        } else {
            // The last lines matter most: the note gives way first.
            for (row, line) in lines.flatMap({ wrapped($0, width: rect.width - 2) }).suffix(rect.height).enumerated() {
                grid.write(line, at: Point(x: rect.x + 1, y: rect.y + row), maxWidth: rect.width - 2, theme: theme)
            }
        }
    }

    /// Spans broken into lines of a width.
    func wrapped(_ spans: [Span], width: Int) -> [[Span]] {
        var flow = Flow(width: max(8, width))
        for (tag, span) in spans.enumerated() { flow.append(span.text, tag: tag) }
        return flow.lines.map { line in
            // A line may end in the space behind its last word, one column too far.
            let end = (line.lastIndex { $0.character != " " } ?? -1) + 1
            return line[..<end].reduce(into: [(tag: Int, text: String)]()) { pieces, glyph in
                if pieces.last?.tag == glyph.tag {
                    pieces[pieces.count - 1].text.append(glyph.character)
                } else {
                    pieces.append((glyph.tag, String(glyph.character)))
                }
            }.map { Span($0.text, spans[$0.tag].role) }
        }
    }

    /// "model 9.41 (rank 1)  first stage 4  ann 2".
    private func figures(of name: JudgeState.DocumentName) -> [Span] {
        var spans: [Span] = []
        if name.queryID == query.id, let document = documentPlaces[name.documentID] {
            if let row = rows.indices.contains(document) ? rows[document] : nil, let score = ranking[row].score {
                spans += [Span("model ", .quiet), Span(Figures.fixed(score), .strong), Span(" (rank \(ranking[row].rank))")]
                if progress(of: document)?.result?.lacksDistribution == true { spans.append(Span(" no distribution", .quiet)) }
            } else if run != nil {
                spans += [Span("model ", .quiet), stateSpan(of: document)]
            } else {
                spans += [Span("no model run", .quiet)]
            }
            if let candidate = candidate(document) {
                spans += [Span("  first stage ", .quiet), Span("\(candidate.firstStageRank)")]
            }
        }
        for ranking in session.rankings[name.queryID] ?? [] {
            guard let place = ranking.documentIDs.firstIndex(of: name.documentID) else { continue }
            spans += [Span("  \(ranking.tag) ", .quiet), Span("\(place + 1)")]
        }
        for judgment in session.book.judgments(query: name.queryID, document: name.documentID) {
            guard judgment.isAdjudication || judging.isAdjudicating || judgment.judge != session.judge,
                judgment.verdict != nil
            else { continue }
            let who = judgment.isAdjudication ? "  last word of \(judgment.judge) " : "  \(judgment.judge) "
            spans += [Span(who, .quiet), Span(judgment.grade.map(String.init) ?? words(for: judgment), .grade)]
        }
        return spans
    }
}
