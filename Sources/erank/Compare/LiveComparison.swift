import Comparing
import Foundation
import LocalEngine
import ModelCatalog
import Relevance
import Reranking
import Sessions

/// Two jobs on the same candidates, scored at the same time: side A and side B.
struct LiveComparison {
    /// What one side asks.
    struct Side {
        /// As the user named it.
        var model: String
        var template: String?
        var settings: RunSettings
        var rankBy: RankBy
    }

    let a: Side
    let b: Side
    let tasks: [RerankingTask]
    /// Where the candidates come from, for people.
    let source: String
    let options: EngineOptions
    /// nil records nothing.
    let file: SessionFile?

    /// Loads the models, one where both sides use the same, and scores both jobs.
    ///
    /// - Throws: `TogetherError` if both models do not fit into memory, before anything is loaded; as `RankJob.run`.
    func run() async throws -> (a: ComparisonSide, b: ComparisonSide) {
        let engines = try await engines()
        defer { for engine in engines { engine.stop() } }
        let (engineA, engineB) = (engines[0], engines[engines.count - 1])
        var job = RankJob.new(
            tasks, engine: engineA, settings: a.settings, rankBy: a.rankBy, source: source, file: file)
        var state = SessionState()
        for event in job.opening { state.apply(TimedEvent(milliseconds: 0, event: event)) }
        let plan = state.plan(tasks.adopted(into: []), model: engineB.model, settings: b.settings)
        job.opening += [.model(engineB.model), .settings(b.settings), .job(plan.job)]
        job.parts.append(RankJob.Part(engine: engineB, planned: plan.runs))
        job.order += plan.runs.map(\.id)
        var reports: [(RankReport, isB: Bool)] = []
        try await job.run { report, run in
            let isB = report.job == plan.job.id
            reports.append((isB ? RankReport(run, rankBy: b.rankBy) : report, isB))
        }
        let path = file?.path ?? "just scored"
        guard let a = ComparisonSide(reports.filter { !$0.isB }.map(\.0), source: file == nil ? path : path + "#1"),
            let b = ComparisonSide(reports.filter(\.isB).map(\.0), source: file == nil ? path : path + "#2")
        else { throw Failure("nothing was scored: the sides cannot be compared", .jobFailed) }
        return (a, b)
    }

    /// One engine if both sides use the same file and template, else one of each.
    private func engines() async throws -> [LocalEngine] {
        let catalog = ModelCatalog()
        let fileA = try await catalog.provide(a.model)
        let fileB = try await catalog.provide(b.model)
        guard fileA.path != fileB.path || a.template != b.template else {
            return [try await open(a)]
        }
        try LoadedModel.checkTogether(
            [(fileA.name, fileA.path), (fileB.name, fileB.path)], threads: options.threads, memory: options.memory)
        let first = try await open(a)
        do { return [first, try await open(b)] } catch {
            first.stop()
            throw error
        }
    }

    private func open(_ side: Side) async throws -> LocalEngine {
        try await LocalEngine.open(side.model, template: side.template, settings: side.settings, options: options)
    }
}
