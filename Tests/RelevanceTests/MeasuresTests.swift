import Foundation
import Relevance
import Testing

/// Values against those of trec_eval, recorded by `Tests/Fixtures/make_measures.py`.
@Suite struct MeasuresTests {
    /// Every measure that the fixture has, per query, on ties, repeated scores, negative grades and every level.
    @Test func everyQueryHasTrecEvalsValues() throws {
        var compared = Set<Measure.Kind>()
        for made in try MeasureFixture.load().cases {
            let (qrels, run) = (try made.readQrels(), try made.readRun())
            for values in made.values {
                let options = EvaluationOptions(level: values.level, judgedOnly: values.judgedOnly)
                let evaluation = Evaluation(run, qrels: qrels, options: options)
                #expect(Set(evaluation.queries.map(\.id)) == Set(values.queries.keys))
                for query in evaluation.queries {
                    for (name, expected) in values.queries[query.id] ?? [:] {
                        guard let measure = Measure(name) else { continue }
                        compared.insert(measure.kind)
                        // trec_eval's gm_map of a single query is the logarithm.
                        let value = query.evaluation.value(measure)
                        let comparable = measure.kind == .geometricAveragePrecision ? log(max(value, 0.00001)) : value
                        #expect(
                            abs(comparable - expected) < 1e-7,
                            """
                            \(name) of \(query.id) at \(values.level)\(values.judgedOnly ? " -J" : ""): \(value), not \(expected)
                            """
                        )
                    }
                }
            }
        }
        #expect(compared == Set(Measure.Kind.allCases).subtracting([.runID]))
    }

    @Test(
        .enabled(if: CollectionsTests.folder != nil, "ERANK_TEST_COLLECTIONS does not name the folder of the collections"),
        arguments: ["cranfield", "cisi", "npl"])
    func collectionsHaveTrecEvalsValues(_ name: String) throws {
        let base = try #require(CollectionsTests.folder) + "/" + name
        let expected = try #require(try MeasureFixture.collections()[name])
        let evaluation = Evaluation(try Run.read(base + "/bm25.trec").value, qrels: try Qrels.read(base + "/qrels.trec").value)
        #expect(Set(evaluation.queries.map(\.id)) == Set(expected.queries.keys))
        let measures = expected.measures.compactMap { Measure($0) }
        #expect(measures.count == expected.measures.count)
        for query in evaluation.queries {
            for (measure, value) in zip(measures, expected.queries[query.id] ?? []) {
                #expect(abs(query.evaluation.value(measure) - value) < 1e-6, "\(measure) of \(query.id)")
            }
        }
    }

    @Test func tiesGoByFallingIDInSinglePrecision() {
        let scores = [("a", 1.0), ("b", 1 + 1e-9), ("é", 1.0), ("B", 1.0), ("z", .nan), ("c", 2.0)].map {
            (id: $0.0, score: $0.1)
        }
        let evaluation = QueryEvaluation(ranking: scores, grades: [:])
        #expect(evaluation.documentIDs == ["c", "é", "b", "a", "B", "z"])
    }

    @Test func aDocumentThatStandsTwiceCountsOnce() {
        let scores = [("a", 1.0), ("b", 2.0), ("a", 3.0)].map { (id: $0.0, score: $0.1) }
        let evaluation = QueryEvaluation(ranking: scores, grades: ["a": 1, "b": 0])
        #expect(evaluation.documents.map(\.id) == ["a", "b"] && evaluation.documents.map(\.grade) == [1, 0])
        #expect(evaluation.value(.averagePrecision) == 1 && evaluation.value(.recall(at: 5)) == 1)
    }

    /// Shares sum to the value and belong to documents of the ranking that contribute.
    @Test func documentsMakeTheFigure() throws {
        let apart: Set<Measure.Kind> = [.queries, .relevant, .rankBiasedResidual]
        for made in try MeasureFixture.load().cases {
            let evaluation = Evaluation(try made.readRun(), qrels: try made.readQrels())
            for query in evaluation.queries {
                for measure in try Measure.parse("all") where !apart.contains(measure.kind) {
                    let shares = query.evaluation.contributions(measure)
                    let sum = shares.reduce(0) { $0 + $1.share }
                    #expect(abs(sum - query.evaluation.value(measure)) < 1e-9, "\(measure) of \(query.id)")
                    #expect(shares.allSatisfy { query.evaluation.documents[$0.document.rank - 1] == $0.document })
                    #expect(shares.map(\.document.rank) == shares.map(\.document.rank).sorted())
                }
            }
        }
        let evaluation = QueryEvaluation(
            ranking: [("a", 3), ("b", 2), ("c", 1)].map { (id: $0.0, score: $0.1) }, grades: ["a": 1, "c": 1])
        #expect(evaluation.contributions(.averagePrecision).map(\.share) == [0.5, 1.0 / 3])
        #expect(evaluation.contributions(.averagePrecision).map(\.document.id) == ["a", "c"])
    }

    @Test func emptyRankingsAndQueriesWithoutJudgmentsAreZero() {
        for measure in Measure.standard where measure.kind != .rankBiasedResidual {
            #expect(QueryEvaluation(ranking: [(id: String, score: Double)](), grades: ["a": 1]).value(measure) == 0, "\(measure)")
            #expect(QueryEvaluation(ranking: [(id: "a", score: 1)], grades: [:]).value(measure) == 0, "\(measure)")
        }
    }

    /// Grades in a file may be any integer.
    @Test(arguments: [Int.min, -1, 0, 1, 64, 1024, 5000, Int.max]) func outlandishGradesStayFinite(_ grade: Int) throws {
        let scores = (0..<8).map { (id: "d\($0)", score: Double(-$0)) }
        for level in [0, 1, Int.max] {
            let evaluation = QueryEvaluation(ranking: scores, grades: ["d1": grade, "d3": 1, "x": grade], level: level)
            for measure in try Measure.parse("all") {
                #expect(evaluation.value(measure).isFinite, "\(measure)")
                let bounds = evaluation.bounds(measure, grades: min(grade, 2)...max(grade, 3))
                #expect(bounds.contains(evaluation.value(measure)) && bounds.upperBound.isFinite, "\(measure): \(bounds)")
            }
        }
    }

    @Test func aRunIsNamedByItsLastLineAndMayHaveMoreColumns() throws {
        let text = "1 Q0 a 1 2 first\n1 Q0 b 2 1 last more\n"
        let reading = try Run.read(LineReader(Array(text.utf8), name: "r"))
        #expect(reading.value.tag == "last" && reading.warnings.isEmpty && reading.value.lists[0].entries.count == 2)
    }

    @Test func overallFiguresWithAndWithoutTheMissing() throws {
        let run = try Run.read(LineReader(Array("2 Q0 a 1 2 t\n2 Q0 b 2 1 t\n10 Q0 c 1 1 t\n7 Q0 a 1 1 t\n".utf8), name: "r"))
            .value
        let qrels = try Qrels.read(LineReader(Array("2 0 b 1\n10 0 c 2\n3 0 a 1\n".utf8), name: "q")).value
        let evaluation = Evaluation(run, qrels: qrels)
        #expect(evaluation.queries.map(\.id) == ["10", "2"])
        #expect(evaluation.overall(.averagePrecision) == 0.75)
        let complete = Evaluation(run, qrels: qrels, isComplete: true)
        #expect(complete.overall(.averagePrecision) == 0.5)
        #expect(try Measure.parse("num_rel").map { complete.overall($0) } == [3])
        #expect(complete.values(.reciprocalRank) == [1, 0.5, 0])
        #expect(evaluation.interval(.averagePrecision).map { $0.contains(0.75) } == true)
        #expect(try Measure.parse("num_ret").allSatisfy { evaluation.interval($0) == nil })
    }

    /// FollowIR's p-MRR, compared with its own code.
    @Test func pairwiseMRR() throws {
        let fixture = try MeasureFixture.load()
        let changed = try Qrels.read(LineReader(Array(fixture.changed.qrels.utf8), name: "changed")).value
        let (first, second) = (fixture.cases[0], fixture.cases[1])
        let figure = PairwiseMRR(
            original: (try first.readRun(), try second.readQrels()), changed: (try second.readRun(), changed))
        #expect(Set(figure.queries.map(\.id)) == Set(fixture.changed.queries.keys))
        for query in figure.queries { #expect(abs(query.value - (fixture.changed.queries[query.id] ?? 9)) < 1e-7) }
        #expect(abs(figure.mean - fixture.changed.queries.values.reduce(0, +) / Double(figure.queries.count)) < 1e-7)
    }

    @Test func pairwiseMRRPairsFollowIRsQueryIDs() throws {
        func run(_ query: String, _ ids: [String]) -> Run {
            let entries = ids.enumerated().map { RankedList.Entry(documentID: $1, rank: $0 + 1, score: Double(-$0)) }
            return Run(tag: "t", lists: [RankedList(queryID: query, entries: entries)])
        }
        var (before, after) = (Qrels(), Qrels())
        before.set(1, query: "1-og", document: "a")
        before.set(1, query: "1-og", document: "b")
        after.set(0, query: "1-changed", document: "a")
        after.set(1, query: "1-changed", document: "b")
        let sank = PairwiseMRR(
            original: (run("1-og", ["a", "b"]), before), changed: (run("1-changed", ["b", "x", "y", "a"]), after))
        #expect(sank.queries.map(\.id) == ["1"] && sank.queries.map(\.value) == [0.75])
        let rose = PairwiseMRR(original: (run("1-og", ["b", "x", "y", "a"]), before), changed: (run("1-changed", ["a"]), after))
        #expect(rose.mean == -0.75)
    }
}
