import Inference
import Synchronization
import Tokenizer

/// What the engine's users and its thread share.
final class EngineCore: Sendable {
    enum Command: Sendable {
        case start(id: Int, TokenStream.Request, AsyncStream<GenerationEvent>.Continuation)
        case cancel(Int)
        case end(Int)
        case read(id: Int, Readout.Request, @Sendable (Readout.Answer) -> Void)
        case cancelReadout(Int)
        case report(@Sendable (EngineStatistics) -> Void)
        case stop
    }

    let mailbox = Mailbox<Command>()
    let tokenizer: Tokenizer
    let texts: TokenTexts
    /// Of an engine that has stopped.
    let lastStatistics = Mutex(EngineStatistics())
    private let tokenizingTime = Mutex(Duration.zero)
    private let trees = Mutex<[ChoiceQuestion: ChoiceTree]>([:])
    private let lastID = Atomic(0)

    init(tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        texts = TokenTexts(tokenizer)
    }

    func nextID() -> Int { lastID.add(1, ordering: .relaxed).newValue }

    /// The question's tree, made when it is first asked; its lead makes no difference.
    func tree(for question: ChoiceQuestion) -> ChoiceTree {
        var key = question
        key.lead = ""
        return trees.withLock { trees in
            if let tree = trees[key] { return tree }
            let tree = ChoiceTree(key, texts: texts)
            trees[key] = tree
            return tree
        }
    }

    /// Makes tokens, on the caller's thread, and counts the time.
    func tokenizing<Result>(_ work: () -> Result) -> Result {
        let start = ContinuousClock.now
        defer { tokenizingTime.withLock { $0 += .now - start } }
        return work()
    }

    /// Between two passes, so that a pass whose events have been seen is counted.
    func statistics() async -> EngineStatistics {
        var statistics = await withCheckedContinuation { continuation in
            let resume: @Sendable (EngineStatistics) -> Void = { continuation.resume(returning: $0) }
            if !mailbox.post(.report(resume)) { resume(lastStatistics.withLock { $0 }) }
        }
        statistics.tokenizingTime = tokenizingTime.withLock { $0 }
        return statistics
    }

    func start(_ request: TokenStream.Request) -> LocalGeneration {
        let id = nextID()
        let (stream, events) = AsyncStream.makeStream(of: GenerationEvent.self, bufferingPolicy: .unbounded)
        // Where the consumer breaks off, not where the stream ends by itself.
        events.onTermination = { [mailbox] reason in
            if case .cancelled = reason { _ = mailbox.post(.cancel(id)) }
        }
        if !mailbox.post(.start(id: id, request, events)) {
            events.yield(.ended(.cancelled))
            events.finish()
        }
        return LocalGeneration(id: id, core: self, stream: stream)
    }

    func answer(_ request: Readout.Request) async -> Readout.Answer {
        let id = nextID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resume: @Sendable (Readout.Answer) -> Void = { continuation.resume(returning: $0) }
                if Task.isCancelled || !mailbox.post(.read(id: id, request, resume)) { resume(.failure(.cancelled)) }
            }
        } onCancel: {
            _ = mailbox.post(.cancelReadout(id))
        }
    }
}
