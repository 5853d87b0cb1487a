import Inference
import Synchronization

/// An engine without a model: a script defines what it does with a prompt, and the test decides when.
///
/// A script applies to prompts that contain its key, such as a document's text. Everything that happens goes into a log, and
/// a test waits for an entry of the log, never for a time.
public final class ScriptedEngine: Engine {
    public enum Entry: Sendable, Hashable {
        /// A `prefix` is waiting.
        case measured(String)
        case started(String)
        /// `start` threw.
        case refused(String)
        /// A readout was asked for after this many tokens.
        case asked(String, afterTokens: Int)
        /// The generation was ended, or its events were released, before `.ended` was emitted.
        case cancelled(String)
        /// `end()` was called for the first time.
        case ended(String)
    }

    struct Running {
        var key: String
        var steps: ArraySlice<Script.Step>
        var events: AsyncStream<GenerationEvent>.Continuation
        var isOpen = true
        var hasEmittedEnd = false
        /// Readouts that wait.
        var questions: [CheckedContinuation<Void, Never>] = []
    }

    struct State {
        var running: [Int: Running] = [:]
        /// Prefixes that wait, by key.
        var prefixes: [String: [CheckedContinuation<Void, Never>]] = [:]
        var releases: [String: Int] = [:]
        var log: [Entry] = []
        var waiters: [(entry: Entry, continuation: CheckedContinuation<Void, Never>)] = []
        var measured: [String] = []
        var requests: [GenerationRequest] = []
        var questions: [ChoiceQuestion] = []
        var mostOpen = 0
    }

    public let model: ModelDescription
    public let capabilities: EngineCapabilities
    /// The length of the context in tokens; nil for one that does not tell, as a server's.
    let context: Int?
    /// Tokens that a whole prompt has beyond those of its characters.
    let border: Int
    let scripts: [String: Script]
    let state = Mutex(State())

    /// The scripts are found by their key. A prompt without a script gets the answer 5.
    public init(
        _ scripts: [String: Script] = [:], capabilities: EngineCapabilities = [.fork, .exactPrefix, .fullEntropy],
        model: ModelDescription = .scripted, context: Int? = nil, border: Int = 0
    ) {
        (self.context, self.border) = (context, border)
        self.scripts = scripts
        self.capabilities = capabilities
        self.model = model
    }

    // MARK: Engine

    /// Every character is a token.
    public func prefix(of text: String, tokens: Int) async throws(EngineError) -> TextPrefix {
        let (key, script) = script(for: text)
        state.withLock { $0.measured.append(text) }
        if script.holdsPrefix { await wait(for: key) }
        if let failure = script.prefixFailure { throw failure }
        return TextPrefix(
            text: String(text.prefix(tokens)), tokens: min(tokens, text.count), isCut: text.count > tokens,
            isExact: capabilities.contains(.exactPrefix))
    }

    public func tokensLeft(beside request: GenerationRequest) -> Int? {
        context.map { $0 - request.prompt.count - request.prefill.count - border - request.maxNewTokens }
    }

    private func wait(for key: String) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.prefixes[key, default: []].append(continuation)
                state.add(.measured(key))
                state.goOn(key)
            }
        }
    }

    public func start(_ request: GenerationRequest) throws(EngineError) -> any Generation {
        let (key, script) = script(for: request.prompt)
        guard request.prefillTokens.isEmpty || capabilities.contains(.tokenPrefill) else {
            throw .unsupported("continue from tokens")
        }
        if let failure = script.startFailure {
            state.withLock { $0.add(.refused(key)) }
            throw failure
        }
        let (stream, events) = AsyncStream.makeStream(of: GenerationEvent.self)
        let id = state.withLock { state in
            let id = state.requests.count
            state.requests.append(request)
            state.running[id] = Running(key: key, steps: script.steps[...], events: events)
            state.mostOpen = max(state.mostOpen, state.running.values.count(where: \.isOpen))
            state.add(.started(key))
            return id
        }
        events.onTermination = { [weak self] reason in
            if case .cancelled = reason { self?.stop(id) }
        }
        state.withLock { $0.goOn(id) }
        return ScriptedGeneration(id: id, engine: self, script: script, events: stream)
    }

    private func script(for prompt: String) -> (key: String, script: Script) {
        scripts.first { prompt.contains($0.key) }.map { ($0.key, $0.value) } ?? ("", .answering(5))
    }

    // MARK: The test's side

    /// Lets the generations of a key pass their next waits, including waits they have not reached yet.
    public func release(_ key: String, waits: Int = 1) {
        state.withLock { state in
            state.releases[key, default: 0] += waits
            state.goOn(key)
        }
    }

    /// Returns once the log has this entry.
    public func reached(_ entry: Entry) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.log.contains(entry) { continuation.resume() } else { state.waiters.append((entry, continuation)) }
            }
        }
    }

    public var log: [Entry] { state.withLock { $0.log } }
    /// The texts passed to `prefix`.
    public var measured: [String] { state.withLock { $0.measured } }
    public var requests: [GenerationRequest] { state.withLock { $0.requests } }
    public var questions: [ChoiceQuestion] { state.withLock { $0.questions } }
    public var openCount: Int { state.withLock { $0.running.values.count(where: \.isOpen) } }
    /// The largest number of generations that were open at the same time.
    public var mostOpen: Int { state.withLock { $0.mostOpen } }

    func stop(_ id: Int) { state.withLock { $0.stop(id) } }
}

extension ModelDescription {
    public static let scripted = ModelDescription(
        name: "scripted", file: "scripted", sha256: "", architecture: "", quantisation: "", parameters: 0, contextLength: 4096,
        engine: "scripted", threads: 1, batchLimit: 1, machine: "")
}
