import Foundation
import Inference
import LocalEngine
import Relevance
import Reranking
import Sessions
import Synchronization

/// Reads stops of thoughts that a session has, and lets them go on freely, with the model that wrote them.
struct StopReading {
    /// A document's thought, the points of it that are to be read, and those from which it is to go on.
    struct Thought {
        var run: RunState
        /// Its index in the run's candidates.
        var document: Int
        var thought: WrittenThought
        var points: [StopFinder.Point]
        /// The points from which it is to go on, and how each time.
        var continuing: [(after: Int, samplings: [Sampling])] = []

        var candidate: Document { run.candidates[document].document }
    }

    /// What is done at once: between two portions an interrupt is heard, and what was read is recorded.
    private enum Portion {
        case stops(Thought, ArraySlice<StopFinder.Point>)
        case continuations(Thought, after: Int, [Sampling])

        var thought: Thought {
            switch self {
            case .stops(let thought, _), .continuations(let thought, _, _): thought
            }
        }
    }

    /// What the engine's tasks and the interrupt write.
    private final class Shared: Sendable {
        let stops = Mutex<[Stop]>([])
        let continuations = Mutex<[Continuation]>([])
        let isStopping = Atomic(false)
        let underWay = Mutex<Task<Void, any Error>?>(nil)

        func interrupt() {
            isStopping.store(true, ordering: .relaxed)
            underWay.withLock { $0?.cancel() }
        }

        /// What was read since the last call, in order.
        func takeEvents(document: Int) -> [RunEvent] {
            func take<Element: Sendable>(_ list: borrowing Mutex<[Element]>) -> [Element] {
                list.withLock { list in
                    defer { list = [] }
                    return list
                }
            }
            return take(stops).sorted { $0.afterTokens < $1.afterTokens }.map { .stop(document: document, $0) }
                + take(continuations).sorted { $0.start < $1.start }.map { .continuation(document: document, $0) }
        }
    }

    let thoughts: [Thought]
    let job: JobState

    init(_ thoughts: [Thought], job: JobState) { (self.thoughts, self.job) = (thoughts, job) }

    /// About how many tokens an answer's tree has, its lead included; measured with two models.
    static let tokensPerStop = 18
    private static let stopsAtOnce = 32
    /// About how many tokens are read in the time that one takes to be written.
    private static let writtenWork = 4

    // MARK: What it will cost

    private var pointCount: Int { thoughts.reduce(0) { $0 + $1.points.count } }
    private var continuationCount: Int {
        thoughts.reduce(0) { sum, each in sum + each.continuing.reduce(0) { $0 + $1.samplings.count } }
    }

    /// "reading 40 stops and going on 96 times, of 12 documents: about 6200 tokens, 15 s at the speed of the job".
    func cost(in state: SessionState) -> String {
        let prompts = thoughts.reduce(0) { $0 + ($1.thought.promptTokens ?? 0) + $1.thought.tokens.count }
        // Free continuations are taken to be as long as the thoughts that were written.
        let free = thoughts.reduce(0) { sum, each in
            sum + each.continuing.reduce(0) { $0 + max(0, each.thought.tokens.count - $1.after) * $1.samplings.count }
        }
        let tokens = prompts + pointCount * Self.tokensPerStop + free
        let done = state.runs(of: job).compactMap(\.statistics).reduce((seconds: 0.0, work: 0)) {
            ($0.seconds + $1.seconds, $0.work + $1.promptTokens + $1.newTokens * Self.writtenWork)
        }
        let work = Double(tokens + free * (Self.writtenWork - 1))
        let time =
            done.work > 0 && done.seconds > 0
            ? ", \(ProgressLine.duration(work * done.seconds / Double(done.work))) at the speed of the job" : ""
        let parts = [
            pointCount > 0 ? "reading \(pointCount.counted("stop"))" : nil,
            continuationCount > 0 ? "going on \(continuationCount.counted("time"))" : nil,
        ]
        return "\(parts.compactMap(\.self).joined(separator: " and ")), of \(thoughts.count.counted("document")): about "
            + "\(tokens) tokens\(time)"
    }

    // MARK: Doing it

    /// Reads them portion by portion, and records each as it is done. A document that fails is left out, with a warning.
    ///
    /// - Returns: how many documents failed.
    /// - Throws: any error of `record`; `CancellationError` after an interrupt. What was recorded stays.
    func run(on engine: LocalEngine, record: ([SessionEvent]) throws -> Void) async throws -> Int {
        let line = ProgressLine()
        defer { line.clear() }
        let reranker = Reranker(engine: engine)
        let shared = Shared()
        let portions = portions
        var failed: Set<String> = []
        let began = ProcessInfo.processInfo.systemUptime
        try await Interrupt.calling({ shared.interrupt() }) {
            for (number, portion) in portions.enumerated() {
                let thought = portion.thought
                let name = "\(thought.run.id.rawValue) \(thought.document)"
                guard !failed.contains(name) else { continue }
                let passed = ProcessInfo.processInfo.systemUptime - began
                let left = number > 0 ? ProgressLine.duration(passed / Double(number) * Double(portions.count - number)) : "…"
                line.show(
                    "stops", fraction: Double(number) / Double(portions.count),
                    detail: "\(number)/\(portions.count.counted("step"))  ETA \(left)")
                let task = Task { try await perform(portion, reranker, shared) }
                shared.underWay.withLock { $0 = task }
                if shared.isStopping.load(ordering: .relaxed) { task.cancel() }
                let result = await task.result
                // What was read of a portion that was interrupted or failed counts too.
                let events = shared.takeEvents(document: thought.document)
                if !events.isEmpty { try record(events.map { .run(thought.run.id, $0) }) }
                if shared.isStopping.load(ordering: .relaxed) { throw CancellationError() }
                if case .failure(let error) = result {
                    failed.insert(name)
                    line.clear()
                    StandardError.write("erank: warning: \(thought.candidate.id) is left out: \(error)")
                }
            }
        }
        return failed.count
    }

    private var portions: [Portion] {
        thoughts.flatMap { thought -> [Portion] in
            let starts = stride(from: 0, to: thought.points.count, by: Self.stopsAtOnce)
            return starts.map { .stops(thought, thought.points[$0..<min($0 + Self.stopsAtOnce, thought.points.count)]) }
                + thought.continuing.map { .continuations(thought, after: $0.after, $0.samplings) }
        }
    }

    /// What is read goes to `shared` as it comes.
    private func perform(_ portion: Portion, _ reranker: Reranker, _ shared: Shared) async throws {
        let thought = portion.thought
        let (query, settings) = (thought.run.query, thought.run.settings)
        switch portion {
        case .stops(_, let points):
            try await reranker.stop(
                thought.thought, at: Array(points), of: thought.candidate, query: query, settings: settings
            ) { stop in shared.stops.withLock { $0.append(stop) } }
        case .continuations(_, let point, let samplings):
            try await reranker.goOn(
                thought.thought, after: point, samplings, document: thought.candidate, query: query, settings: settings
            ) { one in shared.continuations.withLock { $0.append(one) } }
        }
    }
}
