import Relevance
import Reranking
import Testing

@Suite struct RankingTests {
    private func candidates(_ count: Int, scored: Bool = true) -> [Candidate] {
        (0..<count).map {
            Candidate(
                document: Document(id: "d\($0)", text: ""), firstStageRank: $0 + 1,
                firstStageScore: scored ? Double(count - $0) : nil)
        }
    }

    private func result(_ answer: Int, _ probability: Double) -> DocumentResult {
        var probabilities = [Double](repeating: 0, count: 11)
        probabilities[answer] = probability
        return DocumentResult(
            outcome: .scored(answer: answer, forced: false),
            distribution: ScoreDistribution(probabilities: probabilities, other: 1 - probability))
    }

    @Test func paperScoreIsAnswerTimesItsProbability() {
        let ranking = Ranking.rank(
            candidates: candidates(3), results: [result(9, 0.5), result(5, 1), result(0, 1)], mode: .reasoned, by: .paper)
        #expect(ranking.map(\.document) == [1, 0, 2])
        #expect(ranking.map(\.score) == [5, 4.5, 0])
        #expect(ranking.map(\.rank) == [1, 2, 3])
    }

    @Test func zerosTieAndKeepFirstStageOrder() {
        let ranking = Ranking.rank(
            candidates: candidates(4), results: [result(0, 0.9), result(0, 0.2), result(3, 1), result(0, 0.5)], mode: .reasoned,
            by: .paper)
        #expect(ranking.map(\.document) == [2, 0, 1, 3])
        #expect(ranking.map(\.isTied) == [false, true, true, true])
    }

    @Test func failuresRankLastAndAreNoZero() {
        let failed: [DocumentResult?] = [
            DocumentResult(outcome: .unreadable("x")), nil, result(0, 1), DocumentResult(outcome: .cutOff),
        ]
        let ranking = Ranking.rank(candidates: candidates(4), results: failed, mode: .reasoned, by: .paper)
        #expect(ranking.map(\.document) == [2, 0, 3, 1])
        #expect(ranking.map(\.score) == [0, nil, nil, nil])
    }

    @Test func binaryIsTheShareOfYes() {
        let yes = DocumentResult(
            outcome: .scored(answer: 1, forced: true), distribution: ScoreDistribution(probabilities: [0.1, 0.3], other: 0.6))
        #expect(abs((Ranking.score(of: yes, mode: .binary, by: .paper) ?? 0) - 0.75) < 1e-12)
    }

    @Test func hybridWeighsNormalisedLists() throws {
        let ranking = Ranking.scores(
            candidates: candidates(2), results: [result(2, 1), result(4, 1)], mode: .reasoned, by: .hybrid)
        // Two values normalise to +1 and -1: 0.2 - 0.8 and -0.2 + 0.8.
        #expect(abs(try #require(ranking[0]) + 0.6) < 1e-12)
        #expect(abs(try #require(ranking[1]) - 0.6) < 1e-12)
        // Without deviation a part contributes 0; without first-stage scores the ranks are used.
        let equal = Ranking.scores(
            candidates: candidates(2, scored: false), results: [result(4, 1), result(4, 1)], mode: .reasoned, by: .hybrid)
        #expect(equal == [0.2, -0.2])
    }

    private func answered(_ answer: Int) -> DocumentResult { DocumentResult(outcome: .scored(answer: answer, forced: false)) }

    @Test func withoutADistributionTheWholeListRanksByTheAnswers() {
        // Paper's scores: 4.5, none, 1. Answers: 9, 7, 10.
        let mixed = [result(9, 0.5), answered(7), result(10, 0.1)]
        for rankBy in [RankBy.paper, .expected, .integer] {
            let ranking = Ranking.rank(candidates: candidates(3), results: mixed, mode: .reasoned, by: rankBy)
            #expect(ranking.map(\.document) == [2, 0, 1] && ranking.map(\.score) == [10, 9, 7])
            let rule = Ranking.rule(mixed, by: rankBy)
            #expect(rule == RankingRule(asked: rankBy, scored: 3, withoutDistribution: 1) && rule.applied == .integer)
        }
        // A failed document does not count as one without a distribution.
        let failed = [result(9, 0.5), DocumentResult(outcome: .cutOff), result(10, 0.1), nil]
        #expect(
            Ranking.rank(candidates: candidates(4), results: failed, mode: .reasoned, by: .paper).map(\.document) == [0, 2, 1, 3])
        #expect(Ranking.rule(failed, by: .paper).applied == .paper && Ranking.rule(failed, by: .paper).note == nil)
        let binary = [answered(0), DocumentResult(outcome: .unreadable("")), answered(1)]
        #expect(Ranking.scores(candidates: candidates(3), results: binary, mode: .binary, by: .paper) == [0, nil, 1])
    }

    @Test func theHybridMixesTheAnswersWithTheFirstStage() {
        let answers = [answered(2), answered(8)]
        let hybrid = Ranking.scores(candidates: candidates(2), results: answers, mode: .reasoned, by: .hybrid)
        #expect(hybrid.compactMap(\.self).map { ($0 * 1e9).rounded() } == [-0.6e9, 0.6e9])
        // A certain 9 and an uncertain 10: if a third document has no distribution, 10 ranks above 9.
        let mixed = [result(9, 1), result(10, 0.1), answered(0)]
        let scores = Ranking.scores(candidates: candidates(3), results: mixed, mode: .reasoned, by: .hybrid)
        let answersAlone = Ranking.scores(
            candidates: candidates(3), results: [answered(9), answered(10), answered(0)], mode: .reasoned, by: .hybrid)
        #expect(scores == answersAlone)
        #expect(Ranking.rule(mixed, by: .hybrid).applied == .hybrid)
    }

    @Test func oneDocumentsNumberNeedsADistributionForAllButTheInteger() {
        #expect(RankBy.allCases.map { Ranking.score(of: answered(7), mode: .reasoned, by: $0) } == [nil, nil, 7, nil])
        #expect(Ranking.score(of: answered(11), mode: .reasoned, by: .integer) == nil)
        #expect(Ranking.score(of: answered(2), mode: .binary, by: .integer) == nil)
    }

    @Test func theRuleSaysWhatIsMissing() {
        func note(_ rankBy: RankBy, _ scored: Int, _ without: Int) -> String? {
            RankingRule(asked: rankBy, scored: scored, withoutDistribution: without).note
        }
        #expect(note(.paper, 3, 3) == "no distribution: ranked by the answers alone")
        #expect(
            note(.expected, 3, 1) == "no distribution of 1 of the 3 scored documents: ranked by the answers alone")
        #expect(note(.hybrid, 3, 3) == "no distribution: the hybrid score uses the answers alone")
        #expect(note(.integer, 3, 3) == "no distribution" && note(.paper, 3, 0) == nil)
    }

    /// For any mixture of results, every candidate appears once, scores never rise, and equal scores keep their order.
    @Test func isAlwaysAStablePermutation() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let count = Int.random(in: 0...12, using: &random)
            let results: [DocumentResult?] = (0..<count).map { _ in
                switch Int.random(in: 0...7, using: &random) {
                case 0: nil
                case 1: answered(Int.random(in: 0...10, using: &random))
                case 2: DocumentResult(outcome: .cancelled)
                default: result(Int.random(in: 0...10, using: &random), Bool.random(using: &random) ? 1 : 0.5)
                }
            }
            for rankBy in RankBy.allCases {
                let ranking = Ranking.rank(candidates: candidates(count), results: results, mode: .reasoned, by: rankBy)
                #expect(ranking.map(\.document).sorted() == Array(0..<count))
                for (a, b) in zip(ranking, ranking.dropFirst()) {
                    let order = (a.score ?? -.infinity, b.score ?? -.infinity)
                    #expect(order.0 >= order.1)
                    if let score = a.score, score == b.score { #expect(a.document < b.document && a.isTied && b.isTied) }
                }
            }
        }
    }
}
