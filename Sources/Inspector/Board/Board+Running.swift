import Inference
import Relevance
import Reranking
import Sessions

/// What a person wants run.
enum RunWish: Sendable, Hashable {
    /// What is left of a run.
    case rest(RunID)
    case new
}

struct RunWishes: Sendable {
    /// The run that was asked for last, until it has begun.
    var requested: RunID?
    /// What is to be run as soon as the model is ready.
    var whenReady: RunWish?
    /// The query to show, by its id, while the candidates of several queries come in.
    var topic: String?
    /// Whether query, candidates or settings changed since the last run.
    var asksAnew = false
}

extension Board {
    /// Whether a run is under way here: it has begun, or was asked for.
    var isRunning: Bool { !isReplay && (wishes.requested != nil || session.isRunUnderWay) }

    /// Whether the next run would ask something else than the last one did, whatever model it asks. O(candidates): it is kept
    /// in `wishes.asksAnew`.
    func differsFromLastRun() -> Bool {
        guard let run = session.runs.last else { return !session.candidates.isEmpty || !session.query.text.isEmpty }
        return run.query != session.query || run.settings != session.settings
            || run.candidates != Array(session.candidates.prefix(max(0, session.settings.depth)))
    }

    /// Whether the next run would differ from the last one, be it by its model.
    var hasDraft: Bool { wishes.asksAnew || session.runs.last.map(hasOtherModel) == true }

    /// Whether a run now would use another model than this run did: told by the file where it is loaded, else by the name.
    private func hasOtherModel(than run: RunState) -> Bool {
        switch model {
        case .ready(let description): description.sha256 != run.model?.sha256
        case .chosen(let name, _): run.model.map { $0.name != name } ?? false
        case .none, .missing, .fetching, .loading, .failed: false
        }
    }

    /// The run shown, where something of it is left to score: `r` resumes it, with the settings it was begun with.
    var unfinishedRun: RunState? {
        run.flatMap { $0.isUnderWay || $0.isComplete ? nil : $0 }
    }

    /// Whether a new run of the query shown would ask something else than the run shown did.
    var isChangedSince: Bool {
        guard let run, !isRunning else { return false }
        return hasDraft && run.id == session.runs.last?.id || unfinishedRun != nil && run.settings != session.settings
    }

    // MARK: Commands

    mutating func run(_ io: inout ScreenIO) {
        if let unfinishedRun { return start(.rest(unfinishedRun.id), &io) }
        if !hasDraft || shown.topic != nil, let last = shown.topic == nil ? session.runs.last : run, last.isComplete {
            return io.say("already scored with these settings: \(io.keys(.rerun)) scores again")
        }
        start(.new, &io)
    }

    mutating func cancelDocument(_ io: inout ScreenIO) {
        io.say("\(selectedCandidate?.document.id ?? "") stops at its next token")
        if let run { io.perform(.cancelDocument(run.id, selected)) }
    }

    mutating func cancelRun(_ io: inout ScreenIO) {
        wishes.whenReady = nil
        if case .fetching = model { return io.perform(.cancelFetch) }
        io.say("stopping: documents under way end at their next token, finished ones are kept")
        io.perform(.cancelRun)
    }

    mutating func showNextRun() {
        if let run = shown.run, run + 1 < session.runs.count { show(run: run + 1) } else { showDraft() }
    }

    mutating func changeFollow(_ io: inout ScreenIO) {
        let all = Follow.allCases
        selection.follow = all[((all.firstIndex(of: selection.follow) ?? 0) + 1) % all.count]
        switch selection.follow {
        case .stay: io.say("the selection stays on its document")
        case .top:
            io.say("the selection follows the top of the ranking")
            rank()
        case .thinking: io.say("the selection follows the document that the model is thinking about")
        }
    }

    // MARK: Starting

    /// Runs now, or as soon as there is a model to run with.
    mutating func start(_ wish: RunWish, _ io: inout ScreenIO) {
        switch model {
        case .ready(let model):
            guard whyNotRun(io.keys) == nil else { return }
            switch wish {
            case .rest(let id): if let run = session.run(id) { resume(run, with: model, &io) }
            case .new: startNew(with: model, &io)
            }
        case .loading(let name, _), .fetching(let name, _, _, _):
            wishes.whenReady = wish
            io.say("starts as soon as \(name) is loaded; \(io.keys(.back)) cancels this")
        case .chosen(let name, let source):
            guard whyNotRun(io.keys) == nil else { return }
            wishes.whenReady = wish
            io.say("loading \(name): the run starts then; \(io.keys(.back)) cancels this")
            io.perform(.loadModel(source))
        case .none, .missing, .failed:
            wishes.whenReady = wish
            io.show(.models)
        }
    }

    /// A job of the query shown, which becomes the session's current query.
    private mutating func startNew(with model: ModelDescription, _ io: inout ScreenIO) {
        var task = RerankingTask(query: session.query, candidates: session.candidates)
        if query.id != session.query.id, shown.topic == query.id {
            task = RerankingTask(query: topic.query, candidates: topic.candidates)
            io.append(.query(topic.query))
            io.append(.candidates(topic.candidates, source: topic.source))
        }
        if session.model != model { io.append(.model(model)) }
        let plan = session.plan([task], model: model, settings: session.settings)
        io.append(.job(plan.job))
        guard let planned = plan.runs.first else { return }
        wishes.requested = planned.id
        wishes.topic = nil
        io.perform(.run(planned))
    }

    /// What is left of a run, by the model and the settings it was begun with.
    private mutating func resume(_ run: RunState, with model: ModelDescription, _ io: inout ScreenIO) {
        guard let began = run.model, began.sha256 == model.sha256 else {
            let name = run.model?.name ?? "a model it does not name"
            return io.complain(
                "this run was begun with \(name): \(io.keys(.model)) loads it, \(io.keys(.rerun)) begins a new run with \(model.name)"
            )
        }
        guard began.template == model.template else {
            return io.complain(
                "this run was begun with the chat template \(began.template ?? "of its model"): erank rank --resume resumes it")
        }
        var planned = session.resumption(of: run)
        planned.request.model = model
        wishes.requested = run.id
        io.perform(.run(planned))
    }

    /// There is another model, or news of one being loaded.
    mutating func take(_ status: ModelStatus, _ io: inout ScreenIO) {
        model = status
        switch status {
        case .failed(_, let sentence):
            wishes.whenReady = nil
            io.complain(sentence)
        case .ready:
            guard let wish = wishes.whenReady else { return }
            wishes.whenReady = nil
            start(wish, &io)
        case .none, .chosen, .missing, .fetching, .loading: break
        }
    }

    /// A run was asked for from outside the screens.
    mutating func requestRun(_ io: inout ScreenIO) {
        if case .ready = model { start(.new, &io) } else { wishes.whenReady = .new }
    }
}
