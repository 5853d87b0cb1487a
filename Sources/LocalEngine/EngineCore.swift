import Inference
import Synchronization
import Tokenizer

/// The state that the engine's users and the engine's thread share.
final class EngineCore: Sendable {
    enum Command: Sendable {
        case start(id: Int, TokenStream.Request, AsyncStream<GenerationEvent>.Continuation)
        case cancel(Int)
        case end(Int)
        case read(id: Int, ReadoutJob.Request, @Sendable (ReadoutJob.Answer) -> Void)
        case cancelReadout(Int)
        case report(@Sendable (EngineStatistics) -> Void)
        case stop

        var isStop: Bool { if case .stop = self { true } else { false } }
    }

    let commands = CommandQueue<Command>()
    let tokenizer: Tokenizer
    let texts: TokenTexts
    /// The statistics at the stop, for questions that come after it.
    let lastStatistics = Mutex(EngineStatistics())
    private let tokenizingTime = Mutex(Duration.zero)
    private let trees = Mutex<[ChoiceQuestion: ChoiceTree]>([:])
    private let lastID = Atomic(0)

    init(tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        texts = TokenTexts(tokenizer)
    }

    func nextID() -> Int { lastID.add(1, ordering: .relaxed).newValue }

    /// Whether commands that wait to be carried out end all of these streams, or the engine.
    func areEnded(_ streams: Set<Int>) -> Bool {
        commands.waiting { waiting in
            guard waiting.count >= streams.count || waiting.contains(where: \.isStop) else { return false }
            var left = streams
            for command in waiting {
                switch command {
                case .end(let id): left.remove(id)
                case .stop: return true
                case .start, .cancel, .read, .cancelReadout, .report: break
                }
            }
            return left.isEmpty
        }
    }

    /// The token tree of a question, built on first use. Questions that differ only in what comes before the answer share one.
    func tree(for question: ChoiceQuestion) -> ChoiceTree {
        var key = question
        (key.lead, key.prefill) = ("", "")
        return trees.withLock { trees in
            if let tree = trees[key] { return tree }
            let tree = ChoiceTree(key, texts: texts)
            trees[key] = tree
            return tree
        }
    }

    /// Runs `work`, which tokenizes on the caller's thread, and adds its duration to the tokenizing time.
    func tokenizing<Value>(_ work: () -> Value) -> Value {
        let start = ContinuousClock.now
        defer { tokenizingTime.withLock { $0 += .now - start } }
        return work()
    }

    /// The engine's thread answers between two passes, so the statistics include every pass whose events the caller has seen.
    func statistics() async -> EngineStatistics {
        var statistics = await withCheckedContinuation { continuation in
            let resume: @Sendable (EngineStatistics) -> Void = { continuation.resume(returning: $0) }
            if !commands.post(.report(resume)) { resume(lastStatistics.withLock { $0 }) }
        }
        statistics.tokenizingTime = tokenizingTime.withLock { $0 }
        return statistics
    }

    func start(_ request: TokenStream.Request) -> LocalGeneration {
        let id = nextID()
        let (stream, events) = AsyncStream.makeStream(of: GenerationEvent.self, bufferingPolicy: .unbounded)
        // `.cancelled` means that the consumer stopped iterating, in contrast to a stream that has finished.
        events.onTermination = { [commands] reason in
            if case .cancelled = reason { _ = commands.post(.cancel(id)) }
        }
        if !commands.post(.start(id: id, request, events)) {
            events.yield(.ended(.cancelled))
            events.finish()
        }
        return LocalGeneration(id: id, core: self, stream: stream)
    }

    func answer(_ request: ReadoutJob.Request) async -> ReadoutJob.Answer {
        let id = nextID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resume: @Sendable (ReadoutJob.Answer) -> Void = { continuation.resume(returning: $0) }
                if Task.isCancelled || !commands.post(.read(id: id, request, resume)) { resume(.failure(.cancelled)) }
            }
        } onCancel: {
            _ = commands.post(.cancelReadout(id))
        }
    }
}
