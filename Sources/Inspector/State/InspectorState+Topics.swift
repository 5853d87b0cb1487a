import Relevance
import Reranking
import Sessions

/// Which of the session's queries is shown. Going to another changes nothing in the journal: only a run makes it the query that
/// stands.
extension InspectorState {
    /// The query shown with all its candidates.
    var topic: Topic { session.topic(query.id) ?? Topic(query: query, candidates: candidates) }

    /// Of the topics, from 0; nil before there are any.
    var topicPlace: Int? { session.topics.firstIndex { $0.id == query.id } }

    /// Shows a query: its last run, or its candidates as they were loaded.
    mutating func show(topic id: String) {
        guard session.topic(id) != nil else { return }
        shownTopic = id
        if id == session.query.id, hasDraft {
            showDraft()
        } else if let run = session.latestRun(of: id) {
            show(run: run)
        } else {
            shownRun = nil
            showAnew()
        }
        followTopic()
    }

    mutating func moveTopic(_ step: Int) {
        let count = session.topics.count
        guard let place = topicPlace, count > 1 else { return }
        show(topic: session.topics[(place + step + count) % count].id)
        tableTop = 0
        if screen == .rank { select(ranking.first?.document ?? 0) }
    }

    /// What the other screens show goes along with the query.
    mutating func followTopic() {
        if screen == .judge { openQueue() }
        if screen == .measures { refreshMeasures() }
    }
}
