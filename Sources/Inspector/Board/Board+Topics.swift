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
        if id == session.query.id, hasDraft {
            showDraft()
        } else if let run = session.latestRun(of: id) {
            show(run: run)
        } else {
            shown.run = nil
            showAnew()
        }
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
        shown.run = hasDraft ? nil : session.runs.indices.last
        shown.topic = nil
        showAnew()
    }

    /// Another run or query is shown: its terms, its order, its documents.
    private mutating func showAnew() {
        restartSelection()
        search.terms = Highlighter.terms(of: query.text)
        rows.replace(with: candidates)
        rank()
        select(min(selected, max(0, documentCount - 1)))
    }

    /// The run that `[` goes to.
    var previousRun: Int? {
        guard let run = shown.run else { return session.runs.indices.last }
        return run > 0 ? run - 1 : nil
    }

    /// Whether `]` leads on: to a later run, or after the last to what is not run yet.
    var canShowNextRun: Bool {
        guard let run = shown.run else { return false }
        return run + 1 < session.runs.count || hasDraft && !isRunning
    }
}
