import Relevance
import TestSupport
import Testing

/// The bounds of a difference against every possible way to grade the unjudged documents.
@Suite struct DifferenceBoundsTests {
    private struct Made {
        var rankings: [[String]]
        var grades: [String: Int]
        var options: EvaluationOptions
        var scale: ClosedRange<Int>

        init(_ random: inout Mutator) {
            let ids = (0..<Int.random(in: 1...5, using: &random)).map { "d\($0)" }
            // Some documents are in one ranking only.
            rankings = (0..<2).map { _ in
                ids.shuffled(using: &random).filter { _ in Double.random(in: 0..<1, using: &random) < 0.9 }
            }
            let highest = Int.random(in: 1...3, using: &random)
            scale = Int.random(in: -1...highest, using: &random)...highest
            options = EvaluationOptions(level: Int.random(in: 1...2, using: &random), highestGrade: 4)
            grades = [:]
            for id in ids + ["x"] where Bool.random(using: &random) {
                grades[id] = Int.random(in: -1...highest + 1, using: &random)
            }
        }

        func evaluations(_ grades: [String: Int]) -> (QueryEvaluation, QueryEvaluation) {
            let made = rankings.map { ids in
                let entries = ids.enumerated().map { RankedList.Entry(documentID: $1, rank: $0 + 1, score: -Double($0)) }
                return QueryEvaluation(ranking: entries, grades: grades, options: options)
            }
            return (made[0], made[1])
        }

        /// The grades for each way to grade some or all of the unjudged documents.
        func eachGrading(_ body: ([String: Int]) -> Void) {
            let choices: [Int?] = [nil] + Array(max(scale.lowerBound, 0)...scale.upperBound)
            func grade(_ rest: ArraySlice<String>, _ grades: [String: Int]) {
                guard let id = rest.first else { return body(grades) }
                for choice in choices {
                    var grades = grades
                    grades[id] = choice
                    grade(rest.dropFirst(), grades)
                }
            }
            grade(Array(Set(rankings.joined())).filter { grades[$0] == nil }[...], grades)
        }
    }

    @Test func theyHoldForEveryGradingAndAreExactWhereTheySaySo() throws {
        let exact =
            try Measure.parse("ndcg") + Measure.parse("ndcg_cut.1,3") + Measure.parse("ndcg_exp_cut.2,3") + Measure.parse("P.1,3")
            + Measure.parse("recip_rank")
        let safe = try Measure.parse("all").filter { ($0.cutoff ?? 1) < 10 && !["runid", "num_q", "gm_map"].contains($0.name) }
        var random = Mutator(seed: 47, words: [])
        for round in 0..<250 {
            let made = Made(&random)
            var found: [Measure: ClosedRange<Double>] = [:]
            made.eachGrading { grades in
                let (a, b) = made.evaluations(grades)
                for measure in Set(exact + safe) {
                    let difference = b.value(measure) - a.value(measure)
                    let known = found[measure] ?? difference...difference
                    found[measure] = min(known.lowerBound, difference)...max(known.upperBound, difference)
                }
            }
            let (a, b) = made.evaluations(made.grades)
            for (measure, all) in found {
                let bounds = a.differenceBounds(measure, to: b, grades: made.scale)
                #expect(
                    bounds.lowerBound <= all.lowerBound + 1e-12 && bounds.upperBound >= all.upperBound - 1e-12,
                    "round \(round), \(measure): \(bounds), but \(all) happens, for \(made)")
                guard exact.contains(measure) else { continue }
                #expect(
                    abs(bounds.lowerBound - all.lowerBound) < 1e-12 && abs(bounds.upperBound - all.upperBound) < 1e-12,
                    "round \(round), \(measure): \(bounds), not \(all), for \(made)")
            }
            // The other way round they are mirrored; a ranking against itself cannot differ.
            for measure in exact {
                let (there, back) = (
                    a.differenceBounds(measure, to: b, grades: made.scale), b.differenceBounds(measure, to: a, grades: made.scale)
                )
                #expect(abs(there.lowerBound + back.upperBound) < 1e-12 && abs(there.upperBound + back.lowerBound) < 1e-12)
                let same = a.differenceBounds(measure, to: a, grades: made.scale)
                #expect(abs(same.lowerBound) < 1e-12 && abs(same.upperBound) < 1e-12)
            }
        }
    }
}
