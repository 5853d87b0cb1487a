import Inference
import Relevance
import Reranking
import Sessions

/// What a run now would ask, against what was asked before.
extension SessionState {
    /// The last run of a query that has begun or, if none has, its last run. O(runs).
    func lastRun(of queryID: String) -> RunState? { latestRun(of: queryID).map { runs[$0] } }

    /// Whether a run of a query now would ask something else than its last run did, whatever model it asks. O(runs +
    /// candidates): the board keeps that of the query shown in `wishes.asksAnew`.
    func asksAnew(_ topic: Topic) -> Bool {
        guard let run = lastRun(of: topic.id) else { return !topic.candidates.isEmpty || !topic.query.text.isEmpty }
        return run.query != topic.query || asksOtherwise(run)
            || run.candidates != Array(topic.candidates.prefix(max(0, settings.depth)))
    }

    /// Whether a run was asked for with other settings. How deep a list may be does not matter where the same documents are
    /// scored.
    func asksOtherwise(_ run: RunState) -> Bool { !run.settings.scoresAlike(settings) }

    /// Whether a query's words or candidates are other ones than those of its last run: typed or loaded, and not run yet.
    /// O(runs + candidates).
    func hasNewContent(_ topic: Topic) -> Bool {
        guard let run = lastRun(of: topic.id) else { return true }
        return run.query != topic.query
            || run.candidates != Array(topic.candidates.prefix(max(0, run.settings.depth)))
    }

    /// The queries that have candidates and no complete run with the settings and this model. O(queries * runs + candidates).
    func topicsToRun(_ model: ModelDescription) -> [Topic] {
        topics.filter { topic in
            guard !topic.candidates.isEmpty, !topic.query.text.isEmpty else { return false }
            guard let run = lastRun(of: topic.id), run.isComplete else { return true }
            return asksAnew(topic) || run.model?.sha256 != model.sha256
        }
    }
}

extension RunState {
    /// Why a model cannot resume the run, in a sentence that says what to do instead; nil where it can.
    func whyNotResumed(by other: ModelDescription, _ keys: KeyNames) -> String? {
        guard let model, model.sha256 == other.sha256 else {
            let name = model?.name ?? "a model it does not name"
            return
                "this run was begun with \(name): \(keys(.model)) loads it, \(keys(.rerun)) begins a new run with \(other.name)"
        }
        if model.template == other.template { return nil }
        let template = model.template ?? "of its model"
        return "this run was begun with the chat template \(template): erank rank --resume resumes it"
    }
}

extension Topic {
    /// The query with its candidates, to be ranked.
    var task: RerankingTask { RerankingTask(query: query, candidates: candidates) }
}
