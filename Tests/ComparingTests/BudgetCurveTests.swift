import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@testable import Comparing

/// How a ranking depends on how long the model may think.
@Suite struct BudgetCurveTests {
    private static let candidates = (1...3).map { Candidate(document: Document(id: "d\($0)", text: "x"), firstStageRank: $0) }

    private static func distribution(_ answer: Int) -> ScoreDistribution {
        var probabilities = [Double](repeating: 0, count: 11)
        probabilities[answer] = 1
        return ScoreDistribution(probabilities: probabilities, other: 0)
    }

    /// Each document: the answers at some tokens, and at the end, after 40 tokens, the last of them.
    private func run(_ answers: [[(tokens: Int, answer: Int)]]) throws -> RunState {
        var events: [SessionEvent] = [
            .candidates(Self.candidates, source: "here"), .start(query: Query(id: "1", text: "q"), of: Self.candidates),
        ]
        for (document, answers) in answers.enumerated() {
            for number in 0..<40 { events.append(.run(.token(document: document, .scripted(" t", id: number)))) }
            for (tokens, answer) in answers.dropLast() {
                let stop = Stop(afterTokens: tokens, closing: "", distribution: Self.distribution(answer))
                events.append(.run(.stop(document: document, stop)))
            }
            let last = answers.last?.answer ?? 0
            let result = DocumentResult(
                outcome: .scored(answer: last, forced: false), distribution: Self.distribution(last), answerToken: 39,
                newTokens: 40)
            events.append(.run(.finished(document: document, result)))
        }
        let state = events.enumerated().reduce(into: SessionState()) {
            $0.apply(TimedEvent(milliseconds: $1.offset, event: $1.element))
        }
        return try #require(state.runs.first)
    }

    private var qrels: Qrels {
        var qrels = Qrels()
        qrels.set(2, query: "1", document: "d3")
        qrels.set(1, query: "1", document: "d2")
        return qrels
    }

    /// At first the order is d1, d2, d3; from 20 tokens on the last document is right, from 40 on all are.
    @Test func theRankingComesRightWithTheTokens() throws {
        let run = try run([
            [(0, 9), (10, 8), (39, 1)], [(0, 7), (10, 7), (39, 7)], [(0, 3), (20, 10), (39, 10)],
        ])
        let curve = try #require(BudgetCurve([run], rankBy: .paper, grades: { qrels.grades[$0.exportedID] }))
        #expect(curve.points.map(\.budget) == [0, 8, 16, 24, 32, 39] && curve.documents == 3 && curve.settledAtOnce == 1)
        #expect(curve.points.map(\.kendallTauB).first == -1 && curve.points.last?.kendallTauB == 1)
        #expect(curve.points.map(\.tokenShare) == [0, 8, 16, 24, 32, 39].map { $0 / 39 })
        func ndcg(_ ids: [String]) -> Double {
            let entries = ids.enumerated().map { RankedList.Entry(documentID: $1, rank: $0 + 1, score: -Double($0)) }
            return QueryEvaluation(ranking: entries, grades: qrels.grades["1"] ?? [:]).value(.ndcg(at: 10))
        }
        let values = [["d1", "d2", "d3"], ["d1", "d2", "d3"], ["d1", "d2", "d3"], ["d3", "d1", "d2"], ["d3", "d1", "d2"]]
        #expect(curve.points.dropLast().map(\.value) == values.map(ndcg))
        #expect(curve.points.last?.value == 1 && curve.enough?.budget == 39)
        #expect(
            curve.sentence.hasPrefix("1 of 3 documents has its answer before a thought, and never changes it; no shorter")
        )
        // A thought that spoils the ranking is said to.
        let spoilt = try self.run([[(0, 3), (39, 9)], [(0, 5), (39, 5)], [(0, 9), (39, 1)]])
        let words = try #require(BudgetCurve([spoilt], rankBy: .paper, grades: { qrels.grades[$0.exportedID] })).sentence
        #expect(words.contains("; best at 0 tokens: 1.000 against 0."), "\(words)")
        // Without judgments the agreement decides.
        let alone = try #require(BudgetCurve([run], rankBy: .paper, grades: nil))
        #expect(alone.measure == nil && alone.points.allSatisfy { $0.value == nil } && alone.enough?.budget == 39)
        #expect(try #require(BudgetCurve([run], rankBy: .paper, grades: { _ in [:] })).measure == nil)
    }

    /// Where nothing ever changes, no thought is needed; a run without stops has no curve.
    @Test func thoughtsThatChangeNothing() throws {
        let same = try run([[(0, 9), (39, 9)], [(0, 7), (39, 7)], [(0, 3), (39, 3)]])
        let curve = try #require(BudgetCurve([same], rankBy: .expected, grades: nil))
        #expect(curve.enough?.budget == 0 && curve.settledAtOnce == 3)
        #expect(curve.sentence.contains("at most 0 tokens (0 % of all tokens)"))
        #expect(BudgetCurve([try run([[(39, 9)], [(39, 7)], [(39, 3)]])], rankBy: .paper, grades: nil) == nil)
        #expect(BudgetCurve([], rankBy: .paper, grades: nil) == nil)
        // A query without stops is not ranked, and an early stop behind the first token is none of the empty thought.
        let late = try run([[(5, 9), (39, 9)], [(39, 7)], [(39, 3)]])
        let some = try #require(
            BudgetCurve([same, late, try run([[(39, 9)], [(39, 7)], [(39, 3)]])], rankBy: .paper, grades: nil))
        #expect(some.queries == 2 && some.settledAtOnce == 3 && some.documents == 4)
        // A document without stops counts as it is.
        let mixed = try #require(BudgetCurve([try run([[(0, 9), (39, 9)], [(39, 7)], [(39, 3)]])], rankBy: .paper, grades: nil))
        #expect(mixed.documents == 1 && mixed.unstopped == 2)
    }
}
