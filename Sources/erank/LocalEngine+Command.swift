import LocalEngine
import ModelCatalog

extension LocalEngine {
    /// The engine of the model a person named: fetched where it is missing, checked and loaded, with progress on a terminal. An
    /// interrupt stops any of it.
    static func open(_ nameOrPath: String, template: String? = nil, options: EngineOptions) async throws -> LocalEngine {
        let catalog = ModelCatalog()
        let file = try await catalog.provide(nameOrPath)
        let line = ProgressLine()
        defer { line.clear() }
        return try await Interrupt.cancelling {
            // The digest reads the file that loading brings into memory anyway.
            async let digest = catalog.sha256(of: file.path)
            let loaded = try await LoadedModel.load(path: file.path, threads: options.threads) { fraction in
                line.show("loading \(file.name)", fraction: fraction, detail: "")
            }
            return try LocalEngine(loaded, name: file.name, sha256: try await digest, template: template, options: options)
        }
    }
}
