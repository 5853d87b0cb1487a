import Relevance
import Sessions
import Terminal

/// Going through the documents of a query.
extension InspectorState {
    mutating func openJudge() {
        if screen != .judge { judging.origin = screen == .start ? .rank : screen }
        judging.isAdjudicating = false
        judging.last = nil
        screen = .judge
        openQueue()
        if let name = judging.name, judgment(of: name)?.verdict != nil { goToUnjudged() }
    }

    /// Esc: where the judge came from, with the document in view selected there.
    mutating func leaveJudge() {
        if judging.isAdjudicating {
            judging.isAdjudicating = false
            screen = .agreement
            return refreshAgreement()
        }
        if let id = judging.candidate?.document.id { select(documentID: id) }
        screen = judging.origin
    }

    /// The documents of the query shown, in the order of the plan.
    mutating func openQueue() {
        judging.take(session.queue(for: topic), at: clock)
        refreshJudging()
    }

    /// What the header counts, after the book changed: what stands in the journal alone.
    mutating func refreshJudging() {
        guard let queue = judging.queue else { return }
        let book = session.book
        judging.progress = queue.progress(in: book)
        judging.seenCount = queue.candidates.count { candidate in
            let name = JudgeState.DocumentName(queryID: queue.queryID, documentID: candidate.document.id)
            return judgment(of: name)?.grade == nil && hasSeen(name)
        }
        // What was passed over says nothing of how long a grade takes.
        let seconds = queue.candidates.compactMap {
            let judgment = book.judgment(query: queue.queryID, document: $0.document.id, judge: queue.judge)
            return judgment?.grade == nil ? nil : judgment?.seconds
        }.filter(\.isFinite).sorted()
        if showsLiveMeasures { workOnMeasures() }
        judging.pace = seconds.count < 3 ? nil : seconds[seconds.count / 2]
    }

    /// Whether what the grades do to this query's figures may stand beside them.
    var showsLiveMeasures: Bool { screen == .judge && !session.plan.isBlind }

    // MARK: Moving

    /// To the next document without a verdict, or to the next conflict; says so where there is none.
    mutating func goOn() {
        if judging.isAdjudicating { return goToConflict() }
        goToUnjudged()
    }

    mutating func goToUnjudged() {
        guard let queue = judging.queue else { return }
        let book = book
        let next = queue.next(after: judging.place, in: book)
        if let next, queue.progress(in: book).left > 0 || next != judging.place {
            return show(place: next)
        }
        // Of this query nothing is left: the next query with something left is named, and is one key away.
        let other = session.topics.contains { topic in
            topic.id != queue.queryID && session.queue(for: topic).next(after: nil, in: book) != nil
        }
        say(
            .information,
            other
                ? "every document of this query is judged: \(key(.nextQuery)) goes to the next query"
                : "every document is judged: \(key(.measures)) shows what that says of the rankings")
    }

    mutating func show(place: Int) {
        judging.show(place, at: clock)
    }

    mutating func showDocument(_ id: String) {
        if let place = judging.queue?.candidates.firstIndex(where: { $0.document.id == id }) { show(place: place) }
    }

    mutating func moveJudged(_ step: Int) {
        if judging.isAdjudicating { return moveConflict(step) }
        let place = judging.place + step
        guard judging.queue?.candidates.indices.contains(place) == true else {
            return say(.information, step > 0 ? "this is the last document" : "this is the first document")
        }
        show(place: place)
    }

    /// Scrolls to the next place in the document that holds what is searched for.
    mutating func moveToJudgedMatch(_ step: Int) {
        settle()
        let matches = flows.document.lines.indices.filter { line in
            flows.document.lines[line].contains { $0.tag % Highlighter.kinds == Highlighter.Kind.match.rawValue }
        }
        let margin = JudgeLayout(self).document.height / 3
        let current = judging.top + (judging.top > 0 ? margin : 0)
        let next =
            step > 0
            ? matches.first { $0 > current } ?? matches.first : matches.last { $0 < current } ?? matches.last
        guard let next else { return say(.information, "the document does not have '\(needle)'") }
        judging.top = max(0, next - margin)
    }

    mutating func settleJudge() {
        let area = JudgeLayout(self).document
        flows.layDocument(
            judging.candidate?.document, width: area.width - 2, terms: queryTerms, needle: needle, showsTitle: true)
        judging.top = min(max(0, judging.top), max(0, flows.document.lines.count - area.height))
    }
}

extension InspectorState {
    /// A click on a grade of the legend gives it.
    mutating func clickLegend(_ point: Point) -> [Effect] {
        let layout = JudgeLayout(self)
        let legend = layout.legend
        guard legend.contains(point), point.y > legend.y, isEnabled(.grade) else { return [] }
        if layout.isBeside {
            let row = point.y - legend.y - 1
            guard session.scale.grades.indices.contains(row) else { return [] }
            return give(.grade(session.scale.grades[row].value))
        }
        let places = Legend(session.scale, width: legend.width - 2, rows: legend.height - 1).places
        let hit = places.first { $0.row == point.y - legend.y - 1 && $0.columns.contains(point.x - legend.x - 1) }
        return hit.map { give(.grade($0.grade)) } ?? []
    }
}
