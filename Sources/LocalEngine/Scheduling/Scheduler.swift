import Inference
import Tokenizer
import Transformer

/// Decides what each forward pass evaluates, and what to make of its logits. Confined to the engine's thread.
///
/// Every step is one pass over one batch: a token of each decoding stream, then the questions, then as much of the prompts,
/// oldest first, as the batch still holds. A stream is a sequence with tokens left to evaluate, whether they are a prompt, the
/// last sampled token, or all of it again after its pages were taken away.
///
/// There is no deadlock: whoever came first may take the pages of whoever came later (`claim`), and any request fits the cache by
/// itself, or was refused.
final class Scheduler {
    let model: Model
    let cache: KVCache
    let logits: Logits
    let tokenizer: Tokenizer
    let limits: Limits
    var pool: PagePool
    /// In order of arrival; those that lost their pages are back among them.
    var waiting: [TokenStream] = []
    /// In order of arrival.
    var active: [TokenStream] = []
    /// Finished, not yet ended: their pages serve readouts until others need them.
    var finished: [Int: TokenStream] = [:]
    /// In order of arrival.
    var readouts: [Readout] = []
    var statistics = EngineStatistics()
    private let clock = ContinuousClock()

    struct Limits: Sendable {
        /// Tokens of one pass.
        var batch: Int
        /// Streams under way at once.
        var streams: Int
        /// Tokens of one sequence, its answer's lead included.
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

    /// Evaluates one batch. False if there was nothing to do.
    func step() -> Bool {
        guard !isIdle else { return false }
        let start = clock.now
        admit()
        let plan = makePlan()
        // Nothing can be planned only if whoever is first lacks pages that nobody else holds, which admission rules out.
        guard !plan.entries.isEmpty else {
            failAll(.resources("the key-value cache has too few pages for what is running: give the engine more memory"))
            return true
        }
        let cost: PassCost
        do throws(ModelError) {
            cost = try model.forward(plan.batch, cache: cache, logits: logits, top: plan.topCount)
        } catch {
            failAll(.model(error.description))
            return true
        }
        let tally = Tally(plan)
        settle(plan)
        statistics.add(tally, cost, settling: clock.now - start - cost.waiting - cost.total)
        return true
    }

    // MARK: Commands

    func start(_ stream: TokenStream) { waiting.append(stream) }

    func start(_ request: Readout.Request, id: Int, resume: @escaping @Sendable (Readout.Answer) -> Void) {
        guard let stream = stream(request.stream) else { return resume(.failure(.cancelled)) }
        guard (0...stream.generatedCount).contains(request.count) else {
            return resume(.failure(.unsupported("read an answer after token \(request.count) of \(stream.generatedCount)")))
        }
        let readout = Readout(id: id, request: request, stream: stream, resume: resume)
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

    /// Stops generating; the pages stay for readouts.
    func cancel(_ id: Int) {
        if let stream = (active + waiting).first(where: { $0.id == id }) { finish(stream, .cancelled) }
    }

    /// Stops generating and gives back every page.
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

    func finish(_ stream: TokenStream, _ end: GenerationEnd) {
        active.removeAll { $0 === stream }
        waiting.removeAll { $0 === stream }
        finished[stream.id] = stream
        stream.events.yield(.ended(end))
        stream.events.finish()
    }
}
