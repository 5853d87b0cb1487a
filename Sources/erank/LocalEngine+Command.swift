import LocalEngine
import ModelCatalog

extension LocalEngine {
    /// The engine of a model that the user named. The model is fetched if it is missing, checked and loaded, with progress on
    /// a terminal. An interrupt cancels all of this.
    static func open(_ nameOrPath: String, template: String? = nil, options: EngineOptions) async throws -> LocalEngine {
        let catalog = ModelCatalog()
        let file = try await catalog.provide(nameOrPath)
        let line = ProgressLine()
        defer { line.clear() }
        return try await Interrupt.cancelling {
            // The digest reads the same file, which loading brings into memory anyway.
            async let digest = catalog.sha256(of: file.path)
            let loaded = try await LoadedModel.load(path: file.path, threads: options.threads) { fraction in
                line.show("loading \(file.name)", fraction: fraction, detail: "")
            }
            return try LocalEngine(loaded, name: file.name, sha256: try await digest, template: template, options: options)
        }
    }
}
