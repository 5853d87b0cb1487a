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
        let interruption = Interruption()
        var progress = RankProgress(total: tasks.reduce(0) { $0 + min($1.candidates.count, settings.depth) })
        var failures = RankFailures()
        let line = ProgressLine()
        defer { line.clear() }
        try await Interrupt.calling({ interruption.raise() }) {
            for task in tasks where !interruption.isRaised {
                let run = await score(task, interruption) { state in
                    line.show(task.query.id, fraction: progress.fraction(with: state), detail: progress.detail)
                }
                guard let run else { continue }
                progress.add(run)
                failures.add(run)
                line.clear()
                try finished(RankReport(run, rankBy: rankBy), run)
            }
        }
        recorder.close()
        if interruption.isRaised {
            throw Failure("stopped: \(progress.scored) of \(progress.total) documents are scored", .jobFailed)
        }
        if let failure = failures.failure { throw failure }
        if let problem = recorder.problem {
            // Its own remedy is for a run that goes on.
            throw Failure("\(problem.file): the session ends early: \(problem.problem); make room and run it again", .jobFailed)
        }
    }

    /// Runs one query to its end, recording every event.
    private func score(_ task: RerankingTask, _ interruption: Interruption, show: (RunState) -> Void) async -> RunState? {
        recorder.record(.query(task.query))
        recorder.record(.candidates(task.candidates, source: source))
        recorder.record(.runStarted)
        let run = Reranker(engine: engine).run(query: task.query, candidates: task.candidates, settings: settings)
        interruption.call { run.cancel() }
        for await event in run.events {
            observe(event)
            recorder.record(.run(event))
            if let state = recorder.state.runs.last { show(state) }
        }
        return recorder.state.runs.last
    }
}

/// A request to stop, from a signal to whatever run is under way.
private final class Interruption: Sendable {
    private struct State {
        var isRaised = false
        var action: (@Sendable () -> Void)?
    }
    private let state = Mutex(State())

    var isRaised: Bool { state.withLock { $0.isRaised } }

    func raise() {
        let action = state.withLock { state in
            state.isRaised = true
            return state.action
        }
        action?()
    }

    /// From now on `action` is what a request does; it is done at once where there was one already.
    func call(_ action: @escaping @Sendable () -> Void) {
        let isRaised = state.withLock { state in
            state.action = action
            return state.isRaised
        }
        if isRaised { action() }
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
        failed > 0 ? Failure("the model failed on \(failed) of \(total) documents: \(first)", .modelFailed) : nil
    }
}
