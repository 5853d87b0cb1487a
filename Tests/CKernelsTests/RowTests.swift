import CKernels
import Foundation
import ModelFixtures
import Testing

@Suite struct RowTests {
    @Test(arguments: availableLevels) func bytesAreNearTheFloatsTheyStandFor(_ level: ek_level) throws {
        let pool = try Pool(level: level)
        var random = SeededGenerator(seed: 4)
        let x = (0..<3 * 512).map { _ in Float.random(in: -5...5, using: &random) }
        for (precision, step) in [(EK_BLOCKS, 32), (EK_SUPERBLOCKS, 256)] {
            let inputs = Inputs(x, columns: 512, precision: precision, pool: pool)
            for first in stride(from: 0, to: x.count, by: step) {
                let largest = x[first..<first + step].map(abs).max() ?? 0
                for index in first..<first + step {
                    #expect(abs(inputs.activations.d[index / 32] - largest / 127) <= 1e-6 * largest)
                    #expect(abs(inputs.value(0, index, precision) - Double(x[index])) <= Double(largest) / 253)
                }
            }
            for block in 0..<x.count / 32 {
                let q = (0..<32).map { Int(inputs.activations.q[32 * block + $0]) }
                #expect(Int(inputs.activations.sums32[block]) == q.reduce(0, +))
                #expect(inputs.activations.s[block] == inputs.activations.d[block] * Float(q.reduce(0, +)))
                guard precision == EK_SUPERBLOCKS else { continue }
                for (half, sum) in [q[..<16].reduce(0, +), q[16...].reduce(0, +)].enumerated() {
                    #expect(Int(inputs.activations.sums16[2 * block + half]) == sum)
                    #expect(Int(inputs.activations.bias16[2 * block + half]) == -32 * sum)
                }
            }
        }
    }

    @Test(arguments: availableLevels) func rowsAreNormalised(_ level: ek_level) throws {
        let pool = try Pool(level: level)
        var random = SeededGenerator(seed: 8)
        for width in [1, 7, 64, 83] {
            let x = (0..<2 * width).map { _ in Float.random(in: -9...9, using: &random) }
            let weight = (0..<width).map { _ in Float.random(in: 0...2, using: &random) }
            let inputs = Inputs(tokens: 1, columns: width)
            // Only the second row, selected by its index.
            x.withUnsafeBufferPointer { x in
                weight.withUnsafeBufferPointer { weight in
                    withUnsafePointer(to: Int32(1)) { row in
                        var source = ek_source(x: x.baseAddress, rows: row, norm: weight.baseAddress, epsilon: 1e-5)
                        ek_prepare(pool.pool, &source, width, 1, EK_FLOATS, &inputs.activations)
                    }
                }
            }
            let row = x[width...].map(Double.init)
            let root = (row.map { $0 * $0 }.reduce(0, +) / Double(width) + 1e-5).squareRoot()
            for i in 0..<width {
                #expect(abs(Double(inputs.activations.x[i]) - row[i] / root * Double(weight[i])) < 1e-5)
            }
        }
    }

    @Test(arguments: availableLevels) func logitsAreSummarised(_ level: ek_level) {
        var random = SeededGenerator(seed: 6)
        for count in [1, 5, 256, 1000, 49_152] {
            // Few distinct values, so that there are equal logits.
            let row = (0..<count).map { _ in Float(Int.random(in: -40...40, using: &random)) / 4 }
            var (ids, values) = ([Int32](repeating: -1, count: 20), [Float](repeating: 0, count: 20))
            var summary = ek_logit_summary()
            let found = ek_summarise(level, row, count, 20, &ids, &values, &summary)
            let sorted = row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(20)
            #expect(found == min(20, count))
            #expect(ids.prefix(found).map(Int.init) == Array(sorted))
            #expect(values.prefix(found).elementsEqual(sorted.map { row[$0] }))
            let sum = row.map { exp(Double($0)) }.reduce(0, +)
            let entropy = row.map { Double($0) }.map { -exp($0) / sum * log2(exp($0) / sum) }.reduce(0, +)
            #expect(summary.maximum == row.max())
            #expect(abs(summary.log_sum_exp - log(sum)) < 1e-5)
            #expect(abs(summary.entropy_bits - entropy) < 1e-4)
        }
        let broken: [Float] = [1, .nan, 2, -.infinity]
        var (ids, values) = ([Int32](repeating: -1, count: 4), [Float](repeating: 0, count: 4))
        var summary = ek_logit_summary()
        #expect(ek_summarise(level, broken, 4, 4, &ids, &values, &summary) == 3)
        #expect(ids == [2, 0, 3, -1])
        #expect(summary.log_sum_exp.isNaN)
    }
}
