import Foundation
import GGUF
import ModelFixtures
import Testing

@testable import Transformer

/// Compares the logits of small random F32 checkpoints with those of Hugging Face transformers.
struct ReferenceTests {
    struct Reference: Decodable {
        var sequences: [Sequence]
        struct Sequence: Decodable {
            var tokens: [Int32]
            var positions: [Int]
            var logits: [[Float]]
        }
    }

    @Test(arguments: ["llama", "llama-scaled", "qwen2", "qwen3"])
    func logitsMatchTransformers(_ name: String) throws {
        let model = try Model(file: GGUFFile(path: Fixtures.path("\(name).gguf")), threads: ComputeThreads(2))
        let reference = try JSONDecoder().decode(Reference.self, from: Data(Fixtures.bytes("\(name).logits.json")))
        for sequence in reference.sequences {
            let rows = try Run(model).logits(sequence.tokens, at: sequence.positions)
            for (row, expected) in zip(rows, sequence.logits) {
                #expect(row.count == expected.count)
                let worst = zip(row, expected).map { abs($0 - $1) }.max() ?? .infinity
                #expect(worst < 1e-4, "\(name), \(sequence.tokens.count) tokens")
            }
        }
    }
}
