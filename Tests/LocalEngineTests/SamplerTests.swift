import Foundation
import Inference
import Testing
import Transformer

@testable import LocalEngine

@Suite struct SamplerTests {
    private func draw(_ logits: [Float], _ sampling: Sampling, times: Int) -> [Int32] {
        logits.withUnsafeBufferPointer { row in
            let summary = LogitSummary(row, top: 1, instructions: .best)
            var sampler = Sampler(sampling)
            return (0..<times).compactMap { _ in sampler.next(row, summary) }
        }
    }

    @Test func greedyTakesTheSmallerIdOfEquals() {
        #expect(draw([1, 3, 2, 3], .greedy, times: 3) == [1, 1, 1])
    }

    @Test func noNumberIsNoToken() {
        #expect(draw([1, .nan, 2], .greedy, times: 1).isEmpty)
        #expect(draw([1, .infinity, 2], Sampling(temperature: 1), times: 1).isEmpty)
    }

    @Test func frequenciesFollowTheTemperature() {
        let logits: [Float] = [0, 1, 2, -1, -40]
        for temperature in [0.5, 1, 2] {
            let weights = logits.map { exp(Double($0) / temperature) }
            let drawn = draw(logits, Sampling(temperature: temperature, seed: 3), times: 20_000)
            for (id, weight) in weights.enumerated() {
                let share = Double(drawn.count { $0 == Int32(id) }) / Double(drawn.count)
                #expect(abs(share - weight / weights.reduce(0, +)) < 0.015)
            }
        }
    }

    @Test func topPKeepsTheSmallestSetThatReachesIt() {
        let logits = [0.1, 0.5, 0.15, 0.25].map { Float(log($0)) }
        #expect(Set(draw(logits, Sampling(temperature: 1, topP: 0.7, seed: 1), times: 500)) == [1, 3])
        #expect(Set(draw(logits, Sampling(temperature: 1, topP: 0.8, seed: 1), times: 500)) == [1, 3, 2])
        #expect(Set(draw(logits, Sampling(temperature: 1, topP: 0, seed: 1), times: 50)) == [1])
    }

    @Test func theSeedRepeats() {
        let logits = (0..<50).map { Float($0 % 7) }
        #expect(
            draw(logits, Sampling(temperature: 1, seed: 9), times: 50)
                == draw(logits, Sampling(temperature: 1, seed: 9), times: 50))
        #expect(
            draw(logits, Sampling(temperature: 1, seed: 9), times: 50)
                != draw(logits, Sampling(temperature: 1, seed: 8), times: 50))
    }
}
