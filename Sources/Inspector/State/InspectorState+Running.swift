import Inference
import Relevance
import Reranking
import Sessions

extension InspectorState {
    mutating func performRun(_ command: Command) -> [Effect] {
        switch command {
        case .run:
            if let unfinishedRun { return start(.rest(unfinishedRun.id)) }
            if !hasDraft || shownTopic != nil, let last = shownTopic == nil ? session.runs.last : run, last.isComplete {
                say(.information, "just this was run already: \(key(.rerun)) runs it again")
                return []
            }
            return start(.new)
        case .rerun: return start(.new)
        case .cancelDocument:
            say(.information, "\(selectedCandidate?.document.id ?? "") stops at its next token")
            return run.map { [.cancelDocument($0.id, selected)] } ?? []
        case .cancelRun:
            runWhenReady = nil
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

    /// The run shown, where something of it is left to score: `r` goes on with it, by the settings it was begun with.
    var unfinishedRun: RunState? {
        run.flatMap { $0.isUnderWay || $0.isComplete ? nil : $0 }
    }

    /// Whether a new run of the query shown would ask something else than the run shown did.
    var isChangedSince: Bool {
        guard let run, !isRunning else { return false }
        return hasDraft && run.id == session.runs.last?.id || unfinishedRun != nil && run.settings != session.settings
    }

    /// Whether a run is under way here: it has begun, or was asked for.
    public var isRunning: Bool { replay == nil && (requestedRun != nil || session.isRunUnderWay) }

    /// Runs now, or as soon as there is a model to run with.
    mutating func start(_ wish: RunWish) -> [Effect] {
        switch model {
        case .ready(let model):
            if case .rest(let id) = wish { return session.run(id).map { resume($0, with: model) } ?? [] }
            return startNew(with: model)
        case .loading(let name, _), .fetching(let name, _, _, _):
            runWhenReady = wish
            say(.information, "starts as soon as \(name) is loaded; \(key(.back)) takes that back")
        case .none, .missing, .failed:
            runWhenReady = wish
            openModelPicker()
        }
        return []
    }

    /// A job of the query shown, which becomes the one that stands.
    private mutating func startNew(with model: ModelDescription) -> [Effect] {
        guard whyNotRun == nil else { return [] }
        var effects: [Effect] = []
        var task = RerankingTask(query: session.query, candidates: session.candidates)
        if query.id != session.query.id, shownTopic == query.id {
            task = RerankingTask(query: topic.query, candidates: topic.candidates)
            effects = [.append(.query(topic.query)), .append(.candidates(topic.candidates, source: session.source))]
        }
        if session.model != model { effects.append(.append(.model(model))) }
        let plan = session.plan([task], model: model, settings: session.settings)
        effects.append(.append(.job(plan.job)))
        guard let planned = plan.runs.first else { return [] }
        requestedRun = planned.id
        return effects + [.run(planned)]
    }

    /// What is left of a run, by the model and the settings it was begun with.
    private mutating func resume(_ run: RunState, with model: ModelDescription) -> [Effect] {
        guard whyNotRun == nil else { return [] }
        guard let began = run.model, began.sha256 == model.sha256 else {
            let name = run.model?.name ?? "a model it does not name"
            say(
                .failure,
                "this run was begun with \(name): \(key(.model)) loads it, \(key(.rerun)) begins a new run with \(model.name)")
            return []
        }
        guard began.template == model.template else {
            say(
                .failure,
                "this run was begun with the chat template \(began.template ?? "of its model"): erank rank --resume goes on with it"
            )
            return []
        }
        var planned = session.resumption(of: run)
        planned.request.model = model
        requestedRun = run.id
        return [.run(planned)]
    }
}

/// What a person wants run.
enum RunWish: Sendable, Hashable {
    /// What is left of a run.
    case rest(RunID)
    case new
}
