import LocalEngine
import Relevance
import Reranking

/// One job with each of two models, one after the other and both together.
struct TogetherBench: Sendable {
    /// Two.
    let models: [LoadedModel]
    let names: [String]
    let tasks: [RerankingTask]
    let settings: RunSettings
    let template: String?
    let options: EngineOptions

    /// What a model made of a document.
    struct Score: Sendable, Hashable {
        var answer: Int?
        var distribution: ScoreDistribution?
    }

    /// One job with one model.
    struct Outcome: Sendable {
        /// In the order of the tasks and their candidates.
        var scores: [Score] = []
        var time = Duration.zero
        /// For the compute threads.
        var waiting = Duration.zero
    }

    /// - Parameter progress: takes the number of rounds done.
    /// - Throws: `TokenizerError` or `EngineError` for an engine that cannot be started; `CancellationError` between two jobs.
    func run(rounds count: Int, progress: (Int) -> Void) async throws -> TogetherReport {
        // Memory is taken and cleared when it is first touched: by documents that do not count.
        for model in models { _ = try await outcome(of: model, tasks.prefix(1).map(Self.beginning)) }
        var report = TogetherReport(self)
        for round in 0..<count {
            progress(round)
            let clock = ContinuousClock()
            let alone = [try await outcome(of: models[0], tasks), try await outcome(of: models[1], tasks)]
            try Task.checkCancellation()
            let start = clock.now
            async let one = outcome(of: models[0], tasks)
            async let other = outcome(of: models[1], tasks)
            let together = [try await one, try await other]
            report.add(alone: alone, together: together, in: start.duration(to: clock.now))
            try Task.checkCancellation()
        }
        return report
    }

    /// Scores all tasks, one after the other, with an engine of its own: nothing is computed yet.
    private func outcome(of model: LoadedModel, _ tasks: [RerankingTask]) async throws -> Outcome {
        let engine = try LocalEngine(model, sha256: "", template: template, options: options)
        defer { engine.stop() }
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
