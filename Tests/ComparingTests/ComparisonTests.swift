import Comparing
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// What two sides are compared by, on small lists worked out by hand.
@Suite struct ComparisonTests {
    private static let model = ModelDescription(
        name: "small", file: "small.gguf", sha256: "a", architecture: "llama", quantisation: "F32", parameters: 1,
        contextLength: 512, engine: "t", threads: 1, batchLimit: 1, machine: "t")

    /// A side that gave no scores is in the order of its candidates, which is said.
    @Test func aSideWithoutAnswersIsSaid() throws {
        func silent(_ count: Int) -> ComparisonSide {
            var list = list("1", [("a", 3), ("b", 2), ("c", 1)])
            for place in 0..<count { list.documents[2 - place].score = nil }
            return side("b", [list])
        }
        let a = side("a", [list("1", [("a", 3), ("b", 2), ("c", 1)])])
        let comparison = Comparison(a, silent(2))
        #expect(comparison.unanswered.b.count == 2 && comparison.unanswered.a.count == 0)
        #expect(comparison.cautions.contains { $0.hasPrefix("B gave no score to 2 of its 3 documents") })
        #expect(!Comparison(a, silent(1)).cautions.contains { $0.contains("gave no score") })
    }

    private func list(_ query: String, _ documents: [(String, Double)], unscored: Int = 0) -> ComparisonSide.List {
        var list = ComparisonSide.List(
            queryID: query, text: "query \(query)",
            documents: documents.enumerated().map { .init(id: $1.0, rank: $0 + 1, score: $1.1) })
        list.unscored = unscored
        return list
    }

    private func side(_ name: String, _ lists: [ComparisonSide.List], mode: ScoringMode? = nil) -> ComparisonSide {
        let settings = mode.map {
            ComparisonSide.Settings(model: Self.model, run: RunSettings(mode: $0), rankBy: .paper)
        }
        return ComparisonSide(name: name, source: name, settings: settings, lists: lists)
    }

    private var qrels: Qrels {
        var qrels = Qrels()
        for query in ["1", "2"] {
            for (id, grade) in [("x", 2), ("y", 1), ("z", 0)] { qrels.set(grade, query: query, document: id) }
        }
        return qrels
    }

    private let best = [("x", 3.0), ("y", 2.0), ("z", 1.0)]
    private let worst = [("z", 3.0), ("y", 2.0), ("x", 1.0)]

    /// A query of which a side was scored in part has no figures: it enters no mean, no test and no regression, and is named.
    @Test func aQueryScoredInPartIsLeftOut() throws {
        let a = side("a", [list("1", best), list("2", best)])
        let b = side("b", [list("1", best), list("2", [("z", 3.0)], unscored: 2)])
        let comparison = Comparison(a, b, qrels: qrels)
        #expect(comparison.unfinished.map(\.id) == ["2"] && comparison.pairedCount == 1 && comparison.countedQueries == 1)
        let first = try #require(comparison.measures.first)
        #expect(first.differences.values == [0] && first.a == 1 && comparison.regressions.isEmpty)
        #expect(comparison.omission == "1 query is left out so far (2): 2 documents are not scored")
        #expect(comparison.cautions.contains("1 query is left out so far (2): 2 documents are not scored"))
        #expect(comparison.agreement.first { $0.name == "kendall_tau_b" }?.mean == 1)
        let whole = Comparison(a, side("b", [list("1", best), list("2", worst)]), qrels: qrels)
        #expect(whole.omission == nil && whole.regressions.map(\.id) == ["2"] && whole.countedQueries == 2)
    }

    /// What the thought changed is told of whole queries alone: ranks of a list in part are no ranks.
    @Test func theFindingIsOfWholeQueries() throws {
        func scored(_ query: String, _ documents: [(String, Double)], unscored: Int = 0) -> ComparisonSide.List {
            var list = list(query, documents, unscored: unscored)
            for place in list.documents.indices {
                list.documents[place].result = DocumentResult(
                    outcome: .scored(answer: 1, forced: false), promptTokens: 10, newTokens: 5)
            }
            return list
        }
        let a = side("a", [scored("1", best), scored("2", best)], mode: .direct)
        let part = side("b", [scored("1", best), scored("2", [("z", 1)], unscored: 2)], mode: .reasoned)
        let finding = try #require(Comparison(a, part, qrels: qrels).thoughtFinding)
        #expect(finding.moved == 0 && finding.documents == 3 && finding.p == nil)
        let whole = side("b", [scored("1", best), scored("2", worst)], mode: .reasoned)
        let other = try #require(Comparison(a, whole, qrels: qrels).thoughtFinding)
        #expect(other.moved == 2 && other.documents == 6 && other.p != nil)
        // The limit of new tokens says nothing where no thought is written; another instruction does.
        var limited = whole
        limited.settings?.run.maxNewTokens = 7
        #expect(Comparison(a, limited, qrels: qrels).thoughtFinding == other)
        limited.settings?.run.instruction = "another"
        #expect(Comparison(a, limited, qrels: qrels).thoughtFinding == nil)
    }

    /// Every pair of documents with different grades, counted one by one.
    @Test func judgedPairsAreThoseCountedOneByOne() throws {
        var random = Mutator(seed: 3, words: [])
        for _ in 0..<200 {
            let documents = (0..<Int.random(in: 0...14, using: &random)).map { _ in
                (
                    grade: Int.random(in: -1...3, using: &random), a: Double(Int.random(in: 0...6, using: &random)),
                    b: Double(Int.random(in: 0...6, using: &random))
                )
            }
            var wanted = JudgedPairs()
            for one in documents {
                for other in documents where one.grade > other.grade {
                    wanted.count += 1
                    if one.a > other.a { wanted.rightA += 1 }
                    if one.b > other.b { wanted.rightB += 1 }
                    if one.a > other.a, one.b > other.b { wanted.rightBoth += 1 }
                }
            }
            #expect(JudgedPairs(documents) == wanted)
        }
        #expect(JudgedPairs((0...JudgedPairs.mostGrades).map { (grade: $0, a: 0, b: 0) }) == nil)
    }

    @Test func flippedPairsAreThoseCountedOneByOne() throws {
        var random = Mutator(seed: 4, words: [])
        for count in 2..<30 {
            let (a, b) = (0..<count).reduce(into: ([Double](), [Double]())) { lists, _ in
                lists.0.append(Double(Int.random(in: 0...8, using: &random)))
                lists.1.append(Double(Int.random(in: 0...8, using: &random)))
            }
            var flipped = 0
            for i in 0..<count { for j in 0..<i where (a[i] - a[j]) * (b[i] - b[j]) < 0 { flipped += 1 } }
            let share = try #require(RankCorrelation(a: a, b: b).flippedShare)
            #expect(abs(share - Double(flipped) / Double(count * (count - 1) / 2)) < 1e-12)
        }
    }

    /// A yes is no score from 0 to 10: the gap of such scores says nothing.
    @Test func scoresOfTwoScalesHaveNoGap() throws {
        func scored(_ score: Double) -> ComparisonSide.List {
            var list = list("1", [("x", score)])
            list.documents[0].result = DocumentResult(outcome: .scored(answer: 1, forced: false))
            return list
        }
        func gap(_ mode: ScoringMode) -> Double? {
            Comparison(side("a", [scored(0.9)], mode: .direct), side("b", [scored(4)], mode: mode)).queries.first?.documents
                .first?
                .scoreGap
        }
        #expect(gap(.binary) == nil)
        #expect(gap(.reasoned).map { abs($0 - 3.1) < 1e-12 } == true)
    }

    /// A list without scores goes by its ranks: it has an order and no ties.
    @Test func aListWithoutScoresGoesByItsRanks() throws {
        var ranked = list("1", best)
        for place in ranked.documents.indices { ranked.documents[place].score = nil }
        ranked.isByRank = true
        let query = try #require(Comparison(side("a", [ranked]), side("b", [list("1", worst)])).queries.first)
        #expect(query.correlation.kendallTauB == -1 && query.documents.allSatisfy { $0.a?.score == nil })
    }

    @Test func anOutcomeIsOneRule() {
        #expect(PairedDifferences.outcome(of: 1e-13) == .tie && PairedDifferences.outcome(of: -0.01) == .loss)
        #expect(PairedDifferences.outcome(of: 0.01, tie: 0.02) == .tie && PairedDifferences.outcome(of: 0.03, tie: 0.02) == .win)
        let outcomes = PairedDifferences([1e-13, -0.01, 0.03]).outcomes(tie: 0.005)
        #expect((outcomes.wins, outcomes.ties, outcomes.losses) == (1, 1, 1))
    }
}
