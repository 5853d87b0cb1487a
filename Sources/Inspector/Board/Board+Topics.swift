import Relevance
import Reranking
import Sessions

/// Which of the session's queries and runs is shown. Going to another changes nothing in the journal: only a run makes it the
/// session's current query.
extension Board {
    /// The query shown with all its candidates.
    var topic: Topic { session.topic(query.id) ?? Topic(query: query, candidates: candidates, source: candidateSource) }

    /// The query's index among the topics, from 0; nil before there are any.
    var topicIndex: Int? { session.topics.firstIndex { $0.id == query.id } }

    /// Shows a query: its last run, or its candidates as they were loaded.
    mutating func show(topic id: String, _ io: inout ScreenIO) {
        guard session.topic(id) != nil else { return }
        shown.topic = id
        shown.run = session.latestRun(of: id)
        showAnew()
        // What is typed or loaded now, and not run yet, comes before the last run of another question.
        if id == session.query.id, hasDraft, session.hasNewContent(topic) { showDraft() }
        io.changes.append(.topic)
    }

    mutating func moveTopic(_ step: Int, _ io: inout ScreenIO) {
        let count = session.topics.count
        guard let index = topicIndex, count > 1 else { return }
        wishes.topic = nil
        show(topic: session.topics[(index + step + count) % count].id, &io)
    }

    mutating func show(run index: Int) {
        shown.run = index
        if shown.topic != nil { shown.topic = session.runs[index].query.id }
        showAnew()
    }

    /// Shows the session's current query and candidates, not run yet; or the last run where that asked just this.
    mutating func showDraft() {
        (shown.topic, shown.run) = (nil, nil)
        showAnew()
        guard !hasDraft, let latest = session.latestRun(of: session.query.id) else { return }
        shown.run = latest
        showAnew()
    }

    /// Another run or query is shown: its terms, its order, its documents.
    mutating func showAnew() {
        wishes.asksAnew = session.asksAnew(topic)
        restartSelection()
        search.terms = Highlighter.terms(of: query.text)
        rows.replace(with: candidates)
        rank()
        select(min(selected, max(0, documentCount - 1)))
    }

    /// The runs of the query shown, by their indices. O(runs).
    var ownRuns: [Int] { session.runs.indices.filter { session.runs[$0].query.id == query.id } }

    /// The run that `[` goes to: the one before of the same query.
    var previousRun: Int? { ownRuns.last { $0 < shown.run ?? .max } }

    /// The run that `]` goes to: the next of the same query.
    var nextRun: Int? { shown.run.flatMap { run in ownRuns.first { $0 > run } } }

    /// Whether `]` leads on: to a later run, or after the last to what is not run yet.
    var canShowNextRun: Bool {
        nextRun != nil || shown.run != nil && hasDraft && !isRunning && query.id == session.query.id
    }
}
