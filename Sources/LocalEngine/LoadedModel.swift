import Foundation
import GGUF
import Synchronization
import Tokenizer
import Transformer

/// A model file in memory, ready to run: weights and tokenizer.
public struct LoadedModel: Sendable {
    /// The weights, packed, with the threads that compute.
    public let model: Model
    /// The tokenizer from the same file.
    public let tokenizer: Tokenizer
    /// The token that begins every text; nil if the file does not ask for one.
    let beginOfText: Int32?
    let file: GGUFFile

    /// Reads a file and packs its weights, on a new thread and on the compute threads. Other models can compute meanwhile.
    ///
    /// - Parameters:
    ///   - path: of a GGUF file.
    ///   - threads: the number of compute threads; nil for one per core.
    ///   - priority: of the compute threads and of the thread that loads.
    ///   - memory: the limits that the weights, the buffers and the smallest cache must fit. Checked before the weights are
    ///     read.
    ///   - compute: compute threads to use instead, created at the same priority. nil for the process's shared threads for this
    ///     number and priority, which other models may use too.
    ///   - progress: called on the loading thread with the fraction done, in [0, 1].
    /// - Throws: `GGUFError`, `TokenizerError` or `ModelError`; `MemoryError` if the limits leave too little memory;
    ///   `CancellationError` if the task is cancelled.
    public static func load(
        path: String, threads: Int? = nil, priority: ComputePriority = .normal, memory: MemoryLimits = MemoryLimits(),
        on compute: ComputeThreads? = nil, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> LoadedModel {
        let isCancelled = SharedFlag()
        return try await withTaskCancellationHandler {
            try await onOwnThread("erank loading", priority: priority) {
                let file = try GGUFFile(path: path)
                // The tokenizer first: it loads quickly, so that its errors do not come only after a minute of packing.
                let tokenizer = try Tokenizer(file: file)
                let compute = try compute ?? SharedThreads.threads(threads, priority)
                try EngineMemory.check(try ModelMemory(file: file, threads: compute.count), memory)
                let model = try Model(file: file, threads: compute) { fraction in
                    progress(fraction)
                    return !isCancelled.value
                }
                guard !isCancelled.value else { throw CancellationError() }
                let configuration = model.configuration
                guard tokenizer.vocabularySize <= configuration.vocabulary else {
                    throw file.error(
                        .wrongShape(
                            tensor: "token_embd.weight", found: [configuration.width, configuration.vocabulary],
                            expected: [configuration.width, tokenizer.vocabularySize]))
                }
                return LoadedModel(
                    model: model, tokenizer: tokenizer, beginOfText: try Self.beginOfText(file, tokenizer), file: file)
            }
        } onCancel: {
            isCancelled.raise()
        }
    }

    private static func beginOfText(_ file: GGUFFile, _ tokenizer: Tokenizer) throws -> Int32? {
        // Files of the Llama 3 family do not have the key, and their texts do begin with the token.
        let wanted = try file.bool("tokenizer.ggml.add_bos_token") ?? (file.string("tokenizer.ggml.pre") == "llama-bpe")
        return wanted ? tokenizer.specialTokens.beginOfText : nil
    }
}

/// A flag that any thread can raise and read. It is never lowered.
final class SharedFlag: Sendable {
    private let flag = Atomic(false)
    var value: Bool { flag.load(ordering: .acquiring) }
    func raise() { flag.store(true, ordering: .releasing) }
}
