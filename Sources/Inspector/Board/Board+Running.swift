import Inference
import Relevance
import Reranking
import Sessions

/// What a person wants run.
enum RunWish: Sendable, Hashable {
    /// What is left of a run.
    case rest(RunID)
    case new
    /// Every query that is not scored so yet.
    case all
    /// The same again, asked otherwise or by another model, to stand beside what there is.
    case beside(ComparedRun)
}

/// What is to be run so that it can stand beside a job.
struct ComparedRun: Sendable, Hashable {
    var tasks: [RerankingTask]
    var settings: RunSettings
    /// What it stands beside.
    var other: ComparedSystem
    /// Whether the new job is side B.
    var isB: Bool
    /// The model that it is for, by its name and, where that is known, by its file; nil for the one in use.
    var model: (name: String, sha256: String?)? {
        get { modelName.map { ($0, sha256) } }
        set { (modelName, sha256) = (newValue?.name, newValue?.sha256) }
    }
    private var modelName: String?
    private var sha256: String?

    init(tasks: [RerankingTask], settings: RunSettings, other: ComparedSystem, isB: Bool) {
        (self.tasks, self.settings, self.other, self.isB) = (tasks, settings, other, isB)
    }

    /// Whether a model is the one that it is for.
    func isFor(_ loaded: ModelDescription) -> Bool {
        guard let model else { return true }
        return model.sha256.map { $0 == loaded.sha256 } ?? (model.name == loaded.name)
    }
}

struct RunWishes: Sendable {
    /// The run that was asked for last, until it has begun.
    var requested: RunID?
    /// What is to be run as soon as the model is ready.
    var whenReady: RunWish?
    /// The query to show, by its id, while the candidates of several queries come in.
    var topic: String?
    /// What is said while the documents of several queries are read.
    var reading = ""
    /// What is said until a run that was cancelled has ended.
    static let stopping = "stopping: documents under way end at their next token, finished ones are kept"
    /// Whether query, candidates or settings changed since the last run of the query shown.
    var asksAnew = false
}

extension Board {
    /// Whether a run is under way here: it has begun, or was asked for.
    var isRunning: Bool { !isReplay && (wishes.requested != nil || session.isRunUnderWay) }

    /// Whether the job of the run shown goes on, with this query or others.
    var isJobUnderWay: Bool {
        guard !isReplay, let run, let job = session.job(run.request.job) else { return false }
        return session.runs(of: job).contains(where: \.isUnderWay)
    }

    /// The last run of the query shown.
    private var latestRun: RunState? { session.lastRun(of: query.id) }

    /// Whether a new run of the query shown would differ from its last one, be it by its model.
    var hasDraft: Bool { wishes.asksAnew || latestRun.map { model.isOther(than: $0.model) } == true }

    /// The run shown, where something of it is left to score: `r` resumes it, with the settings it was begun with.
    var unfinishedRun: RunState? {
        run.flatMap { $0.isUnderWay || $0.isComplete ? nil : $0 }
    }

    /// Whether a new run of the query shown would ask something else than the run shown did.
    var isChangedSince: Bool {
        guard let run, !isRunning else { return false }
        return hasDraft && run.id == latestRun?.id || unfinishedRun != nil && session.asksOtherwise(run)
    }

    // MARK: Commands

    /// What a command does now in a word, where that is not what its key does elsewhere.
    func word(for command: Command) -> String? {
        switch command {
        case .run where unfinishedRun != nil: "resume"
        case .pause: source.replay.map { $0.isOver ? "again" : $0.isPaused ? "go on" : "pause" }
        default: nil
        }
    }

    mutating func run(_ io: inout ScreenIO) {
        if let unfinishedRun { return start(.rest(unfinishedRun.id), &io) }
        if !hasDraft, latestRun?.isComplete == true {
            return io.say("already scored with these settings: \(io.keys(.rerun)) scores again")
        }
        start(.new, &io)
    }

    mutating func cancelDocument(_ io: inout ScreenIO) {
        let waits = selectedProgress?.phase == .waiting
        io.say("\(selectedCandidate?.document.id ?? "") " + (waits ? "will not be scored" : "stops at its next token"))
        if let run { io.perform(.cancelDocument(run.id, selected)) }
    }

    mutating func cancelRun(_ io: inout ScreenIO) {
        let wasToCome = wishes.whenReady != nil && !isRunning
        wishes.whenReady = nil
        if case .fetching = model { return io.perform(.cancelFetch) }
        if wasToCome { return io.say("the run will not start") }
        io.say(RunWishes.stopping)
        io.perform(.cancelRun)
    }

    mutating func changeFollow(_ io: inout ScreenIO) {
        selection.follow = selection.follow.next
        if selection.follow == .top { rank() }
        io.say(selection.follow.sentence)
    }

    // MARK: Starting

    /// Runs now, or as soon as there is a model to run with.
    mutating func start(_ wish: RunWish, _ io: inout ScreenIO) {
        switch model {
        case .ready(let model):
            if case .beside(let compared) = wish {
                if let reason = whyNotRun(io.keys) { return io.say(reason) }
                guard compared.isFor(model) else {
                    return io.say("\(model.name) is in use, not \(compared.model?.name ?? ""): the run did not start")
                }
            }
            guard whyNotRun(io.keys) == nil else { return }
            switch wish {
            case .rest(let id): if let run = session.run(id) { resume(run, with: model, &io) }
            case .new: startNew(with: model, &io)
            case .all: runAll(&io)
            case .beside(let compared): run(compared, with: model, &io)
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
        if query.id != session.query.id {
            task = topic.task
            io.append(.query(topic.query))
            io.append(.candidates(topic.candidates, source: topic.source))
        }
        _ = begin([task], with: model, session.settings, &io)
        wishes.topic = nil
    }

    /// Records a job of these queries, and begins it.
    private mutating func begin(
        _ tasks: [RerankingTask], with model: ModelDescription, _ settings: RunSettings, _ io: inout ScreenIO
    ) -> JobID {
        if session.model != model { io.append(.model(model)) }
        let plan = session.plan(tasks, model: model, settings: settings, stops: .sentences)
        io.append(.job(plan.job))
        wishes.requested = plan.runs.first?.id
        io.perform(plan.runs.count == 1 ? plan.runs.map(Effect.run) : [.runAll(plan.runs)])
        return plan.job.id
    }

    /// A job of every query whose last run does not tell what these settings and this model say; the query shown comes first.
    mutating func runAll(_ io: inout ScreenIO) {
        guard case .ready(let model) = model else { return start(.all, &io) }
        let topics = session.topicsToRun(model)
        guard !topics.isEmpty else {
            return io.say("every query is scored with these settings: \(io.keys(.rerun)) scores the one shown again")
        }
        let tasks = (topics.filter { $0.id == query.id } + topics.filter { $0.id != query.id }).map(\.task)
        _ = begin(tasks, with: model, session.settings, &io)
    }

    /// A job of the same queries and documents, and both jobs side by side.
    private mutating func run(_ compared: ComparedRun, with model: ModelDescription, _ io: inout ScreenIO) {
        let job = begin(compared.tasks, with: model, compared.settings, &io)
        let (other, own) = (compared.other, ComparedSystem.job(job))
        io.go(.visit(.comparison(compared.isB ? ComparedSides(a: other, b: own) : ComparedSides(a: own, b: other))))
    }

    func whyNotRunAll(_ keys: KeyNames) -> String? {
        if let whyNotWrite = whyNotWrite(keys) { return whyNotWrite }
        if isRunning { return "a run is under way: \(keys(.cancelRun)) cancels it" }
        if query.text.isEmpty, session.topics.count < 2 { return whyNotRun(keys) }
        return session.topics.count < 2 ? "this session has one query: \(keys(.run)) scores it" : nil
    }

    /// What is left of a run, by the model and the settings it was begun with.
    private mutating func resume(_ run: RunState, with model: ModelDescription, _ io: inout ScreenIO) {
        if let reason = run.whyNotResumed(by: model, io.keys) { return io.complain(reason) }
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
        case .missing(let listing):
            guard case .beside = wishes.whenReady else { return }
            wishes.whenReady = nil
            io.say("\(listing.name) is not on this machine: \(io.keys(.model)) fetches it")
        case .none, .chosen, .fetching, .loading: break
        }
    }

    /// A run was asked for from outside the screens.
    mutating func requestRun(_ io: inout ScreenIO) {
        if case .ready = model { start(.new, &io) } else { wishes.whenReady = .new }
    }
}
