import Relevance
import TestSupport
import Testing

/// The bounds against every possible way to grade the unjudged documents.
@Suite struct MeasureBoundsTests {
    /// A ranking, its judgments (including documents that were not retrieved), and the options of the evaluation.
    private struct Made {
        var scores: [(id: String, score: Double)]
        var grades: [String: Int]
        var level: Int
        var scale: ClosedRange<Int>

        init(_ random: inout Mutator) {
            let count = Int.random(in: 0...7, using: &random)
            scores = (0..<count).map { (id: "d\($0)", score: Double(-$0)) }
            let highest = Int.random(in: 1...3, using: &random)
            scale = Int.random(in: -1...highest, using: &random)...highest
            level = Int.random(in: 0...2, using: &random)
            grades = [:]
            let share = Double.random(in: 0...1, using: &random)
            for (id, _) in scores where Double.random(in: 0..<1, using: &random) < share || grades.count + 4 < count {
                grades[id] = Int.random(in: -1...highest + 1, using: &random)
            }
            for id in 0..<Int.random(in: 0...4, using: &random) { grades["x\(id)"] = Int.random(in: -1...3, using: &random) }
        }

        var open: [String] { scores.map(\.id).filter { grades[$0] == nil } }

        /// The grades for each way to grade some or all of the unjudged documents.
        func eachGrading(_ body: ([String: Int]) -> Void) {
            let choices: [Int?] = [nil] + (scale.upperBound < 0 ? [] : Array(max(scale.lowerBound, 0)...scale.upperBound))
            func grade(_ rest: ArraySlice<String>, _ grades: [String: Int]) {
                guard let id = rest.first else { return body(grades) }
                for choice in choices {
                    var grades = grades
                    grades[id] = choice
                    grade(rest.dropFirst(), grades)
                }
            }
            grade(open[...], grades)
        }
    }

    @Test func boundsAreTheExtremesOfAllGradings() throws {
        let measures =
            try Measure.parse("all").filter { ($0.cutoff ?? 1) < 10 } + Measure.parse("P.1,2,3")
            + Measure.parse("recall.1,2,3,4") + Measure.parse("ndcg_cut.1,3") + Measure.parse("map_cut.2,3")
            + Measure.parse("ndcg_exp_cut.2,3") + Measure.parse("err.1,3") + Measure.parse("judged.3")
        var random = Mutator(seed: 31, words: [])
        for round in 0..<300 {
            let made = Made(&random)
            let options = EvaluationOptions(level: made.level, highestGrade: 4)
            func evaluation(_ grades: [String: Int]) -> QueryEvaluation {
                let entries = made.scores.map { RankedList.Entry(documentID: $0.id, rank: 1, score: $0.score) }
                return QueryEvaluation(ranking: entries, grades: grades, options: options)
            }
            var found: [Measure: ClosedRange<Double>] = [:]
            made.eachGrading { grades in
                let evaluation = evaluation(grades)
                for measure in measures {
                    let value = evaluation.value(measure)
                    let known = found[measure] ?? value...value
                    found[measure] = min(known.lowerBound, value)...max(known.upperBound, value)
                }
            }
            let evaluation = evaluation(made.grades)
            for measure in measures {
                let bounds = evaluation.bounds(measure, grades: made.scale)
                let expected = found[measure] ?? -1 ... -1
                #expect(
                    abs(bounds.lowerBound - expected.lowerBound) < 1e-12 && abs(bounds.upperBound - expected.upperBound) < 1e-12,
                    "round \(round), \(measure): \(bounds), not \(expected), for \(made)")
                #expect(bounds.contains(evaluation.value(measure)))
            }
        }
    }

    /// No measure costs more than linear time: with quadratic time this would take hours.
    @Test(.timeLimit(.minutes(3))) func aLongListHasBounds() throws {
        let count = 100_000
        let scores = (0..<count).map { (id: "d\($0)", score: Double(-$0)) }
        var grades: [String: Int] = [:]
        for place in stride(from: 0, to: count, by: 1000) { grades["d\(place)"] = place % 3000 == 0 ? 2 : 0 }
        let evaluation = QueryEvaluation(ranking: scores, grades: grades)
        for measure in Measure.standard {
            let bounds = evaluation.bounds(measure, grades: 0...3)
            #expect(bounds.contains(evaluation.value(measure)), "\(measure)")
        }
        #expect(evaluation.bounds(.averagePrecision, grades: 0...3).upperBound > 0.99)
        #expect(evaluation.bounds(.rPrecision, grades: 0...3).upperBound > 0.99)
        #expect(evaluation.bounds(.bpref, grades: 0...3).lowerBound < 0.01)
    }

    @Test func nothingIsOpenOnceAllIsJudged() throws {
        let evaluation = QueryEvaluation(
            ranking: [("a", 2), ("b", 1)].map { (id: $0.0, score: $0.1) }, grades: ["a": 0, "b": -1, "c": 2])
        for measure in try Measure.parse("all") {
            let value = evaluation.value(measure)
            #expect(evaluation.bounds(measure, grades: 0...3) == value...value)
        }
        #expect(evaluation.unjudgedCount == 0)
    }

    /// More judgments with grades of the scale never widen the bounds.
    @Test func boundsNarrowAsDocumentsAreJudged() throws {
        var random = Mutator(seed: 32, words: [])
        let scores = (0..<40).map { (id: "d\($0)", score: Double(-$0)) }
        var grades = ["x": 2, "y": 3]
        var known: [Measure: ClosedRange<Double>] = [:]
        for (id, _) in scores.shuffled(using: &random) {
            let evaluation = QueryEvaluation(ranking: scores, grades: grades)
            // Only ERR depends on the highest grade judged so far.
            for measure in Measure.standard where measure.kind != .expectedReciprocalRank {
                let bounds = evaluation.bounds(measure, grades: 0...3)
                let before = known[measure] ?? -.infinity ... .infinity
                #expect(
                    bounds.lowerBound >= before.lowerBound - 1e-12 && bounds.upperBound <= before.upperBound + 1e-12, "\(measure)"
                )
                known[measure] = bounds
            }
            grades[id] = Int.random(in: 0...3, using: &random)
        }
    }
}
