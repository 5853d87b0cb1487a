import Inference
import Inspector
import LocalEngine
import ModelCatalog
import Synchronization

/// Fetches and loads models in the background, one at a time, and holds the current engine.
final class ModelLoader: Sendable {
    private struct State {
        var engine: LocalEngine?
        /// What the user named to load it; nil where another did.
        var source: String?
        var work: Task<Void, Never>?
        /// The number of the latest request. An older load that ends later is dropped.
        var number = 0
    }

    private let state = Mutex(State())
    private let catalog = ModelCatalog()
    private let options: EngineOptions
    private let post: @Sendable (InspectorEvent) -> Void

    init(options: EngineOptions, post: @escaping @Sendable (InspectorEvent) -> Void) {
        self.options = options
        self.post = post
    }

    /// What the user named of the model that is loaded.
    var source: String? { state.withLock { $0.source } }

    /// The engine of this model with this chat template; nil if it is not loaded.
    func engine(of model: ModelDescription) -> LocalEngine? {
        guard let engine = state.withLock({ $0.engine }), engine.model.sha256 == model.sha256,
            engine.model.template == model.template
        else { return nil }
        return engine
    }

    var entries: [ModelListing] { catalog.models.map(entry) }

    private func entry(_ model: CatalogModel) -> ModelListing {
        ModelListing(name: model.name, summary: model.summary, bytes: Int64(model.bytes), isHere: catalog.has(model))
    }

    /// The model to load if the user names none: the last one of the catalogue that is on this machine or, if there is none,
    /// the last one of the catalogue.
    var preferred: String {
        catalog.models.last { catalog.has($0) }?.name ?? catalog.models.last?.name ?? ""
    }

    /// Names the model that the first run will load, if no model is loaded or asked for yet. Nothing is read.
    func choose(_ nameOrPath: String) {
        guard state.withLock({ $0.engine == nil && $0.number == 0 }) else { return }
        do {
            switch try catalog.locate(nameOrPath) {
            case .file(let file): post(.model(.chosen(name: file.name, source: nameOrPath)))
            case .missing(let model): post(.model(.missing(entry(model))))
            }
        } catch { post(.model(.failed(name: nameOrPath, sentence: Failure(error).sentence))) }
    }

    /// Takes an engine that is loaded already.
    func adopt(_ engine: LocalEngine) {
        state.withLock { state in
            state.number += 1
            state.engine = engine
        }
        post(.model(.ready(engine.model)))
    }

    /// Whether a model of this name, or at this path, is on this machine.
    func has(_ nameOrPath: String) -> Bool { if case .file = try? catalog.locate(nameOrPath) { true } else { false } }

    /// Loads a model by name or path. A model that is not on this machine is reported as missing, not fetched.
    func load(_ nameOrPath: String) {
        work { [self] number in
            do {
                switch try catalog.locate(nameOrPath) {
                case .file(let file): try await load(file, as: nameOrPath, number)
                case .missing(let model): tell(.model(.missing(entry(model))), number)
                }
            } catch { fail(nameOrPath, error, number) }
        }
    }

    /// Loads a model by name or path. A model of the catalogue that is not on this machine is fetched first.
    func provide(_ nameOrPath: String) {
        if case .missing = try? catalog.locate(nameOrPath) { fetch(nameOrPath) } else { load(nameOrPath) }
    }

    /// Fetches a model of the catalogue, then loads it.
    func fetch(_ name: String) {
        guard let model = catalog.models.first(where: { $0.name == name }) else { return }
        work { [self] number in
            do {
                let file = try await catalog.fetch(model) { [self] progress in
                    let rate = progress.bytesPerSecond ?? 0
                    tell(
                        .model(.fetching(name: name, done: Int64(progress.bytes), total: Int64(progress.total), rate: rate)),
                        number)
                }
                post(.catalogue(entries))
                try await load(file, as: name, number)
            } catch let error as CatalogError {
                if case .cancelled = error {
                    tell(.model(.missing(entry(model))), number)
                    tell(
                        .notice(Notice(.information, "fetching \(name) was cancelled; choose it again to go on")),
                        number)
                } else {
                    fail(name, error, number)
                }
            } catch { fail(name, error, number) }
        }
    }

    /// Cancels fetching and loading.
    func cancel() { state.withLock { $0.work }?.cancel() }

    private func load(_ file: ModelFile, as source: String, _ number: Int) async throws {
        tell(.model(.loading(name: file.name, fraction: 0)), number)
        let progress = LoadProgress { [self] in tell(.model(.loading(name: file.name, fraction: $0)), number) }
        // The check reads the same file, which loading brings into memory anyway.
        async let digest = catalog.sha256(of: file.path, report: progress.checked)
        let loaded = try await catalog.opening(file.path) {
            try await LoadedModel.load(
                path: file.path, threads: options.threads, priority: options.priority, memory: options.memory,
                progress: progress.loaded)
        }
        let engine = try LocalEngine(loaded, name: file.name, sha256: try await digest, options: options)
        let isWanted = state.withLock { state in
            guard state.number == number else { return false }
            (state.engine, state.source) = (engine, source)
            return true
        }
        if isWanted { post(.model(.ready(engine.model))) }
    }

    private func work(_ body: @escaping @Sendable (Int) async -> Void) {
        state.withLock { state in
            state.work?.cancel()
            state.number += 1
            let number = state.number
            state.work = Task { await body(number) }
        }
    }

    private func tell(_ event: InspectorEvent, _ number: Int) {
        if state.withLock({ $0.number == number }) { post(event) }
    }

    private func fail(_ name: String, _ error: any Error, _ number: Int) {
        if error is CancellationError { return }
        tell(.model(.failed(name: name, sentence: Failure(error).sentence)), number)
        // The model that is loaded stays.
        if let engine = state.withLock({ $0.engine }) { tell(.model(.ready(engine.model)), number) }
    }
}
