import Inference
import Relevance
import Reranking

/// Converts events of format 1 to format 2: it numbers the runs, and adds to each run's start the query, candidates, model
/// and settings in force.
///
/// Format 1 has no jobs. A run joins the previous run's job if model and settings are equal and the job does not have its
/// query yet, so that the queries of one command form one job.
struct FormatOne {
    /// The run that began last. Events without a run id belong to it.
    private(set) var run = RunID.unnamed
    /// The highest numbers so far.
    private var lastRun = RunID.unnamed
    private var lastJob = JobID(0)
    private var query = Query(id: "1", text: "")
    private var candidates: [Candidate] = []
    /// The id of `candidates`; nil until it is needed.
    private var candidateSet: CandidateSetID?
    private var model: ModelDescription?
    private var settings = RunSettings()
    /// Model, settings and queries of the last job if it is of format 1; nil otherwise.
    private var open: (model: ModelDescription?, settings: RunSettings, queries: Set<Query>)?

    /// The event in format 2. Every event of a session must be passed in order. O(1), except for the first run of format 1
    /// with a set of candidates, which is O(bytes of the set).
    mutating func upgrade(_ event: SessionEvent) -> SessionEvent {
        switch event {
        case .query(let query): self.query = query
        case .candidates(let candidates, _): (self.candidates, candidateSet) = (candidates, nil)
        case .model(let model): self.model = model
        case .settings(let settings): self.settings = settings
        case .job(let request):
            lastJob = max(lastJob, request.id)
            for entry in request.runs { lastRun = max(lastRun, entry.id) }
            open = nil
        case .run(.unnamed, let event): return .run(run, event)
        case .runStarted(.unnamed, _): return start()
        case .runStarted(let id, let request):
            (run, lastRun, lastJob, open) = (id, max(lastRun, id), max(lastJob, request.job), nil)
        default: break
        }
        return event
    }

    private mutating func start() -> SessionEvent {
        lastRun = RunID(lastRun.rawValue &+ 1)
        run = lastRun
        let isSame = open.map { $0.model == model && $0.settings == settings } == true
        // In place, so that the queries are not copied for each run.
        if !isSame || open?.queries.insert(query).inserted != true {
            lastJob = JobID(lastJob.rawValue &+ 1)
            open = (model, settings, [query])
        }
        let set = candidateSet ?? CandidateSetID(candidates)
        candidateSet = set
        return .runStarted(
            run, RunRequest(job: lastJob, query: query, candidates: set, model: model, settings: settings))
    }
}
