import Foundation
import GGUF
import Inference
import Tokenizer
import Transformer

extension LocalEngine {
    /// Loads a model file and starts an engine for it.
    ///
    /// - Parameters:
    ///   - path: of a GGUF file.
    ///   - name: the catalogue's name of the model; nil for the file's name without its extension.
    ///   - sha256: the SHA-256 of the file, lower-case hexadecimal. It goes into the model's description and is not checked.
    ///   - template: the name of a chat template to use in place of the file's; nil for the file's.
    ///   - options: the resources of the engine.
    ///   - compute: compute threads to use in place of those that `options` ask for. nil for the process's shared threads,
    ///     which other engines with the same number of threads and the same priority use too.
    ///   - progress: called on another thread with the fraction done, in [0, 1].
    /// - Throws: `GGUFError`, `TokenizerError` or `ModelError`; `MemoryError` if the limits leave too little memory;
    ///   `CancellationError` if the task is cancelled.
    public static func load(
        path: String, name: String? = nil, sha256: String, template: String? = nil, options: EngineOptions = EngineOptions(),
        on compute: ComputeThreads? = nil, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> LocalEngine {
        let loaded = try await LoadedModel.load(
            path: path, threads: options.threads, priority: options.priority, memory: options.memory, on: compute,
            progress: progress)
        return try LocalEngine(loaded, name: name, sha256: sha256, template: template, options: options)
    }

    /// Starts an engine for a loaded model. The parameters are those of `load`.
    ///
    /// - Throws: `TokenizerError` for a missing or unknown chat template; `MemoryError` if the limits leave too little memory
    ///   for the smallest KV cache; `ModelError.memory` if it cannot be reserved.
    public convenience init(
        _ loaded: LoadedModel, name: String? = nil, sha256: String, template: String? = nil,
        options: EngineOptions = EngineOptions()
    ) throws {
        let options = options.clamped
        let chatTemplate = try ChatTemplate(file: loaded.file, tokenizer: loaded.tokenizer, name: template)
        let memory = try EngineMemory(loaded.model, options)
        let cache = try KVCache(model: loaded.model, pageCount: memory.pageCount)
        self.init(
            loaded, template: chatTemplate, cache: cache, memory: memory,
            description: loaded.description(name: name, sha256: sha256, template: template, options: options),
            options: options)
    }
}

extension LoadedModel {
    func description(name: String?, sha256: String, template: String?, options: EngineOptions) -> ModelDescription {
        let url = URL(filePath: file.path)
        return ModelDescription(
            name: name ?? url.deletingPathExtension().lastPathComponent, file: url.lastPathComponent, sha256: sha256,
            architecture: model.configuration.architecture.rawValue, quantisation: quantisation,
            parameters: file.tensors.reduce(0) { $0 + $1.elementCount }, contextLength: model.configuration.contextLength,
            engine: "erank-local \(LocalEngine.version)", threads: model.threads.count, batchLimit: options.batchLimit,
            machine: "\(Machine.processor), \(model.threads.count) threads, \(model.threads.instructions.rawValue)",
            path: url.standardizedFileURL.path, template: template)
    }

    /// The quantisation that the file's metadata names (GGUF's file types), or else the type of most of its weights.
    private var quantisation: String {
        let names = [
            0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
            17: "Q5_K_M", 18: "Q6_K", 32: "BF16",
        ]
        if let number = file.value("general.file_type")?.integer, let name = names[number] { return name }
        let weights = Dictionary(grouping: file.tensors, by: \.type).mapValues { $0.reduce(0) { $0 + $1.elementCount } }
        return weights.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key.name ?? "none"
    }
}
