import Foundation
import Testing

@testable import Sessions

@Suite struct ThoughtLengthsTests {
    /// Texts of a known distribution, a part of them under way: what is left of one comes out as the distribution has it.
    @Test(arguments: [0.7, 1.0, 2.0, 3.5]) func theDistributionIsFound(shape: Double) {
        let scale = 200.0
        let lengths = (0..<200).map { scale * pow(-log((Double($0) + 0.5) / 200), 1 / shape) }
        // Each was looked at after another time.
        let looks = lengths.indices.map { 40 + Double($0 * 37 % 200) * 3 }
        let ended = zip(lengths, looks).filter { $0 < $1 }.map(\.0)
        let unended = zip(lengths, looks).filter { $0 >= $1 }.map(\.1)
        let found = ThoughtLengths(ended: ended, unended: unended, limit: 10_000)
        let median = scale * pow(log(2), 1 / shape)
        #expect(abs(found.left(after: 0, quantile: 0.5) - median) < 0.12 * median)
        let mean = scale * tgamma(1 + 1 / shape)
        #expect(abs(found.meanLeft(after: 0) - mean) < 0.2 * mean)
    }

    /// The short ones end first: the mean of those alone would say too little.
    @Test func theUnfinishedCount() {
        let alone = ThoughtLengths(ended: [10, 20, 30], unended: [], limit: 512)
        let among = ThoughtLengths(ended: [10, 20, 30], unended: Array(repeating: 60, count: 9), limit: 512)
        #expect(among.meanLeft(after: 0) > 2 * alone.meanLeft(after: 0))
        #expect(among.longestLeft(after: 60, of: 9) > among.left(after: 60, quantile: 0.5))
    }

    /// Never less than nothing, never over the limit, and always a number.
    @Test func whateverTheLengths() {
        for (ended, unended) in [
            ([], []), ([0], []), ([0, 0, 0], [0]), ([], [5, 5]), ([1], [512, 512, 512]), ([7, 7, 7], []),
        ] {
            let lengths = ThoughtLengths(ended: ended.map(Double.init), unended: unended.map(Double.init), limit: 512)
            for written in [0.0, 1, 100, 512, 600] {
                for left in [lengths.meanLeft(after: written), lengths.longestLeft(after: written, of: 12)] {
                    #expect(left.isFinite && left >= 0 && left <= max(0, 512 - written))
                }
            }
        }
    }
}
