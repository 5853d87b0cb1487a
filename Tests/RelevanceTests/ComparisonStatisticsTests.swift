import Foundation
import TestSupport
import Testing

@testable import Relevance

/// The statistics of two systems against scipy, statsmodels, the reference implementation of RBO (comparison.json), published
/// values, and what must hold for any two systems.
@Suite struct ComparisonStatisticsTests {
    private struct Fixture: Decodable {
        struct Paired: Decodable {
            struct Wilcoxon: Decodable { let statistic, p: Double, method: String }
            let a, b: [Double]
            let mean: Double
            let t, tP, effectSize: Double?
            let interval: [Double]?
            let randomisationP: Double?
            let wilcoxon: Wilcoxon?
        }
        struct Holm: Decodable { let p, adjusted: [Double] }
        struct Correlation: Decodable {
            let a, b: [Double]
            let kendallTauB, tauApB, tauAp, pearson, spearman: Double?
        }
        struct Side: Decodable {
            let items: [String], scores: [Double]
            var ranking: TiedRanking { TiedRanking(zip(items, scores).map { ($0, $1) }) }
        }
        struct Overlap: Decodable {
            let a, b: Side
            let p: Double
            let overlap: [String: [Double]]
        }
        struct Distance: Decodable { let a, b: [Double], jensenShannon, wasserstein: Double }
        let paired: [Paired]
        let holm: [Holm]
        let correlation: [Correlation]
        let overlap: [Overlap]
        let distance: [Distance]
    }

    private let fixture: Fixture

    init() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/comparison.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        fixture = try decoder.decode(Fixture.self, from: Data(contentsOf: path))
    }

    private func same(_ a: Double?, _ b: Double?) -> Bool {
        switch (a, b) {
        case (nil, nil): true
        case (let a?, let b?): abs(a - b) <= 1e-9 * max(1, abs(b))
        default: false
        }
    }

    // MARK: Paired differences

    @Test func scipysPairedTests() {
        #expect(fixture.paired.count == 40)
        for (number, one) in fixture.paired.enumerated() {
            let ours = PairedDifferences(a: one.a, b: one.b)
            #expect(same(ours.mean, one.mean) && same(ours.effectSize, one.effectSize), "case \(number)")
            #expect(same(ours.tTest?.t, one.t) && same(ours.tTest?.p, one.tP), "case \(number)")
            let interval = ours.interval()
            #expect(same(interval?.lowerBound, one.interval?.first), "case \(number)")
            #expect(same(interval?.upperBound, one.interval?.last), "case \(number)")
            if let p = one.randomisationP { #expect(same(ours.randomisationP(), p), "case \(number)") }
            let wilcoxon = ours.wilcoxonTest
            #expect(same(wilcoxon?.p, one.wilcoxon?.p) && same(wilcoxon?.statistic, one.wilcoxon?.statistic), "case \(number)")
        }
    }

    @Test func aKnownRandomisation() {
        let differences = PairedDifferences([0.1, 0, 0.2, -0.05, 0.3, 0.12, 0, 0.07])
        #expect(differences.randomisationP() == 0.0625)
        #expect(PairedDifferences([0.1, 0.2, 0.1, 0.3, 0.2]).smallestP == 0.0625)
        #expect(PairedDifferences([0.1]).smallestP == 1 && PairedDifferences([]).smallestP == nil)
        // Of draws, none can be smaller than one among all.
        let many = PairedDifferences(Array(repeating: 0.1, count: 225))
        #expect(many.smallestP == 1 / 100_001 && many.randomisationP() == many.smallestP)
        #expect(PairedDifferences([]).randomisationP() == nil && PairedDifferences([]).mean == nil)
    }

    /// The sampled p is within its error of the exact one: 21 values, of which one is 0, allow both.
    @Test func drawsComeNearTheExactP() throws {
        var random = SplitMix64(state: 4)
        for _ in 0..<6 {
            let values = (0..<20).map { _ in Double.random(in: -0.5...0.7, using: &random) }
            let exact = try #require(PairedDifferences(values).randomisationP())
            let sampled = try #require(PairedDifferences(values + [0]).randomisationP(seed: random.next()))
            let error = (exact * (1 - exact) / Double(PairedDifferences.draws)).squareRoot()
            #expect(abs(exact - sampled) < 5 * error + 2e-5)
        }
    }

    @Test func anEqualShiftHasNoTest() {
        let shifted = PairedDifferences(a: [0.1, 0.2, 0.3], b: [0.2, 0.3, 0.4])
        #expect(shifted.areAllEqual && shifted.tTest == nil && shifted.effectSize == nil && shifted.interval() == nil)
        let equal = PairedDifferences([0, 0, 0, 0])
        #expect(
            equal.randomisationP() == 1 && equal.wilcoxonTest == nil && equal.outcomes() == .init(wins: 0, ties: 4, losses: 0))
        #expect(PairedDifferences([0.3]).standardDeviation == nil && PairedDifferences([0.3]).tTest == nil)
    }

    /// Values of P@5 are multiples of 0.2, and their differences are not: 0.6 - 0.4 and 0.4 - 0.2 are of one size all the same.
    @Test func roundingErrorsAreNoDifferences() {
        let (a, b) = ([0.4, 0.2, 0.8, 0.6, 0.0, 0.4], [0.6, 0.4, 1.0, 0.4, 0.2, 0.4 + 1e-15])
        let rounded = PairedDifferences(zip(a, b).map { ((($1 - $0) * 5).rounded()) })
        let ours = PairedDifferences(a: a, b: b)
        #expect(Set(ours.values.map(abs)).count > 2)
        #expect(ours.outcomes(tie: 0.2) == .init(wins: 0, ties: 6, losses: 0))
        #expect(ours.outcomes() == .init(wins: 4, ties: 1, losses: 1))
        #expect(ours.wilcoxonTest == rounded.wilcoxonTest && ours.wilcoxonTest?.method == .approximate)
    }

    @Test func otherSidesMirrorEveryFigure() {
        for one in fixture.paired {
            let (ours, mirrored) = (PairedDifferences(a: one.a, b: one.b), PairedDifferences(a: one.b, b: one.a))
            #expect(mirrored.mean == ours.mean.map(-) && mirrored.tTest?.p == ours.tTest?.p)
            #expect(mirrored.randomisationP() == ours.randomisationP() && mirrored.wilcoxonTest?.p == ours.wilcoxonTest?.p)
            let (counts, other) = (ours.outcomes(tie: 0.05), mirrored.outcomes(tie: 0.05))
            #expect(counts.wins == other.losses && counts.losses == other.wins && counts.ties == other.ties)
        }
    }

    @Test func statsmodelsHolm() {
        for one in fixture.holm {
            let ours = Holm.adjusted(one.p.map(Optional.some)).map { $0 ?? -1 }
            #expect(zip(ours, one.adjusted).allSatisfy { same($0, $1) })
        }
        #expect(Holm.adjusted([0.04, nil, 0.01]) == [0.04, nil, 0.02])
    }

    // MARK: Agreement

    @Test func correlationsOfRandomAndTiedScores() {
        #expect(fixture.correlation.contains { $0.tauApB == nil })
        for (number, one) in fixture.correlation.enumerated() {
            let (ours, back) = (RankCorrelation(a: one.a, b: one.b), RankCorrelation(a: one.b, b: one.a))
            #expect(same(ours.kendallTauB, one.kendallTauB), "case \(number)")
            #expect(same(ours.tauAPB, one.tauApB) && same(ours.tauAP, one.tauAp), "case \(number)")
            #expect(same(ours.pearson, one.pearson) && same(ours.spearman, one.spearman), "case \(number)")
            #expect(same(ours.kendallTauB, back.kendallTauB) && same(ours.tauAPB, back.tauAPB), "case \(number)")
        }
    }

    /// The example of the R package ircor (Urbano and Marrero), as it is and rounded to fifths.
    @Test func publishedAPCorrelations() throws {
        let x = [0.06, 0.2, 0.27, 0.37, 0.57, 0.63, 0.66, 0.9, 0.91, 0.94]
        let y = [0.37, 0.06, 0.2, 0.27, 0.57, 0.66, 0.63, 0.91, 0.9, 0.94]
        let (forward, back) = (RankCorrelation(a: x, b: y).tauAP, RankCorrelation(a: y, b: x).tauAP)
        #expect([forward, back].map { (($0 ?? 0) * 1e4).rounded() } == [7491, 7593])
        func fifths(_ values: [Double]) -> [Double] { values.map { ($0 * 5).rounded(.toNearestOrEven) / 5 } }
        let tied = try #require(RankCorrelation(a: fifths(x), b: fifths(y)).tauAPB)
        #expect((tied * 1e7).rounded() == 6_269_841)
        let whole = try #require(RankCorrelation(a: fifths(x), b: fifths(x)).tauAPB)
        #expect(abs(whole - 1) < 1e-12)
        #expect(RankCorrelation(a: [1, 1, 1], b: [3, 2, 1]).tauAPB == nil)
    }

    // MARK: Rank-biased overlap

    @Test func theReferenceOfRankBiasedOverlap() throws {
        #expect(fixture.overlap.count == 80)
        for (number, one) in fixture.overlap.enumerated() {
            for ties in RankBiasedOverlap.Ties.allCases {
                let ours = try #require(
                    RankBiasedOverlap(one.a.ranking, one.b.ranking, persistence: one.p, ties: ties))
                let theirs = try #require(one.overlap[ties.rawValue])
                let figures = [ours.extrapolated, ours.minimum, ours.maximum]
                #expect(zip(figures, theirs).allSatisfy { same($0, $1) }, "case \(number) \(ties): \(figures) not \(theirs)")
                let back = try #require(RankBiasedOverlap(one.b.ranking, one.a.ranking, persistence: one.p, ties: ties))
                #expect(same(back.extrapolated, ours.extrapolated) && same(back.maximum, ours.maximum), "case \(number)")
            }
        }
    }

    private func strict(_ items: String) -> TiedRanking {
        TiedRanking(items.enumerated().map { (String($1), Double(-$0)) })
    }

    @Test func publishedOverlaps() throws {
        let uneven = try #require(RankBiasedOverlap(strict("NHMACFL"), strict("CGNA")))
        #expect(abs(uneven.extrapolated - 0.490384) < 5e-7 && abs(uneven.minimum - 0.260303) < 5e-7)
        #expect(abs(uneven.maximum - 0.688994) < 5e-7)
        let short = try #require(RankBiasedOverlap(strict("123"), strict("1"), persistence: 0.4))
        #expect(abs(short.extrapolated - 1) < 1e-12)
        let (ten, tied) = (strict("0123456789"), TiedRanking("0123456789".map { (String($0), 0) }))
        func overlap(_ a: TiedRanking, _ b: TiedRanking, _ ties: RankBiasedOverlap.Ties) -> Double {
            ((RankBiasedOverlap(a, b, ties: ties)?.extrapolated ?? -1) * 1e6).rounded()
        }
        #expect([.unknown, .equal, .corrected].map { overlap(ten, tied, $0) } == [651_322, 729_733, 769_978])
        #expect([.unknown, .equal, .corrected].map { overlap(tied, tied, $0) } == [651_322, 1_000_000, 1_000_000])
        #expect(RankBiasedOverlap(ten, TiedRanking([])) == nil && RankBiasedOverlap(ten, ten, persistence: 1) == nil)
        // Webber et al. 2010: with p = 0.9 the first ten ranks have 86 % of the weight.
        #expect((RankBiasedOverlap.weight(ofFirst: 10, persistence: 0.9) * 100).rounded() == 86)
    }

    /// Long lists of one group and of many cost no more than their length allows, and lose no precision.
    @Test func longTiedListsStayPrecise() throws {
        let items = (0..<100_000).map(String.init)
        let tied = TiedRanking(items.map { ($0, 0) })
        let whole = try #require(RankBiasedOverlap(tied, tied, persistence: 0.99, ties: .equal))
        #expect(abs(whole.extrapolated - 1) < 1e-9)
        let groups = TiedRanking(items.enumerated().map { ($1, Double($0 / 7)) })
        let own = try #require(RankBiasedOverlap(groups, groups, persistence: 0.99, ties: .corrected))
        #expect(abs(own.extrapolated - 1) < 1e-9)
    }

    // MARK: Distributions

    @Test func distancesOfDistributions() {
        for one in fixture.distance {
            #expect(same(DistributionDistance.jensenShannon(one.a, one.b), one.jensenShannon))
            #expect(same(DistributionDistance.wasserstein(one.a, one.b), one.wasserstein))
        }
        let (nine, ten) = ([0, 0, 1.0, 0], [0, 1.0, 0, 0])
        #expect(DistributionDistance.jensenShannon(nine, ten) == 1 && DistributionDistance.wasserstein(nine, ten) == 1)
        #expect(DistributionDistance.jensenShannon([0, 0], [1, 0]) == nil)
    }
}
