import Inference
import Relevance
import Reranking
import Sessions

extension SessionEvent {
    /// An event of run 1.
    public static func run(_ event: RunEvent) -> SessionEvent { .run(RunID(1), event) }

    /// The start of a run. Each run has a job of its own by default.
    public static func start(
        _ run: Int = 1, job: Int? = nil, query: Query = Query(id: "1", text: ""), of candidates: [Candidate],
        by model: ModelDescription? = nil, settings: RunSettings = RunSettings()
    ) -> SessionEvent {
        .runStarted(
            RunID(run),
            RunRequest(
                job: JobID(job ?? run), query: query, candidates: CandidateSetID(candidates), model: model, settings: settings))
    }
}
