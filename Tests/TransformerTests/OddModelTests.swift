import GGUF
import ModelFixtures
import Testing

@testable import Transformer

/// Valid files that do not contain a usable model. Each gives one sentence that names the key or tensor, and no trap.
struct OddModelTests {
    /// A model with one layer of zeros, after `change` has damaged it.
    static func file(_ change: (inout [String: UInt32], inout [String: [UInt64]]) -> Void = { _, _ in }) throws -> GGUFFile {
        var keys: [String: UInt32] = [
            "block_count": 1, "embedding_length": 32, "feed_forward_length": 64, "attention.head_count": 2,
            "attention.head_count_kv": 1, "context_length": 128,
        ]
        var tensors: [String: [UInt64]] = [
            "token_embd.weight": [32, 10], "output_norm.weight": [32], "blk.0.attn_norm.weight": [32],
            "blk.0.attn_q.weight": [32, 32], "blk.0.attn_k.weight": [32, 16], "blk.0.attn_v.weight": [32, 16],
            "blk.0.attn_output.weight": [32, 32], "blk.0.ffn_norm.weight": [32], "blk.0.ffn_gate.weight": [32, 64],
            "blk.0.ffn_up.weight": [32, 64], "blk.0.ffn_down.weight": [64, 32],
        ]
        change(&keys, &tensors)
        var builder = GGUFBuilder()
        builder.add("general.architecture", "llama")
        builder.add("llama.attention.layer_norm_rms_epsilon", Float(1e-5))
        for (key, value) in keys.sorted(by: { $0.key < $1.key }) { builder.add("llama.\(key)", value) }
        for (name, shape) in tensors.sorted(by: { $0.key < $1.key }) {
            builder.addTensor(name, shape, .f32, byteCount: Int(shape.reduce(4, *)))
        }
        return try GGUFFile(bytes: builder.file, name: "odd.gguf")
    }

    static func sentence(_ change: (inout [String: UInt32], inout [String: [UInt64]]) -> Void) throws -> String? {
        let file = try file(change)
        do {
            _ = try Model(file: file, threads: ComputeThreads(1))
            return nil
        } catch {
            return error.description
        }
    }

    @Test func aModelOfZerosRuns() throws {
        let run = try Run(Model(file: Self.file(), threads: ComputeThreads(1)))
        #expect(try run.logits([1, 2, 3], at: [2]) == [[Float](repeating: 0, count: 10)])
    }

    @Test func oddModelsAreNamed() throws {
        let cases: [(String, (inout [String: UInt32], inout [String: [UInt64]]) -> Void)] = [
            ("llama.block_count", { keys, _ in keys["block_count"] = nil }),
            ("llama.block_count", { keys, _ in keys["block_count"] = 0 }),
            ("llama.attention.head_count_kv", { keys, _ in keys["attention.head_count_kv"] = 3 }),
            ("llama.attention.head_count_kv", { keys, _ in keys["attention.head_count_kv"] = 0 }),
            ("llama.attention.key_length", { keys, _ in keys["attention.head_count"] = 32 }),
            ("llama.rope.dimension_count", { keys, _ in keys["rope.dimension_count"] = 18 }),
            ("mixture of experts", { keys, _ in keys["expert_count"] = 8 }),
            ("token_embd.weight", { _, tensors in tensors["token_embd.weight"] = nil }),
            ("token_embd.weight", { _, tensors in tensors["token_embd.weight"] = [16, 10] }),
            ("blk.0.ffn_down.weight", { _, tensors in tensors["blk.0.ffn_down.weight"] = [32, 64] }),
            ("blk.0.attn_norm.weight", { _, tensors in tensors["blk.0.attn_norm.weight"] = [33] }),
            ("blk.1.attn_norm.weight", { keys, _ in keys["block_count"] = 2 }),
            ("blk.0.attn_q.bias", { _, tensors in tensors["blk.0.attn_q.bias"] = [32] }),
        ]
        for (name, change) in cases {
            let sentence = try #require(try Self.sentence(change), "\(name)")
            #expect(sentence.hasPrefix("odd.gguf: ") && sentence.contains(name), "\(sentence)")
        }
    }

    @Test func sentencesSayWhatAndTheRemedy() throws {
        #expect(
            try Self.sentence { keys, _ in keys["expert_count"] = 8 }
                == "odd.gguf: the model needs a mixture of experts (llama.expert_count 8), which this engine does not run; "
                + "use a plain llama, qwen2 or qwen3 model")
        #expect(
            ModelError.memory(bytes: 3 << 20, purpose: "the weights").description
                == "no memory for the weights (3 MiB): close other programs or use a smaller model")
        #expect(ModelError.threads(5).description == "could not start 5 compute threads: ask for fewer")
    }

    @Test func loadingStopsWhenAsked() throws {
        #expect(throws: ModelError.cancelled) { try Model(file: Self.file(), threads: ComputeThreads(1)) { _ in false } }
    }
}
