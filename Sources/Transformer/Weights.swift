import CKernels
import GGUF

/// The weights of a model, packed for the kernels. Every tensor has been checked against the configuration.
// Unchecked Sendable because of the pointers: only `init` writes to their memory, and it lives as long as this object.
final class Weights: @unchecked Sendable {
    /// One layer. Shapes are [rows][columns]; vectors that an architecture does not have are nil.
    struct Layer {
        var attentionNorm: UnsafePointer<Float>  // [width]
        var query: ek_matrix  // [queryWidth][width]
        var key: ek_matrix  // [kvWidth][width]
        var value: ek_matrix  // [kvWidth][width]
        var queryBias: UnsafePointer<Float>?  // [queryWidth]
        var keyBias: UnsafePointer<Float>?  // [kvWidth]
        var valueBias: UnsafePointer<Float>?  // [kvWidth]
        var queryNorm: UnsafePointer<Float>?  // [headDim]
        var keyNorm: UnsafePointer<Float>?  // [headDim]
        var attentionOutput: ek_matrix  // [width][queryWidth]
        var ffNorm: UnsafePointer<Float>  // [width]
        var gate: ek_matrix  // [ffWidth][width]
        var up: ek_matrix  // [ffWidth][width]
        var down: ek_matrix  // [width][ffWidth]
    }

    let embedding: ek_matrix  // [vocabulary][width]
    let layers: [Layer]
    let outputNorm: UnsafePointer<Float>  // [width]
    /// The output matrix. It is the embedding if the file has no `output.weight` (tied embeddings).
    let output: ek_matrix  // [vocabulary][width]
    /// Divisors of the rotary frequencies (Llama 3.1); nil for none.
    let rotaryFactors: [Float]?  // [rotation.dimensions / 2]
    /// True if every matrix is F32: then keys and values are kept in f32 too.
    let areFloats: Bool

    private let memory: WeightMemory
    /// Kept alive because an untied embedding stays in the file's mapped memory.
    private let file: GGUFFile

    init(
        file: GGUFFile, configuration c: Configuration, threads: ComputeThreads, progress: (Double) -> Bool
    ) throws(ModelError) {
        var reader = try WeightReader(file: file, threads: threads)
        let isTied = file.tensor(named: "output.weight") == nil
        embedding =
            isTied
            ? try reader.matrix("token_embd.weight", rows: c.vocabulary, columns: c.width)
            : try reader.mappedMatrix("token_embd.weight", rows: c.vocabulary, columns: c.width)
        output = isTied ? embedding : try reader.matrix("output.weight", rows: c.vocabulary, columns: c.width)
        outputNorm = try reader.vector("output_norm.weight", count: c.width)
        rotaryFactors = try reader.optionalVector("rope_freqs.weight", count: c.rotation.dimensions / 2).map {
            Array(UnsafeBufferPointer(start: $0, count: c.rotation.dimensions / 2))
        }
        var layers: [Layer] = []
        for index in 0..<c.layers {
            let prefix = "blk.\(index)"
            let (isQwen2, isQwen3) = (c.architecture == .qwen2, c.architecture == .qwen3)
            layers.append(
                Layer(
                    attentionNorm: try reader.vector("\(prefix).attn_norm.weight", count: c.width),
                    query: try reader.matrix("\(prefix).attn_q.weight", rows: c.queryWidth, columns: c.width),
                    key: try reader.matrix("\(prefix).attn_k.weight", rows: c.kvWidth, columns: c.width),
                    value: try reader.matrix("\(prefix).attn_v.weight", rows: c.kvWidth, columns: c.width),
                    queryBias: isQwen2 ? try reader.vector("\(prefix).attn_q.bias", count: c.queryWidth) : nil,
                    keyBias: isQwen2 ? try reader.vector("\(prefix).attn_k.bias", count: c.kvWidth) : nil,
                    valueBias: isQwen2 ? try reader.vector("\(prefix).attn_v.bias", count: c.kvWidth) : nil,
                    queryNorm: isQwen3 ? try reader.vector("\(prefix).attn_q_norm.weight", count: c.headDim) : nil,
                    keyNorm: isQwen3 ? try reader.vector("\(prefix).attn_k_norm.weight", count: c.headDim) : nil,
                    attentionOutput: try reader.matrix("\(prefix).attn_output.weight", rows: c.width, columns: c.queryWidth),
                    ffNorm: try reader.vector("\(prefix).ffn_norm.weight", count: c.width),
                    gate: try reader.matrix("\(prefix).ffn_gate.weight", rows: c.ffWidth, columns: c.width),
                    up: try reader.matrix("\(prefix).ffn_up.weight", rows: c.ffWidth, columns: c.width),
                    down: try reader.matrix("\(prefix).ffn_down.weight", rows: c.width, columns: c.ffWidth)))
            guard progress(Double(index + 1) / Double(c.layers)) else { throw .cancelled }
        }
        self.layers = layers
        try reader.checkAllRead(architecture: c.architecture)
        areFloats = reader.areFloats
        memory = reader.memory
        self.file = file
    }
}
