import CKernels
import Foundation
import ModelFixtures
import Testing

/// Products that make their activations from a source, and gated products.
struct SourceTests {
    /// Few tokens, for which each thread makes its own activations, and many tokens, which share them and are divided into
    /// chunks.
    static let tokens = [1, 5, Int(EK_FEW_TOKENS), Int(EK_FEW_TOKENS) + 1, 40, 200]

    /// A product with a source equals, bit for bit, the product with the activations made from that source.
    @Test(arguments: availableLevels) func productsMakeTheirInputs(_ level: ek_level) throws {
        let pool = try Pool(threads: 3, level: level)
        for (type, columns) in [(EK_F16, 83), (EK_Q4_1, 96), (EK_Q4_K, 512)] {
            let matrix = RandomMatrix(type, rows: 50, columns: columns, pool: pool, seed: 2)
            for tokens in Self.tokens {
                let x = Self.floats(tokens * columns, seed: 5)
                let prepared = Inputs(x, columns: columns, precision: ek_type_precision(type), pool: pool)
                let expected = Self.multiply(matrix, nil, [prepared.activations], tokens, pool)
                let inputs = (0..<3).map { _ in Inputs(tokens: tokens, columns: columns) }
                let out = Self.withSource(x) { Self.multiply(matrix, $0, inputs.map(\.activations), tokens, pool) }
                #expect(out == expected, "\(tokens) tokens")
            }
        }
    }

    /// silu(gate . x) * (up . x) for each form of activations, on widths that are not multiples of what is computed at once.
    @Test(arguments: availableLevels) func gatedProductsAreTheirParts(_ level: ek_level) throws {
        let pool = try Pool(threads: 3, level: level)
        let all = ek_precision(EK_FLOATS.rawValue | EK_BLOCKS.rawValue | EK_SUPERBLOCKS.rawValue)
        for (precision, kinds, rows) in [
            (EK_FLOATS, [EK_FLOATS], 83), (EK_BLOCKS, [EK_BLOCKS], 352), (EK_SUPERBLOCKS, [EK_SUPERBLOCKS], 768),
            (all, [EK_FLOATS, EK_SUPERBLOCKS], 512),
        ] {
            let columns = 64
            let (gate, up) = (
                RandomMatrix(EK_Q4_1, rows: rows, columns: columns, pool: pool, seed: 7),
                RandomMatrix(EK_Q8_0, rows: rows, columns: columns, pool: pool, seed: 8)
            )
            for tokens in Self.tokens {
                let x = Self.floats(tokens * columns, seed: 6)
                let inputs = (0..<3).map { _ in Inputs(tokens: tokens, columns: columns) }
                let expected = Self.withSource(x) { source in
                    let (g, u) = (
                        Self.multiply(gate, source, inputs.map(\.activations), tokens, pool),
                        Self.multiply(up, source, inputs.map(\.activations), tokens, pool)
                    )
                    return zip(g, u).map { Double($0) / (1 + exp(-Double($0))) * Double($1) }
                }
                let out = Inputs(tokens: tokens, columns: rows)
                Self.withSource(x) { source in
                    var (gate, up, activations) = (gate.packed, up.packed, inputs.map(\.activations))
                    var scratch = [Float](repeating: .nan, count: 3 * ek_gated_scratch())
                    ek_multiply_gated(
                        pool.pool, &gate, &up, source, &activations, tokens, precision, &out.activations, &scratch)
                }
                for kind in kinds {
                    for token in 0..<tokens {
                        for row in 0..<rows {
                            let at = token * rows + row
                            let step =
                                kind == EK_FLOATS
                                ? 1e-5 * max(1, abs(expected[at])) : 0.51 * Double(out.activations.d[at / 32])
                            #expect(abs(out.value(token, row, kind) - expected[at]) <= step + 1e-6)
                        }
                    }
                }
            }
        }
    }

    private static func floats(_ count: Int, seed: UInt64) -> [Float] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Float.random(in: -3...3, using: &random) }
    }

    private static func withSource<Result>(_ x: [Float], _ body: (UnsafePointer<ek_source>) -> Result) -> Result {
        x.withUnsafeBufferPointer { x in
            withUnsafePointer(to: ek_source(x: x.baseAddress, rows: nil, norm: nil, epsilon: 0), body)
        }
    }

    private static func multiply(
        _ matrix: RandomMatrix, _ source: UnsafePointer<ek_source>?, _ inputs: [ek_activations], _ tokens: Int, _ pool: Pool
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: matrix.rows * tokens) { out, count in
            count = matrix.rows * tokens
            var product = ek_product(matrix: matrix.packed, out: out.baseAddress, stride: matrix.rows, bias: nil, add: false)
            ek_multiply(pool.pool, &product, 1, source, inputs, tokens)
        }
    }
}
