import Inference
import Tokenizer
import Transformer

/// The continuous-batching scheduler. It decides what each forward pass evaluates, and processes the logits. Only the engine's
/// thread uses it.
///
/// Every step is one forward pass. Its batch holds one token of each decoding stream; then either the tokens of the urgent closed
/// questions or, if there are none, as many prompt tokens as fit, oldest stream first; then the tokens of the other questions,
/// whose precedence is the lowest. To the scheduler a stream is a sequence
/// with pending tokens. It makes no difference whether they are a prompt, the last sampled token, or all tokens again after a
/// preemption.
///
/// It cannot deadlock: an earlier stream may take the pages of a later one (`claim`), and a request that does not fit the cache
/// by itself is refused at the start.
final class Scheduler {
    let model: Model
    let cache: KVCache
    let logits: Logits
    let tokenizer: Tokenizer
    let limits: Limits
    var pool: PagePool
    /// Streams that wait for admission, including preempted ones, in the order of arrival.
    var waiting: [TokenStream] = []
    /// Admitted streams that have not finished, in the order of arrival.
    var active: [TokenStream] = []
    /// Streams that have finished but whose generation has not been ended. Their pages serve closed questions until other
    /// streams need them.
    var finished: [Int: TokenStream] = [:]
    /// Closed questions in progress, in the order of arrival.
    var readouts: [ReadoutJob] = []
    var statistics = EngineStatistics()
    /// The number of streams that have ended since the engine's thread looked last. Most are asked a question at once.
    private(set) var endedCount = 0
    private let clock = ContinuousClock()

    struct Limits: Sendable {
        /// The largest number of tokens in one pass.
        var batch: Int
        /// The largest number of active streams.
        var streams: Int
        /// The largest number of tokens in one sequence, including the lead of a question.
        var sequence: Int
    }

    init(model: Model, cache: KVCache, tokenizer: Tokenizer, limits: Limits) {
        self.model = model
        self.cache = cache
        logits = Logits(model: model)
        self.tokenizer = tokenizer
        self.limits = limits
        pool = PagePool(pages: cache.pageCount, pageLength: KVCache.pageLength)
    }

    var isIdle: Bool { waiting.isEmpty && active.isEmpty && readouts.isEmpty }

    /// Runs one forward pass and processes its results. False if there was nothing to do.
    ///
    /// - Parameter areEnded: asked during the pass whether all of these streams have been ended meanwhile: then nobody needs it,
    ///   and it is abandoned. Whoever says so ends them before the next step.
    func step(unless areEnded: (Set<Int>) -> Bool = { _ in false }) -> Bool {
        guard !isIdle else { return false }
        let start = clock.now
        admit()
        let plan = makePlan()
        // An empty plan means that the first stream lacks pages although no other stream holds any. Admission rules that out.
        guard !plan.entries.isEmpty else {
            failAll(.resources("the key-value cache has too few pages for what is running: give the engine more memory"))
            return true
        }
        let cost: PassCost?
        do throws(ModelError) {
            let streams = plan.streams
            cost = try model.forward(plan.batch, cache: cache, logits: logits, top: plan.topCount) { areEnded(streams) }
        } catch {
            failAll(.model(error.description))
            return true
        }
        guard let cost else { return true }
        let counts = PassTokenCounts(plan)
        settle(plan)
        statistics.add(counts, cost, settling: clock.now - start - cost.waiting - cost.total)
        return true
    }

    // MARK: Commands

    func start(_ stream: TokenStream) { waiting.append(stream) }

    func start(_ request: ReadoutJob.Request, id: Int, resume: @escaping @Sendable (ReadoutJob.Answer) -> Void) {
        guard let stream = stream(request.stream) else { return resume(.failure(.cancelled)) }
        let written = stream.sequence.tokens.count - stream.questionStart
        guard (0...written).contains(request.count) else {
            return resume(.failure(.unsupported("read an answer after token \(request.count) of \(written)")))
        }
        let readout = ReadoutJob(id: id, request: request, stream: stream, resume: resume)
        let length = readout.root.tokens.count + request.tree.longestPath
        guard length <= limits.sequence else { return readout.fail(.promptTooLong(tokens: length, limit: limits.sequence)) }
        readouts.append(readout)
    }

    func cancelReadout(_ id: Int) {
        guard let i = readouts.firstIndex(where: { $0.id == id }) else { return }
        let readout = readouts.remove(at: i)
        surrender(readout)
        readout.fail(.cancelled)
    }

    /// Stops a generation. Its pages stay for closed questions.
    func cancel(_ id: Int) {
        if let stream = (active + waiting).first(where: { $0.id == id }) { finish(stream, .cancelled) }
    }

    /// Stops a generation, cancels its questions and releases all its pages.
    func end(_ id: Int) {
        cancel(id)
        for readout in readouts where readout.stream.id == id { cancelReadout(readout.id) }
        finished.removeValue(forKey: id)?.sequence.release(to: &pool)
    }

    /// Ends everything as cancelled.
    func shutDown() {
        for stream in active + waiting { end(stream.id) }
        for id in finished.keys { end(id) }
    }

    private func stream(_ id: Int) -> TokenStream? {
        finished[id] ?? active.first { $0.id == id } ?? waiting.first { $0.id == id }
    }

    private func failAll(_ error: EngineError) {
        for stream in active + waiting { finish(stream, .failed(error)) }
        for readout in readouts {
            surrender(readout)
            readout.fail(error)
        }
        readouts = []
    }

    /// The number of streams that have ended since the last call.
    func takeEndedCount() -> Int {
        defer { endedCount = 0 }
        return endedCount
    }

    func finish(_ stream: TokenStream, _ end: GenerationEnd) {
        endedCount += 1
        active.removeAll { $0 === stream }
        waiting.removeAll { $0 === stream }
        finished[stream.id] = stream
        stream.events.yield(.ended(end))
        stream.events.finish()
    }
}
