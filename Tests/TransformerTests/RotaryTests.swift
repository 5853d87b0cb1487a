import Foundation
import Testing

@testable import Transformer

struct RotaryTests {
    @Test func linearScalingStretchesPositions() {
        let plain = RotaryTable(.init(base: 10_000, dimensions: 8), factors: nil)
        let slow = RotaryTable(.init(base: 10_000, dimensions: 8, linearFactor: 4), factors: nil)
        #expect(plain.frequencies[0] == 1)
        #expect(abs(plain.frequencies[1] - 0.1) < 1e-12)
        #expect(zip(plain.frequencies, slow.frequencies).allSatisfy { abs($0 / 4 - $1) < 1e-15 })
        #expect(slow.magnitude == 1)
    }

    /// Transformers' `_compute_yarn_parameters` for base 10000, 64 dimensions, factor 4, original context 2048.
    @Test func yarnKeepsFastPairsAndStretchesSlowOnes() {
        let plain = RotaryTable(.init(base: 10_000, dimensions: 64), factors: nil)
        let yarn = RotaryTable(
            .init(base: 10_000, dimensions: 64, yarn: .init(factor: 4, originalContext: 2048)), factors: nil)
        let ratios = zip(yarn.frequencies, plain.frequencies).map { $0 / $1 }
        #expect(ratios.prefix(9).allSatisfy { abs($0 - 1) < 1e-12 })
        #expect(ratios.suffix(11).allSatisfy { abs($0 - 0.25) < 1e-12 })
        #expect(zip(ratios, ratios.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(abs(yarn.magnitude - (1 + 0.1 * log(4))) < 1e-12)
    }
}
