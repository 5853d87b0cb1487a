import Foundation
import Relevance
import TestSupport
import Testing

@Suite struct BootstrapTests {
    /// For many values, the percentile interval approaches the normal one: mean ± 1.96 standard errors.
    @Test func agreesWithTheNormalInterval() throws {
        var random = Mutator(seed: 41, words: [])
        let values = (0..<400).map { _ in Double.random(in: 0...1, using: &random) }
        let mean = values.reduce(0, +) / 400
        let error = sqrt(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400 / 400)
        for (confidence, quantile) in [(0.95, 1.96), (0.8, 1.2816)] {
            let interval = try #require(Bootstrap.interval(of: values, confidence: confidence))
            #expect(abs(interval.lowerBound - (mean - quantile * error)) < 0.06 * quantile * error)
            #expect(abs(interval.upperBound - (mean + quantile * error)) < 0.06 * quantile * error)
        }
    }

    @Test func isTheSameEveryTime() throws {
        let values = [0.1, 0.9, 0.4, 0.4, 0.7]
        let interval = try #require(Bootstrap.interval(of: values))
        #expect(interval == Bootstrap.interval(of: values))
        let many = (0..<50).map { sin(Double($0)) }
        #expect(Bootstrap.interval(of: many) != Bootstrap.interval(of: many, seed: 2))
        #expect(interval.contains(0.5) && interval.lowerBound >= 0.1 && interval.upperBound <= 0.9)
    }

    @Test func equalValuesHaveNoSpreadAndOneHasNone() {
        #expect(Bootstrap.interval(of: [0.25, 0.25, 0.25]) == 0.25...0.25)
        #expect(Bootstrap.interval(of: [0.25]) == nil && Bootstrap.interval(of: []) == nil)
        #expect(Bootstrap.interval(of: [0, 1], confidence: 1) == nil && Bootstrap.interval(of: [0, 1], replicates: 0) == nil)
        #expect(Bootstrap.interval(of: [0, 1], replicates: 1).map { $0.lowerBound == $0.upperBound } == true)
    }
}
