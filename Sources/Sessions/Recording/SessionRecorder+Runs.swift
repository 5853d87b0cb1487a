import Inference
import Reranking

extension SessionRecorder {
    /// Begins a planned run, or goes on with it, and records it to its end.
    ///
    /// - Returns: the run, to cancel it or a document of it, and what is done when its last event has been appended.
    public func begin(_ planned: PlannedRun, on engine: any Engine) -> (run: RerankingRun, recording: Task<Void, Never>) {
        let request = planned.request
        append(.runStarted(planned.id, request))
        let run = Reranker(engine: engine).run(
            query: request.query, candidates: planned.candidates, settings: request.settings, skipping: planned.kept)
        // Detached, since the screens' thread sits in its event loop and runs no task.
        return (run, Task.detached { for await event in run.events { self.append(.run(planned.id, event)) } })
    }
}
