import Inference
import LocalEngine
import ModelCatalog
import Reranking

extension LocalEngine {
    /// The engine of a model that the user named. The model is fetched if it is missing, checked and loaded, with progress on
    /// a terminal. An interrupt cancels all of this.
    ///
    /// - Parameters:
    ///   - nameOrPath: as the user named the model.
    ///   - sha256: the checksum of the file if it has been checked already; nil checks it.
    ///   - template: the name of a chat template in place of the file's.
    ///   - settings: of the job to come. They must leave room for a document in the model's context.
    ///   - options: the resources of the engine.
    ///   - showsMemory: says on standard error what memory is used for.
    static func open(
        _ nameOrPath: String, sha256: String? = nil, template: String? = nil, settings: RunSettings, options: EngineOptions,
        showsMemory: Bool = false
    ) async throws -> LocalEngine {
        let catalog = ModelCatalog()
        let file = try await catalog.provide(nameOrPath)
        let line = ProgressLine()
        defer { line.clear() }
        let progress = LoadProgress { line.show("loading \(file.name)", fraction: $0, detail: "") }
        if sha256 != nil { progress.checked(1) }
        let engine = try await Interrupt.cancelling {
            // The check reads the same file, which loading brings into memory anyway.
            async let digest = catalog.sha256(of: file.path, known: sha256, report: progress.checked)
            let loaded = try await catalog.opening(file.path) {
                try await LoadedModel.load(
                    path: file.path, threads: options.threads, memory: options.memory, progress: progress.loaded)
            }
            return try LocalEngine(loaded, name: file.name, sha256: try await digest, template: template, options: options)
        }
        line.clear()
        let room = try Reranker(engine: engine).check(settings) ?? Int.max
        if showsMemory { StandardError.write(table: TextTable(header: nil, rows: MemoryReport.rows(engine.memory)).text) }
        let isMemoryShort = engine.memory.cacheTokens < engine.model.contextLength
        if isMemoryShort, room < settings.queryTokenLimit + settings.documentTokenLimit {
            StandardError.write("erank: warning: \(MemoryReport.shortCache(engine))")
        }
        return engine
    }
}

extension ModelCatalog {
    fileprivate func sha256(
        of path: String, known: String?, report: @escaping @Sendable (Double) -> Void
    ) async throws(CatalogError) -> String {
        if let known { known } else { try await sha256(of: path, report: report) }
    }
}
