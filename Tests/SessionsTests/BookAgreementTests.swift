import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@Suite struct BookAgreementTests {
    private func book(_ grades: [(String, String, String, Int)]) -> JudgmentBook {
        var book = JudgmentBook()
        for (judge, query, document, grade) in grades {
            book.apply(Judgment(queryID: query, documentID: document, verdict: .grade(grade), judge: judge))
        }
        return book
    }

    @Test func pairsAndDisagreementsWidestFirst() {
        var book = book([
            ("ann", "1", "a", 0), ("ann", "1", "b", 1), ("ann", "1", "c", 3), ("ann", "2", "a", 2), ("bob", "1", "a", 3),
            ("bob", "1", "b", 2), ("bob", "1", "c", 3), ("bob", "2", "a", 0), ("cy", "1", "a", 0),
        ])
        book.apply(Judgment(queryID: "1", documentID: "z", verdict: .skipped, judge: "ann"))
        let decision = Judgment(queryID: "2", documentID: "a", verdict: .grade(1), judge: "cy", isAdjudication: true)
        book.apply(decision)
        let all = book.agreement(scale: .graded)
        #expect(all.judges == ["ann", "bob", "cy"] && all.pairs.map(\.count) == [4, 1, 1])
        #expect(all.pairs[0].raw == 0.25)
        #expect(all.disagreements.map { [$0.queryID, $0.documentID] } == [["1", "a"], ["2", "a"], ["1", "b"]])
        #expect(all.disagreements.map(\.span) == [3, 2, 1])
        #expect(all.disagreements[0].grades == [0, 3, 0] && all.disagreements[2].grades == [1, 2, nil])
        #expect(all.disagreements.map(\.adjudication) == [nil, decision, nil])
        let two = book.agreement(of: ["cy", "ann"], scale: .graded)
        #expect(two.judges == ["cy", "ann"] && two.pairs.map(\.raw) == [1] && two.disagreements.isEmpty)
        #expect(book.agreement(of: ["nobody", "ann"], scale: .graded).pairs[0].kappa == .undefined(.noOverlap))
    }

    /// The book's coefficients equal the table's, whatever was judged, undone and judged again.
    @Test func theFiguresAreThoseOfTheGradesThatStand() {
        for seed in 0..<40 {
            var session = RandomSession(seed: UInt64(seed))
            var book = JudgmentBook()
            for _ in 0..<200 {
                switch session.event() {
                case .undo(let judge): book.undo(judge: judge)
                case .redo(let judge): book.redo(judge: judge)
                default: book.apply(session.judgment(by: ["a", "b", "c"][Int.random(in: 0..<3, using: &session.random)]))
                }
            }
            var grades: [String: [String: Int]] = [:]
            for judge in book.judges {
                grades[judge] = [:]
                for judgment in book.judgments(by: judge) {
                    grades[judge]?["\(judgment.queryID)\n\(judgment.documentID)"] = judgment.grade
                }
            }
            let (ours, plain) = (
                book.agreement(scale: .graded), RatingTable(grades, scale: GradeScale.graded.grades.map(\.value))
            )
            #expect(ours.judges == plain.judges && ours.pairs == plain.pairs)
            #expect(ours.nominal.reason == plain.alpha(.nominal).reason)
            #expect(abs((ours.ordinal.value ?? 0) - (plain.alpha(.ordinal).value ?? 0)) < 1e-9)
            #expect(
                Set(ours.disagreements.map { [$0.queryID, $0.documentID] })
                    == Set(book.conflicts.map { [$0.queryID, $0.documentID] }))
            #expect(zip(ours.disagreements, ours.disagreements.dropFirst()).allSatisfy { $0.span >= $1.span && $1.span > 0 })
        }
    }

    private func result(_ probabilities: [Double]) -> DocumentResult {
        DocumentResult(
            outcome: .scored(answer: 0, forced: false), distribution: ScoreDistribution(probabilities: probabilities, other: 0))
    }

    @Test func theModelGradesByItsExpectedScore() {
        let candidates = (0..<4).map { Candidate(document: Document(id: "d\($0)", text: "x"), firstStageRank: $0 + 1) }
        func sure(_ answer: Int) -> DocumentResult { result((0...10).map { $0 == answer ? 1 : 0 }) }
        var mixed = [Double](repeating: 0, count: 11)
        (mixed[4], mixed[6]) = (0.5, 0.5)
        let events: [SessionEvent] = [
            .query(Query(id: "q", text: "x")), .candidates(candidates, source: ""),
            .start(query: Query(id: "q", text: "x"), of: candidates),
            .run(.finished(document: 0, sure(0))), .run(.finished(document: 1, sure(9))),
            .start(2, query: Query(id: "q", text: "x"), of: candidates),
            .run(RunID(2), .finished(document: 1, result(mixed))), .run(RunID(2), .finished(document: 2, sure(10))),
            .run(RunID(2), .finished(document: 3, DocumentResult(outcome: .cutOff))),
        ]
        let state = state(of: events.map { TimedEvent(milliseconds: 0, event: $0) })
        #expect(state.modelAsJudge(on: .graded).grades == ["q": ["d0": 0, "d1": 2, "d2": 3]])
        #expect(state.modelAsJudge(on: .tenths).grades == ["q": ["d0": 0, "d1": 5, "d2": 10]])
        #expect(state.modelAsJudge(on: .binary).grades == ["q": ["d0": 0, "d1": 1, "d2": 1]])
        let book = book([("ann", "q", "d0", 0), ("ann", "q", "d1", 1), ("ann", "q", "elsewhere", 1)])
        let agreement = book.agreement(scale: .graded, model: state.modelAsJudge(on: .graded))
        #expect(agreement.judges == ["ann", "model"] && agreement.pairs.map(\.count) == [2] && agreement.pairs[0].raw == 0.5)
        #expect(agreement.disagreements.map(\.grades) == [[1, 2]])
    }

    /// No other grade is nearer to the share than the nearest one, and the share of a grade gives that grade.
    @Test func nearestGrades() throws {
        let patents = try #require(
            GradeScale(
                name: "own",
                grades: [
                    GradeScale.Grade(value: -2, label: "", key: "x"), GradeScale.Grade(value: 0, label: "", key: "0"),
                    GradeScale.Grade(value: 1, label: "", key: "1"), GradeScale.Grade(value: 8, label: "", key: "8"),
                ]))
        var random = Mutator(seed: 5, words: [])
        for scale in GradeScale.all + [patents] {
            for grade in scale.grades where grade.value >= 0 {
                #expect(scale.grade(nearestToShare: scale.share(of: grade.value)) == grade.value)
            }
            for _ in 0..<200 {
                let share = Double.random(in: 0...1, using: &random)
                let chosen = scale.grade(nearestToShare: share)
                #expect(chosen >= 0)
                let distance = abs(scale.share(of: chosen) - share)
                #expect(scale.grades.allSatisfy { abs(scale.share(of: $0.value) - share) >= distance })
            }
        }
    }
}
