import CKernels
import GGUF

/// The memory that a model needs, in bytes. It is known from the file's header, before the weights are loaded.
public struct ModelMemory: Sendable, Hashable {
    /// The packed weights. They are copies in the process's own memory. The mapped pages of the file are released while they
    /// are packed, so they are not counted. Neither is an embedding that stays in the file.
    public let weights: Int
    /// One page of the KV cache: all layers of `KVCache.pageLength` positions.
    public let page: Int

    private let configuration: Configuration
    private let threads: Int

    /// - Parameters:
    ///   - file: the model file, already parsed.
    ///   - threads: the number of compute threads; each has buffers of its own.
    /// - Throws: `ModelError` for metadata that is missing or wrong.
    public init(file: GGUFFile, threads: Int) throws(ModelError) {
        let configuration = try Configuration(file: file)
        let isTied = file.tensor(named: "output.weight") == nil
        weights = file.tensors.reduce(0) { $0 + (isTied || $1.name != "token_embd.weight" ? WeightReader.bytes(of: $1) : 0) }
        let areFloats = file.tensors.allSatisfy { $0.rowCount == 1 || $0.type == .f32 }
        page = Model.bytesPerToken(configuration, areFloats: areFloats) * KVCache.pageLength
        (self.configuration, self.threads) = (configuration, threads)
    }

    /// What loading leaves in memory beside the weights: the parsed file and the tokenizer's tables, which grow with the
    /// vocabulary.
    public var tables: Int { configuration.vocabulary * 256 }

    /// The buffers of a forward pass of `tokens` tokens, of which `rows` want their logits.
    public func work(tokens: Int, rows: Int) -> Int {
        Workspace.bytes(configuration, tokens: tokens, threads: threads) + rows * configuration.vocabulary * 4
    }
}
