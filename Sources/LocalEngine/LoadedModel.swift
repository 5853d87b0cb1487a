import Foundation
import GGUF
import Synchronization
import Tokenizer
import Transformer

/// A model file made ready to run: its weights and its tokenizer.
public struct LoadedModel: Sendable {
    public let model: Model
    public let tokenizer: Tokenizer
    /// Begins every text, for models whose file asks for it.
    let beginOfText: Int32?
    let file: GGUFFile

    /// Reads and repacks the weights on a thread of its own and those that compute, which other models may use meanwhile.
    ///
    /// - Parameters:
    ///   - threads: that compute; nil for one a core.
    ///   - priority: of all of them, and of the thread that loads.
    ///   - compute: the threads that compute, made at the same priority, in place of `threads`; nil for those that the process
    ///     keeps, which other models of the same `threads` and `priority` use too.
    ///   - progress: the fraction done, in [0, 1], called on that thread.
    /// - Throws: `GGUFError`, `TokenizerError` or `ModelError`; `CancellationError` when the task is cancelled.
    public static func load(
        path: String, threads: Int? = nil, priority: ComputePriority = .normal, on compute: ComputeThreads? = nil,
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> LoadedModel {
        let isCancelled = SharedFlag()
        return try await withTaskCancellationHandler {
            try await onOwnThread("erank loading", priority: priority) {
                let file = try GGUFFile(path: path)
                // The tokenizer first: it is quick, and says at once what would be said after a minute.
                let tokenizer = try Tokenizer(file: file)
                let compute = try compute ?? SharedThreads.threads(threads, priority)
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
        // Files of the Llama 3 family leave it unsaid and mean yes.
        let wanted = try file.bool("tokenizer.ggml.add_bos_token") ?? (file.string("tokenizer.ggml.pre") == "llama-bpe")
        return wanted ? tokenizer.specialTokens.beginOfText : nil
    }
}

/// A signal from any thread to any other; never taken back.
final class SharedFlag: Sendable {
    private let flag = Atomic(false)
    var value: Bool { flag.load(ordering: .acquiring) }
    func raise() { flag.store(true, ordering: .releasing) }
}
