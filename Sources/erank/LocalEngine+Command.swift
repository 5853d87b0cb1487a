import Inference
import LocalEngine
import ModelCatalog
import Reranking

extension LocalEngine {
    /// The engine of a model that the user named. The model is fetched if it is missing, checked and loaded, with progress on
    /// a terminal. An interrupt cancels all of this.
    ///
    /// - Parameter settings: of the job to come. They must leave room for a document in the model's context.
    static func open(
        _ nameOrPath: String, template: String? = nil, settings: RunSettings, options: EngineOptions, showsMemory: Bool = false
    ) async throws -> LocalEngine {
        let catalog = ModelCatalog()
        let file = try await catalog.provide(nameOrPath)
        let line = ProgressLine()
        defer { line.clear() }
        let engine = try await Interrupt.cancelling {
            // The digest reads the same file, which loading brings into memory anyway.
            async let digest = catalog.sha256(of: file.path)
            let loaded = try await LoadedModel.load(
                path: file.path, threads: options.threads, memory: options.memory
            ) { fraction in
                line.show("loading \(file.name)", fraction: fraction, detail: "")
            }
            return try LocalEngine(loaded, name: file.name, sha256: try await digest, template: template, options: options)
        }
        line.clear()
        try Reranker(engine: engine).check(settings)
        if showsMemory { StandardError.write(TextTable(header: nil, rows: MemoryReport.rows(engine.memory)).text) }
        if engine.memory.cacheTokens < engine.model.contextLength {
            StandardError.write("erank: warning: \(MemoryReport.shortCache(engine))")
        }
        return engine
    }
}
