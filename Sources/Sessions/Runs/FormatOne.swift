import Inference
import Relevance
import Reranking

/// Reads lines of format 1 as format 2: counts the runs, and says of each what stood when it began.
///
/// Format 1 has no jobs. A run belongs to the job before it where model and settings are the same and its query is not in that
/// job yet, so that the queries of one command are one job.
struct FormatOne {
    /// The run that began last: events without a name belong to it.
    private(set) var run = RunID.unnamed
    /// The highest numbers so far.
    private var lastRun = RunID.unnamed
    private var lastJob = JobID(0)
    private var query = Query(id: "1", text: "")
    private var candidates: [Candidate] = []
    /// Of `candidates`, once it was needed.
    private var candidateSet: CandidateSetID?
    private var model: ModelDescription?
    private var settings = RunSettings()
    /// What the last job asks where it is of format 1, and its queries so far.
    private var open: (model: ModelDescription?, settings: RunSettings, queries: Set<Query>)?

    /// The event in format 2; every event of a session goes through here in order. O(1) but for the first run of format 1 on a
    /// set of candidates, which is O(bytes of the set).
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
