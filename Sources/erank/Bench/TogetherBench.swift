import LocalEngine
import Relevance
import Reranking

/// The same job with each of two models: one after the other, and both at the same time.
struct TogetherBench: Sendable {
    /// Two models, as in `names`.
    let models: [LoadedModel]
    let names: [String]
    let tasks: [RerankingTask]
    let settings: RunSettings
    let template: String?
    let options: EngineOptions

    /// A model's result for a document.
    struct Score: Sendable, Hashable {
        var answer: Int?
        var distribution: ScoreDistribution?
    }

    /// One job with one model.
    struct Outcome: Sendable {
        /// In the order of the tasks and their candidates.
        var scores: [Score] = []
        var time = Duration.zero
        /// The time spent waiting for the compute threads.
        var waiting = Duration.zero
    }

    /// Calls `progress` with the number of finished rounds.
    ///
    /// - Throws: `TokenizerError` or `EngineError` for an engine that cannot be started; `CancellationError` between two jobs.
    func run(rounds count: Int, progress: (Int) -> Void) async throws -> TogetherReport {
        // Memory is allocated when it is first touched, so some documents are scored before measuring.
        let first = tasks.prefix(1).map(Self.beginning)
        _ = try await withEngines { [await outcome(of: $0, first), await outcome(of: $1, first)] }
        var report = TogetherReport(self)
        for round in 0..<count {
            progress(round)
            let alone = try await withEngines { [await outcome(of: $0, tasks), await outcome(of: $1, tasks)] }
            try Task.checkCancellation()
            var time = Duration.zero
            let together = try await withEngines { one, other in
                let start = ContinuousClock.now
                async let first = outcome(of: one, tasks)
                async let second = outcome(of: other, tasks)
                defer { time = .now - start }
                return [await first, await second]
            }
            report.add(alone: alone, together: together, in: time)
            try Task.checkCancellation()
        }
        return report
    }

    /// Calls `body` with a new engine for each model. Both engines exist in both arrangements, so that they use the same
    /// amount of equally fresh memory.
    private func withEngines(_ body: (LocalEngine, LocalEngine) async -> [Outcome]) async throws -> [Outcome] {
        let engines = try [0, 1].map { try LocalEngine(models[$0], sha256: "", template: template, options: options) }
        defer { for engine in engines { engine.stop() } }
        return await body(engines[0], engines[1])
    }

    /// Scores all tasks, one after the other.
    private func outcome(of engine: LocalEngine, _ tasks: [RerankingTask]) async -> Outcome {
        var outcome = Outcome()
        let start = ContinuousClock.now
        for task in tasks {
            let run = Reranker(engine: engine).run(query: task.query, candidates: task.candidates, settings: settings)
            var scores = [Score](repeating: Score(), count: task.candidates.count)
            for await event in run.events {
                guard case .finished(let document, let result) = event, scores.indices.contains(document) else { continue }
                scores[document] = Score(answer: result.answer, distribution: result.distribution)
            }
            outcome.scores += scores
        }
        outcome.time = .now - start
        outcome.waiting = await engine.statistics.waitingTime
        return outcome
    }

    private static func beginning(of task: RerankingTask) -> RerankingTask {
        var task = task
        task.candidates = Array(task.candidates.prefix(4))
        return task
    }
}
