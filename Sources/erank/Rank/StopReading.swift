import Foundation
import Inference
import LocalEngine
import Relevance
import Reranking
import Sessions
import Synchronization

/// Reads stops of thoughts that a session has, with the model that wrote them.
struct StopReading {
    /// A document's thought, and the points of it that are to be read.
    struct Thought {
        var run: RunState
        /// Its index in the run's candidates.
        var document: Int
        var thought: WrittenThought
        var points: [StopFinder.Point]
    }

    /// What the engine's tasks and the interrupt write.
    private final class Shared: Sendable {
        let stops = Mutex<[Stop]>([])
        let isStopping = Atomic(false)
    }

    let thoughts: [Thought]
    let job: JobState

    init(_ thoughts: [Thought], job: JobState) { (self.thoughts, self.job) = (thoughts, job) }

    private var pointCount: Int { thoughts.reduce(0) { $0 + $1.points.count } }

    /// About how many tokens an answer's tree has, its lead included; measured with two models.
    private static let tokensPerStop = 18

    /// "reading 40 stops of 12 documents: about 6,200 tokens, 15 s at the speed of the job".
    func cost(in state: SessionState) -> String {
        let prompts = thoughts.reduce(0) {
            $0 + ($1.run.documents[$1.document].result?.promptTokens ?? 0) + $1.thought.tokens.count
        }
        let tokens = prompts + pointCount * Self.tokensPerStop
        let done = state.runs(of: job).compactMap(\.statistics).reduce((seconds: 0.0, tokens: 0)) {
            ($0.seconds + $1.seconds, $0.tokens + $1.promptTokens + $1.newTokens)
        }
        let time =
            done.tokens > 0 && done.seconds > 0
            ? ", \(ProgressLine.duration(Double(tokens) * done.seconds / Double(done.tokens))) at the speed of the job" : ""
        return "reading \(pointCount.counted("stop")) of \(thoughts.count.counted("document")): about "
            + "\(tokens) tokens\(time)"
    }

    /// Reads them document by document; each document's stops are recorded as it is done.
    ///
    /// - Throws: the first error of the engine or of `record`; `CancellationError` after an interrupt. What was recorded stays.
    func run(on engine: LocalEngine, record: ([SessionEvent]) throws -> Void) async throws {
        let line = ProgressLine()
        defer { line.clear() }
        let reranker = Reranker(engine: engine)
        let shared = Shared()
        try await Interrupt.calling({ shared.isStopping.store(true, ordering: .relaxed) }) {
            for (number, each) in thoughts.enumerated() {
                if shared.isStopping.load(ordering: .relaxed) { throw CancellationError() }
                line.show(
                    "stops", fraction: Double(number) / Double(thoughts.count),
                    detail: "\(number)/\(thoughts.count.counted("document"))")
                try await reranker.stop(
                    each.thought, at: each.points, of: each.run.candidates[each.document].document, query: each.run.query,
                    settings: each.run.settings
                ) { stop in shared.stops.withLock { $0.append(stop) } }
                let stops = shared.stops.withLock { stops in
                    defer { stops = [] }
                    return stops
                }
                try record(stops.map { .run(each.run.id, .stop(document: each.document, $0)) })
            }
        }
    }
}
