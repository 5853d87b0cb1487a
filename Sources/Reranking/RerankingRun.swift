import Inference
import Relevance
import Synchronization

/// A run in progress: its events, and how to cancel the run or one document.
public final class RerankingRun: Sendable {
    /// Given out once. If its only consumer releases it, the run is cancelled.
    private let stream: Mutex<AsyncStream<RunEvent>?>
    private let cancellations: Cancellations

    /// - Parameter documents: each with its index in the candidates.
    init(reranker: Reranker, query: Query, documents: [(index: Int, document: Document)], settings: RunSettings, stops: StopPlan?)
    {
        let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
        let cancellations = Cancellations()
        stream = Mutex(events)
        self.cancellations = cancellations
        let task = Task {
            let clock = ContinuousClock()
            let start = clock.now
            let share = await reranker.share(of: query, settings)
            let totals = await withTaskGroup(of: DocumentResult.self) { group in
                var totals = RunStatistics(documents: documents.count, seconds: 0, promptTokens: 0, newTokens: 0)
                func add(_ result: DocumentResult) {
                    totals.promptTokens += result.promptTokens
                    totals.newTokens += result.newTokens
                }
                for (position, (index, document)) in documents.enumerated() {
                    if position >= reranker.window, let result = await group.next() { add(result) }
                    group.addTask {
                        let scorer = DocumentScorer(
                            engine: reranker.engine, settings: settings, stops: stops, share: share, cancellations: cancellations,
                            report: { continuation.yield($0) })
                        let result = await scorer.score(document, index: index)
                        continuation.yield(.finished(document: index, result))
                        return result
                    }
                }
                for await result in group { add(result) }
                return totals
            }
            var statistics = totals
            statistics.seconds = start.duration(to: clock.now).seconds
            continuation.yield(.ended(statistics))
            continuation.finish()
        }
        continuation.onTermination = { reason in
            guard case .cancelled = reason else { return }
            cancellations.cancelAll()
            task.cancel()
        }
    }

    /// The run's events in order, for one consumer: the first caller gets them, a later one gets an empty stream. The last
    /// event is `.ended`, also after `cancel()`. Ending the iteration early, or cancelling the task that iterates, cancels
    /// the run.
    public var events: AsyncStream<RunEvent> {
        stream.withLock { stream in
            defer { stream = nil }
            return stream ?? AsyncStream { $0.finish() }
        }
    }

    /// Cancels the whole run: documents that wait or are in progress end as `.cancelled`, scored ones keep their result.
    /// Idempotent.
    public func cancel() { cancellations.cancelAll() }

    /// Cancels one document; the others go on. Idempotent.
    public func cancel(document: Int) { cancellations.cancel(document) }
}

/// Which documents are cancelled, and the generations in progress, so that they can be ended.
final class Cancellations: Sendable {
    private struct State {
        var isAllCancelled = false
        var cancelled: Set<Int> = []
        var underWay: [Int: any Generation] = [:]
    }
    private let state = Mutex(State())

    func isCancelled(_ document: Int) -> Bool {
        state.withLock { $0.isAllCancelled || $0.cancelled.contains(document) }
    }

    /// Records a generation that begins, and ends it at once if its document is cancelled already.
    func begin(_ generation: any Generation, for document: Int) {
        let isCancelled = state.withLock { state in
            state.underWay[document] = generation
            return state.isAllCancelled || state.cancelled.contains(document)
        }
        if isCancelled { generation.end() }
    }

    func finish(_ document: Int) {
        state.withLock { _ = $0.underWay.removeValue(forKey: document) }
    }

    func cancel(_ document: Int) {
        let generation = state.withLock { state in
            state.cancelled.insert(document)
            return state.underWay[document]
        }
        generation?.end()
    }

    func cancelAll() {
        let generations = state.withLock { state in
            state.isAllCancelled = true
            return Array(state.underWay.values)
        }
        for generation in generations { generation.end() }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
