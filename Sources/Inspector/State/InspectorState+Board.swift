import Inference
import Relevance
import Reranking
import Sessions

/// What is on the board: the run shown, or what would be run next.
extension InspectorState {
    var run: RunState? {
        shownRun.flatMap { session.runs.indices.contains($0) ? session.runs[$0] : nil }
    }

    var query: Query { run?.query ?? draft?.query ?? session.query }
    var candidates: [Candidate] { run?.candidates ?? draft?.candidates ?? session.candidates }

    /// A query that was gone to and has no run.
    private var draft: Topic? { shownTopic.flatMap(session.topic) }
    var settings: RunSettings { run?.settings ?? session.settings }
    var mode: ScoringMode { settings.mode }

    /// How many of the candidates a run scores: the depth may leave the last ones out.
    var documentCount: Int { run?.documents.count ?? min(candidates.count, max(0, session.settings.depth)) }

    func candidate(_ document: Int) -> Candidate? {
        candidates.indices.contains(document) ? candidates[document] : nil
    }

    /// Selects a document by its id, where it is among those shown.
    mutating func select(documentID: String) {
        guard let document = documentPlaces[documentID] else { return }
        follow = .stay
        select(document)
    }

    func progress(of document: Int) -> DocumentProgress? {
        run.flatMap { $0.documents.indices.contains(document) ? $0.documents[document] : nil }
    }

    var selectedCandidate: Candidate? { candidate(selected) }
    var selectedProgress: DocumentProgress? { progress(of: selected) }
    var selectedTokens: TokenLog { selectedProgress?.tokens ?? TokenLog() }

    func grade(of document: Int) -> Int? {
        candidate(document).flatMap {
            session.book.judgment(query: query.id, document: $0.document.id, judge: session.judge)?.grade
        }
    }

    /// How many of the documents the judge has graded.
    var gradedCount: Int {
        let (query, judge, book) = (query.id, session.judge, session.book)
        return candidates.prefix(documentCount).count {
            book.judgment(query: query, document: $0.document.id, judge: judge)?.grade != nil
        }
    }

    var finishedCount: Int { run?.documents.count { $0.phase == .finished } ?? 0 }

    /// Whether the run shown is the one under way: here, or in a replay.
    var isShowingLiveRun: Bool {
        run?.isUnderWay == true && replay?.isOver != true
    }

    /// Whether the next run would ask something else than the last one did, whatever model it asks. O(candidates): it is kept in
    /// `asksAnew`.
    func differsFromLastRun() -> Bool {
        guard let run = session.runs.last else { return !session.candidates.isEmpty || !session.query.text.isEmpty }
        return run.query != session.query || run.settings != session.settings
            || run.candidates != Array(session.candidates.prefix(max(0, session.settings.depth)))
    }

    /// Whether the next run would differ from the last one, be it by its model.
    var hasDraft: Bool {
        asksAnew || session.runs.last.map { last in readyModel.map { $0.sha256 != last.model?.sha256 } == true } == true
    }

    var readyModel: ModelDescription? {
        if case .ready(let description) = model { description } else { nil }
    }

    /// Orders the rows anew; the rows glide there from where they were.
    mutating func rank() {
        let before = rows
        let count = documentCount
        ranking = Ranking.rank(
            candidates: Array(candidates.prefix(count)), results: run?.results ?? [], mode: mode, by: session.rankBy)
        rankingRule =
            run?.rule(by: session.rankBy) ?? RankingRule(asked: session.rankBy, scored: 0, withoutDistribution: 0)
        rows = Array(repeating: 0, count: ranking.count)
        for (row, ranked) in ranking.enumerated() where rows.indices.contains(ranked.document) { rows[ranked.document] = row }
        selected = min(max(0, selected), max(0, ranking.count - 1))
        let moves = before.count == rows.count && before != rows
        glide = moves && !reducesMotion ? Glide(from: glide == nil ? before : glidingRows(before), start: frame) : nil
        if follow == .top, let top = ranking.first { select(top.document) }
    }

    /// The documents from top to bottom as they stand at this frame.
    var order: [Int] { glide?.order(to: rows, at: frame) ?? ranking.map(\.document) }

    private func glidingRows(_ before: [Int]) -> [Int] {
        guard let order = glide?.order(to: before, at: frame) else { return before }
        var rows = before
        for (row, document) in order.enumerated() { rows[document] = row }
        return rows
    }

    /// Documents done a second in the run shown, since it began or was resumed.
    var documentsPerSecond: Double? {
        guard let run else { return nil }
        if let statistics = run.statistics { return statistics.documents > 0 ? statistics.documentsPerSecond : nil }
        let finished = finishedCount - run.keptCount
        let seconds = Double(clock - run.startedAt) / 1000
        return isShowingLiveRun && seconds > 0 && finished > 0 ? Double(finished) / seconds : nil
    }

    /// How much of the run shown is done, in 0...1, documents under way counted in part.
    var doneShare: Double {
        guard let run, !run.documents.isEmpty else { return 0 }
        return (run.scoredShare + Double(run.keptCount)) / Double(run.documents.count)
    }

    /// Seconds until the run shown is done, at the pace since it began or was resumed; nil while that would be a guess, and when
    /// nothing runs.
    var secondsLeft: Double? {
        guard isShowingLiveRun, let run else { return nil }
        let seconds = Double(clock - run.startedAt) / 1000
        let share = run.scoredShare / Double(max(1, run.documents.count - run.keptCount))
        return share > 0.01 && seconds > 1 ? seconds * (1 - share) / share : nil
    }
}
