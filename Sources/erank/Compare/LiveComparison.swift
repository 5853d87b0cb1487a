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
    /// The path of the session that records both jobs; nil records nothing. It is created when the models are loaded.
    let session: String?

    /// Both jobs, ready to be scored.
    struct Prepared: Sendable {
        /// One, or one for each side.
        let engines: [LocalEngine]
        /// Recorded before the first run begins.
        let opening: [SessionEvent]
        /// One for each side.
        let parts: [RankJob.Part]
        /// nil creates one, or records nothing.
        let file: SessionFile?
        /// Whether the file was made for both jobs.
        let ownsFile: Bool
        /// What is in the file already.
        let state: SessionState
        /// The job of side B.
        let idB: JobID
    }

    /// Loads the models, one where both sides use the same, and plans both jobs.
    ///
    /// - Throws: `TogetherError` if both models do not fit into memory, before anything is loaded; as `LocalEngine.open`.
    func prepare(judgments: ComparedSource.Judgments? = nil) async throws -> Prepared {
        let engines = try await engines()
        let (engineA, engineB) = (engines[0], engines[engines.count - 1])
        let begun: NewSession.Begun
        do { begun = try NewSession.begin(session) } catch {
            for engine in engines { engine.stop() }
            throw error
        }
        // Thoughts are stopped where somebody will see it.
        let stops: StopPlan? = begun.file == nil ? nil : .sentences
        let job = RankJob.new(
            tasks, engine: engineA, settings: a.settings, stops: stops, rankBy: a.rankBy, source: source, file: begun.file,
            state: begun.state)
        var state = begun.state
        for event in job.opening { state.apply(TimedEvent(milliseconds: 0, event: event)) }
        var judged = judgments.map { state.judgments($0.qrels, judge: $0.judge) } ?? []
        if judgments != nil {
            // Whoever names judgments has seen them: nothing is hidden.
            var open = state.plan
            open.isBlind = false
            judged.append(.judging(open))
        }
        var plan = state.plan(tasks.adopted(into: state.queries), model: engineB.model, settings: b.settings, stops: stops)
        plan.job.rankBy = b.rankBy == a.rankBy ? nil : b.rankBy
        return Prepared(
            engines: engines, opening: job.opening + judged + [.model(engineB.model), .settings(b.settings), .job(plan.job)],
            parts: job.parts + [RankJob.Part(engine: engineB, planned: plan.runs)], file: begun.file, ownsFile: begun.isNew,
            state: begun.state, idB: plan.job.id)
    }

    /// Scores both jobs.
    ///
    /// - Parameter judgments: recorded with them, so that the session shows the same figures when it is opened.
    /// - Returns: both sides, and the failure of the jobs where some documents were not scored.
    /// - Throws: as `prepare`; the failure of jobs that have nothing to compare.
    func run(
        judgments: ComparedSource.Judgments? = nil
    ) async throws -> (a: ComparisonSide, b: ComparisonSide, failure: (any Error)?) {
        let prepared = try await prepare(judgments: judgments)
        defer {
            for engine in prepared.engines { engine.stop() }
            prepared.file?.close()
        }
        var reports: [(RankReport, isB: Bool)] = []
        let job = RankJob(
            state: prepared.state, file: prepared.file, ownsFile: prepared.ownsFile, opening: prepared.opening,
            order: prepared.parts.flatMap { $0.planned.map(\.id) }, parts: prepared.parts, rankBy: a.rankBy)
        var failure: (any Error)?
        do {
            try await job.run { report, run in
                let isB = report.job == prepared.idB
                reports.append((isB ? RankReport(run, rankBy: b.rankBy) : report, isB))
            }
        } catch { failure = error }
        func source(_ job: Int) -> String { prepared.file.map { "\($0.path)#\(job)" } ?? "just scored" }
        guard let a = ComparisonSide(reports.filter { !$0.isB }.map(\.0), source: source(1)),
            let b = ComparisonSide(reports.filter(\.isB).map(\.0), source: source(2))
        else { throw failure ?? Failure("nothing was scored: the sides cannot be compared", .jobFailed) }
        return (a, b, failure)
    }

    /// One engine if both sides use the same file and template, else one of each.
    private func engines() async throws -> [LocalEngine] {
        let catalog = ModelCatalog()
        let fileA = try await catalog.provide(a.model)
        let fileB = try await catalog.provide(b.model)
        guard fileA.path != fileB.path || a.template != b.template else {
            let engine = try await open(a, options)
            do { _ = try Reranker(engine: engine).check(b.settings) } catch {
                engine.stop()
                throw error
            }
            return [engine]
        }
        let spare = try LoadedModel.checkTogether(
            [(fileA.name, fileA.path), (fileB.name, fileB.path)], threads: options.threads, memory: options.memory)
        // The first model's cache leaves the second one its share.
        var shared = options
        shared.cacheBytes = min(options.cacheBytes ?? .max, spare / 2)
        let first = try await open(a, shared)
        do { return [first, try await open(b, options)] } catch {
            first.stop()
            throw error
        }
    }

    private func open(_ side: Side, _ options: EngineOptions) async throws -> LocalEngine {
        try await LocalEngine.open(side.model, template: side.template, settings: side.settings, options: options)
    }
}
