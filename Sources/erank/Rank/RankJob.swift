import Inference
import Relevance
import Reranking
import Sessions
import Synchronization

/// Ranks the candidates of one query after the other, and tells how far it is.
struct RankJob {
    let engine: any Engine
    let settings: RunSettings
    let rankBy: RankBy
    /// Where the candidates came from, for people.
    let source: String
    let recorder: RunRecorder
    /// Sees every event as it comes, beside the recorder.
    var observe: (RunEvent) -> Void = { _ in }

    /// - Parameter finished: takes each query's report as soon as it stands.
    /// - Throws: `Failure` where an interrupt ended it before its end, or documents failed; what was done has been reported then.
    func run(_ tasks: [RerankingTask], finished: (RankReport, RunState) throws -> Void) async throws {
        recorder.record(.model(engine.model))
        recorder.record(.settings(settings))
        recorder.record(.rankBy(rankBy))
        let runs = RunsUnderWay()
        var progress = RankProgress(total: tasks.reduce(0) { $0 + min($1.candidates.count, settings.depth) })
        var failures = RankFailures()
        let line = ProgressLine()
        defer { line.clear() }
        try await Interrupt.calling({ runs.cancel() }) {
            var upcoming: RerankingRun?
            for (index, task) in tasks.enumerated() {
                guard let run = upcoming ?? (runs.areCancelled ? nil : start(task, among: runs)) else { break }
                upcoming = nil
                let isLeftover = runs.areCancelled
                let state = await record(run, of: task) { state in
                    line.show(task.query.id, fraction: progress.fraction(with: state), detail: progress.detail)
                    // The next query's first documents fill the places that this one's last leave in the engine's passes.
                    if upcoming == nil, index + 1 < tasks.count, state.documents.allSatisfy({ $0.phase != .waiting }),
                        !runs.areCancelled
                    {
                        upcoming = start(tasks[index + 1], among: runs)
                    }
                }
                runs.remove(run)
                guard let state, !isLeftover || state.results.contains(where: { $0?.answer != nil }) else { continue }
                progress.add(state)
                failures.add(state)
                line.clear()
                try finished(RankReport(state, rankBy: rankBy), state)
            }
        }
        recorder.close()
        if runs.areCancelled {
            throw Failure("stopped: \(progress.scored) of \(progress.total) documents are scored", .jobFailed)
        }
        if let failure = failures.failure { throw failure }
        if let problem = recorder.problem {
            // Its own remedy is for a run that goes on.
            throw Failure("\(problem.file): the session ends early: \(problem.problem); make room and run it again", .jobFailed)
        }
    }

    private func start(_ task: RerankingTask, among runs: RunsUnderWay) -> RerankingRun {
        let run = Reranker(engine: engine).run(query: task.query, candidates: task.candidates, settings: settings)
        runs.add(run)
        return run
    }

    /// Records one query's run to its end. What a run did before the one ahead of it had ended is recorded now.
    private func record(_ run: RerankingRun, of task: RerankingTask, show: (RunState) -> Void) async -> RunState? {
        recorder.record(.query(task.query))
        recorder.record(.candidates(task.candidates, source: source))
        recorder.record(.runStarted)
        for await event in run.events {
            observe(event)
            recorder.record(.run(event))
            if let state = recorder.state.runs.last { show(state) }
        }
        return recorder.state.runs.last
    }
}

/// The runs that a signal stops, and those it finds stopped before they begin.
private final class RunsUnderWay: Sendable {
    private struct State {
        var areCancelled = false
        var runs: [RerankingRun] = []
    }
    private let state = Mutex(State())

    var areCancelled: Bool { state.withLock { $0.areCancelled } }

    func add(_ run: RerankingRun) {
        let isLate = state.withLock { state in
            state.runs.append(run)
            return state.areCancelled
        }
        if isLate { run.cancel() }
    }

    func remove(_ run: RerankingRun) { state.withLock { $0.runs.removeAll { $0 === run } } }

    func cancel() {
        let runs = state.withLock { state in
            state.areCancelled = true
            return state.runs
        }
        for run in runs { run.cancel() }
    }
}

/// The documents that the engine failed on.
private struct RankFailures {
    private var failed = 0
    private var total = 0
    private var first = ""

    mutating func add(_ run: RunState) {
        total += run.documents.count
        for document in run.documents {
            guard case .failed(let sentence) = document.result?.outcome else { continue }
            if failed == 0 { first = sentence }
            failed += 1
        }
    }

    var failure: Failure? {
        failed > 0 ? Failure("the model failed on \(failed) of \(total.counted("document")): \(first)", .modelFailed) : nil
    }
}
