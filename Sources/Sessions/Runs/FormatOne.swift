import Inference
import Relevance
import Reranking

/// Reads lines of format 1 as format 2: counts the runs, and says of each what stood when it began.
///
/// Format 1 has no jobs. A run belongs to the job before it where model and settings are the same and its query is not in that job yet,
/// so that the queries of one command are one job.
struct FormatOne {
    /// The run that began last: events without a name belong to it.
    private(set) var run = RunID.unnamed
    private var job = JobID(0)
    private var query = Query(id: "1", text: "")
    private var candidates: [Candidate] = []
    private var model: ModelDescription?
    private var settings = RunSettings()
    /// What the last job of format 1 asks, and its queries so far.
    private var last: (model: ModelDescription?, settings: RunSettings, queries: Set<Query>)?

    /// The event in format 2; every event of a session goes through here in order. O(1) but for the start of a run of format 1, which is
    /// O(bytes of its candidates).
    mutating func upgrade(_ event: SessionEvent) -> SessionEvent {
        switch event {
        case .query(let query): self.query = query
        case .candidates(let candidates, _): self.candidates = candidates
        case .model(let model): self.model = model
        case .settings(let settings): self.settings = settings
        case .job(let request):
            job = max(job, request.id)
            run = request.runs.map(\.id).reduce(run) { max($0, $1) }
            last = nil
        case .run(.unnamed, let event): return .run(run, event)
        case .runStarted(.unnamed, _): return start()
        case .runStarted(let id, let request):
            (run, job, last) = (max(run, id), max(job, request.job), nil)
        default: break
        }
        return event
    }

    private mutating func start() -> SessionEvent {
        run = RunID(run.rawValue + 1)
        if var same = last, same.model == model, same.settings == settings, same.queries.insert(query).inserted {
            last = same
        } else {
            job = JobID(job.rawValue + 1)
            last = (model, settings, [query])
        }
        return .runStarted(
            run,
            RunRequest(job: job, query: query, candidates: CandidateSetID(candidates), model: model, settings: settings))
    }
}
