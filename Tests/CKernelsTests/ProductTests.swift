import CKernels
import GGUF
import ModelFixtures
import Testing

struct ProductTests {
    static let cases = availableLevels.flatMap { level in allTypes.map { (level, $0) } }

    /// Compares every type and level with plain sums in f64, on shapes with odd numbers of rows and every remainder of tokens.
    /// The AVX-512 levels round the block sums of the K types, by 1 or 2 in about ten thousand.
    @Test(arguments: cases) func productsMatchPlainSums(_ level: ek_level, _ type: ek_type) throws {
        let pool = try Pool(level: level)
        let precision = ek_type_precision(type)
        let rounds = precision == EK_SUPERBLOCKS && [EK_AVX512_VNNI, EK_AVX512_BF16].contains(level)
        var random = SeededGenerator(seed: UInt64(type.rawValue))
        for (rows, columns, tokens) in [(1, 1, 1), (16, 2, 3), (17, 1, 5), (50, 3, 13), (31, 5, 40)] {
            let columns = columns * (ek_type_block(type) == 1 ? 21 : ek_type_block(type))
            let matrix = RandomMatrix(type, rows: rows, columns: columns, pool: pool, seed: random.next())
            let x = (0..<tokens * columns).map { _ in Float.random(in: -3...3, using: &random) }
            let inputs = Inputs(x, columns: columns, precision: precision, pool: pool)
            let bias = (0..<rows).map { Float($0) }
            let out = multiply(matrix, inputs, pool, bias: bias)
            for token in 0..<tokens {
                for row in 0..<rows {
                    var (sum, size) = (Double(bias[row]), 1.0)
                    for column in 0..<columns {
                        let term = Double(matrix.values[row * columns + column]) * inputs.value(token, column, precision)
                        sum += term
                        size += abs(term)
                    }
                    #expect(
                        abs(Double(out[token * rows + row]) - sum) < (rounds ? 5e-5 : 2e-6) * size,
                        "\(rows) x \(columns), token \(token), row \(row)")
                }
            }
        }
    }

    /// An output is the same bit for bit, whatever the number of tokens and threads.
    @Test(arguments: cases) func outputsDoNotDependOnTheirNeighbours(_ level: ek_level, _ type: ek_type) throws {
        let (pool, alone) = (try Pool(threads: 3, level: level), try Pool(threads: 1, level: level))
        let precision = ek_type_precision(type)
        let (rows, columns, tokens) = (40, 512, 15)
        var random = SeededGenerator(seed: 9)
        let matrix = RandomMatrix(type, rows: rows, columns: columns, pool: pool, seed: 3)
        let x = (0..<tokens * columns).map { _ in Float.random(in: -3...3, using: &random) }
        let together = multiply(matrix, Inputs(x, columns: columns, precision: precision, pool: pool), pool)
        for token in 0..<tokens {
            let own = Inputs(
                Array(x[token * columns..<(token + 1) * columns]), columns: columns, precision: precision, pool: alone)
            let single = multiply(matrix, own, alone)
            #expect(single == Array(together[token * rows..<(token + 1) * rows]))
        }
    }

    @Test func severalProductsShareInputsAndAddToWhatIsThere() throws {
        let pool = try Pool(level: ek_level_best())
        let (one, other) = (
            RandomMatrix(EK_Q4_1, rows: 33, columns: 64, pool: pool, seed: 1),
            RandomMatrix(EK_Q8_0, rows: 70, columns: 64, pool: pool, seed: 2)
        )
        let inputs = Inputs((0..<128).map { Float($0 % 17) - 8 }, columns: 64, precision: EK_BLOCKS, pool: pool)
        var first = [Float](repeating: 1, count: 66)
        var second = [Float](repeating: 2, count: 140)
        first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
                let products = [
                    ek_product(matrix: one.packed, out: first.baseAddress, stride: 33, bias: nil, add: true),
                    ek_product(matrix: other.packed, out: second.baseAddress, stride: 70, bias: nil, add: false),
                ]
                ek_multiply(pool.pool, products, 2, nil, &inputs.activations, 2)
            }
        }
        let (plain, replaced) = (multiply(one, inputs, pool), multiply(other, inputs, pool))
        #expect(first == plain.map { 1 + $0 })
        #expect(second == replaced)
    }

    /// More products than fit into one job. Each result equals that of a separate call, for few and for many tokens, and
    /// whether or not the call makes the activations.
    @Test(arguments: [1, 3, 20]) func moreProductsThanAJobHoldsAreRight(_ tokens: Int) throws {
        let pool = try Pool(threads: 3, level: ek_level_best())
        let columns = 64
        let matrices = (0..<6).map {
            RandomMatrix(EK_Q4_1, rows: 33 + 16 * $0, columns: columns, pool: pool, seed: UInt64($0))
        }
        #expect(matrices.count > Int(EK_MAX_PRODUCTS))
        let x = (0..<tokens * columns).map { Float($0 % 17) - 8 }
        let inputs = Inputs(x, columns: columns, precision: EK_BLOCKS, pool: pool)
        let single = matrices.map { multiply($0, inputs, pool) }
        for count in 0...6 {
            for makesInputs in [false, true] {
                let own = (0..<3).map { _ in Inputs(tokens: tokens, columns: columns) }
                let outs = matrices.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.rows * tokens) }
                defer { for out in outs { out.deallocate() } }
                for out in outs { out.initialize(repeating: -1) }
                let products = zip(matrices, outs).prefix(count).map {
                    ek_product(matrix: $0.packed, out: $1.baseAddress, stride: $0.rows, bias: nil, add: false)
                }
                x.withUnsafeBufferPointer { x in
                    var source = ek_source(x: x.baseAddress, rows: nil, norm: nil, epsilon: 0)
                    if makesInputs {
                        ek_multiply(pool.pool, products, count, &source, own.map(\.activations), tokens)
                    } else {
                        ek_multiply(pool.pool, products, count, nil, &inputs.activations, tokens)
                    }
                }
                for (index, out) in outs.enumerated() {
                    #expect(Array(out) == (index < count ? single[index] : [Float](repeating: -1, count: out.count)))
                }
                withExtendedLifetime(own) {}
            }
        }
    }

    /// Infinite or NaN scales give infinite or NaN outputs, and no trap.
    @Test(arguments: availableLevels) func brokenScalesGiveNoTrap(_ level: ek_level) throws {
        let pool = try Pool(level: level)
        let inputs = Inputs(
            [Float](repeating: 1, count: 32) + [Float](repeating: .infinity, count: 16) + [Float](repeating: .nan, count: 16),
            columns: 32, precision: EK_BLOCKS, pool: pool)
        let matrix = RandomMatrix(EK_Q8_0, rows: 3, columns: 32, pool: pool, seed: 1)
        let out = multiply(matrix, inputs, pool)
        #expect(out[0..<3].allSatisfy { $0.isFinite })
        #expect(out[3..<6].allSatisfy { $0.isNaN })
    }

    private func multiply(_ matrix: RandomMatrix, _ inputs: Inputs, _ pool: Pool, bias: [Float]? = nil) -> [Float] {
        let bias = bias ?? [Float](repeating: 0, count: matrix.rows)
        return [Float](unsafeUninitializedCapacity: matrix.rows * inputs.tokens) { out, count in
            count = matrix.rows * inputs.tokens
            bias.withUnsafeBufferPointer {
                var product = ek_product(
                    matrix: matrix.packed, out: out.baseAddress, stride: matrix.rows, bias: $0.baseAddress, add: false)
                ek_multiply(pool.pool, &product, 1, nil, &inputs.activations, inputs.tokens)
            }
        }
    }
}
