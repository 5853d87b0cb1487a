import Inference
import Reranking

extension SessionRecorder {
    /// Starts or resumes a planned run, and records it to its end.
    ///
    /// - Parameters:
    ///   - planned: what to score.
    ///   - engine: what scores it.
    ///   - observe: called with each event after it was appended, in order, and once more with nil after the last.
    /// - Returns: the run, which can be cancelled, and a task that ends when the run's last event has been appended.
    public func begin(
        _ planned: PlannedRun, on engine: any Engine, observe: @escaping @Sendable (RunEvent?) -> Void = { _ in }
    ) -> (run: RerankingRun, recording: Task<Void, Never>) {
        let request = planned.request
        append(.runStarted(planned.id, request))
        let run = Reranker(engine: engine).run(
            query: request.query, candidates: planned.candidates, settings: request.settings, stops: request.stops,
            skipping: planned.kept)
        // Detached, because the screens' thread waits in its event loop and runs no tasks.
        let recording = Task.detached {
            for await event in run.events {
                self.append(.run(planned.id, event))
                observe(event)
            }
            observe(nil)
        }
        return (run, recording)
    }
}
