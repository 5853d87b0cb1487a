import Inference
import Synchronization
import Tokenizer

/// A generation of the local engine: a handle to a `TokenStream` of its scheduler.
final class LocalGeneration: Generation {
    private let id: Int
    private let core: EngineCore
    /// nil once handed out. The generation is cancelled when its consumer stops iterating.
    private let stream: Mutex<AsyncStream<GenerationEvent>?>
    private let hasEnded = Atomic(false)

    init(id: Int, core: EngineCore, stream: AsyncStream<GenerationEvent>) {
        self.id = id
        self.core = core
        self.stream = Mutex(stream)
    }

    deinit { end() }

    /// For one consumer. The first call returns the events, later calls return an empty stream.
    var events: AsyncStream<GenerationEvent> {
        stream.withLock { stream in
            defer { stream = nil }
            return stream ?? AsyncStream { $0.finish() }
        }
    }

    func readout(
        _ question: ChoiceQuestion, afterTokens count: Int, isUrgent: Bool
    ) async throws(EngineError) -> ChoiceReadout {
        guard !hasEnded.load(ordering: .acquiring) else { throw .cancelled }
        let request = ReadoutJob.Request(
            stream: id, count: count, lead: core.tokenizer.encode(question.prefill) + core.tokenizer.encode(question.lead),
            tree: core.tree(for: question), isUrgent: isUrgent)
        return try await core.answer(request).get()
    }

    func end() {
        guard hasEnded.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged else { return }
        _ = core.commands.post(.end(id))
    }
}
