import Reranking
import Relevance
import Sessions

extension InspectorState {
    mutating func performRun(_ command: Command) -> [Effect] {
        switch command {
        case .run:
            if !hasDraft || shownTopic != nil, let last = shownTopic == nil ? session.runs.last : run,
                last.documents.allSatisfy({ $0.result.map { $0.outcome != .cancelled } == true })
            {
                say(.information, "just this was run already: \(key(.rerun)) runs it again")
                return []
            }
            return startRun()
        case .rerun: return startRun()
        case .cancelDocument:
            say(.information, "\(selectedCandidate?.document.id ?? "") stops at its next token")
            return [.cancelDocument(selected)]
        case .cancelRun:
            runsWhenReady = false
            if case .fetching = model { return [.cancelFetch] }
            say(.information, "stopping: documents under way end at their next token, those done are kept")
            return [.cancelRun]
        case .previousRun:
            if let previousRun { show(run: previousRun) }
        case .nextRun:
            if let shownRun, shownRun + 1 < session.runs.count {
                show(run: shownRun + 1)
            } else {
                showDraft()
            }
        case .follow:
            let all = Follow.allCases
            follow = all[((all.firstIndex(of: follow) ?? 0) + 1) % all.count]
            switch follow {
            case .stay: say(.information, "the selection stays on its document")
            case .top:
                say(.information, "the selection follows the top of the ranking")
                rank()
            case .thinking: say(.information, "the selection goes where the model is thinking")
            }
        default: break
        }
        return []
    }

    /// Runs now, or as soon as there is a model to run with.
    mutating func startRun() -> [Effect] {
        switch model {
        case .ready:
            if query.id != session.query.id, shownTopic == query.id {
                // A run is of the query that stands: the one shown becomes that first.
                runsTopic = query.id
                return [.append(.query(topic.query)), .append(.candidates(topic.candidates, source: session.source))]
            }
            isRunning = true
            return [.run]
        case .loading(let name, _), .fetching(let name, _, _, _):
            runsWhenReady = true
            say(.information, "starts as soon as \(name) is loaded; \(key(.back)) takes that back")
        case .none, .missing, .failed:
            runsWhenReady = true
            openModelPicker()
        }
        return []
    }
}
