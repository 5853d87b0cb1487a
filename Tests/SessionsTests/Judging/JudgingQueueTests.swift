import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@Suite struct JudgingQueueTests {
    private let query = Query(id: "q", text: "grow?")

    private func candidates(_ ids: [String]) -> [Candidate] {
        ids.enumerated().map { Candidate(document: Document(id: $1, text: $1), firstStageRank: $0 + 1) }
    }

    /// A session with the candidates in first-stage order and, for each list of answers by id, a run.
    private func session(
        _ ids: [String], runs: [[String: (answer: Int, certainty: Double)]] = [], rankings: [[String]] = []
    ) -> SessionState {
        var events: [SessionEvent] = [.query(query), .candidates(candidates(ids), source: "s")]
        for (number, run) in runs.enumerated() {
            events.append(.start(number + 1, query: query, of: candidates(ids)))
            for (document, id) in ids.enumerated() {
                guard let said = run[id] else { continue }
                var probabilities = Array(repeating: (1 - said.certainty) / 10, count: 11)
                probabilities[said.answer] = said.certainty
                let distribution = ScoreDistribution(probabilities: probabilities, other: 0)
                let outcome = DocumentResult.Outcome.scored(answer: said.answer, forced: false)
                events.append(
                    .run(
                        RunID(number + 1),
                        .finished(document: document, DocumentResult(outcome: outcome, distribution: distribution))))
            }
        }
        for (number, ids) in rankings.enumerated() {
            events.append(.ranking(RecordedRanking(tag: "r\(number)", queryID: "q", documentIDs: ids)))
            events.append(.ranking(RecordedRanking(tag: "r\(number)", queryID: "other", documentIDs: ids.reversed())))
        }
        return state(of: events.map { TimedEvent(milliseconds: 0, event: $0) })
    }

    private func order(_ state: SessionState, _ plan: JudgingPlan) -> [String] {
        var state = state
        state.apply(TimedEvent(milliseconds: 0, event: .judging(plan)))
        return state.topics.first.map { state.queue(for: $0).documentIDs } ?? []
    }

    /// The index of an id; past the end if there is none.
    private func place(_ id: String, _ order: [String]) -> Int { order.firstIndex(of: id) ?? order.count }

    /// The candidates already have the ranks of the first stage: recording its ranking too changes neither order nor pool.
    @Test(arguments: JudgingOrder.allCases) func theFirstStageNeedNotBeRecordedBesideItself(order: JudgingOrder) {
        var random = Mutator(seed: 24, words: [])
        let ids = (0..<30).map { "d\($0)" }
        for _ in 0..<20 {
            let other = Array(ids.shuffled(using: &random).prefix(20))
            for depth in [nil, 5] {
                let plan = JudgingPlan(order: order, seed: 7, depth: depth)
                #expect(
                    self.order(session(ids, rankings: [other]), plan) == self.order(session(ids, rankings: [other, ids]), plan))
            }
        }
    }

    @Test func shufflesAreTheSeedsAlone() {
        let ids = (0..<60).map { "d\($0)" }
        let first = order(session(ids), JudgingPlan(seed: 7))
        #expect(first.sorted() == ids.sorted() && first != ids)
        #expect(order(session(ids), JudgingPlan(seed: 7)) == first)
        #expect(order(session(ids), JudgingPlan(seed: 8)) != first)
        // The order depends neither on the order of loading, nor on the model, nor on additional documents.
        #expect(order(session(ids.reversed()), JudgingPlan(seed: 7)) == first)
        #expect(order(session(ids, runs: [["d3": (10, 0.9)]]), JudgingPlan(seed: 7)) == first)
        #expect(order(session(ids + ["new"]), JudgingPlan(seed: 7)).filter { $0 != "new" } == first)
        // The same on every machine and in every version.
        #expect(order(session((0..<6).map { "d\($0)" }), JudgingPlan(seed: 1)) == pinned)
    }

    /// Computed by another implementation of the definition in `KeyedShuffle`.
    private let pinned = ["d4", "d5", "d0", "d1", "d3", "d2"]

    /// Over many seeds, every document gets every position about equally often.
    @Test func shufflesAreFair() {
        let ids = (0..<8).map { "d\($0)" }
        let state = session(ids)
        var counts = Array(repeating: Array(repeating: 0, count: 8), count: 8)
        for seed in 0..<4000 as Range<UInt64> {
            for (place, id) in order(state, JudgingPlan(seed: seed)).enumerated() {
                counts[ids.firstIndex(of: id) ?? 0][place] += 1
            }
        }
        // Chi-squared with 49 degrees of freedom: 85.4 is exceeded with a probability of 0.001, and the seeds are fixed.
        let squares = counts.joined().reduce(0.0) { $0 + (Double($1) - 500) * (Double($1) - 500) / 500 }
        #expect(squares * 7 / 8 < 85.4)
    }

    @Test func poolDepthTakesEachRankingsBestFirst() {
        let state = session(
            ["a", "b", "c", "d", "e"],
            runs: [["e": (10, 0.9), "a": (5, 0.9)]], rankings: [["c", "zz", "d"]])
        let ids = order(state, JudgingPlan(order: .poolDepth))
        // Best ranks: 1 for a (first stage), e (model) and c (ranking); 2 for b; 3 for d.
        #expect(Set(ids.prefix(3)) == ["a", "c", "e"])
        #expect(ids.suffix(2) == ["b", "d"])
        #expect(Set(order(state, JudgingPlan(order: .poolDepth, depth: 1))) == ["a", "c", "e"])
        #expect(Set(order(state, JudgingPlan(depth: 2))) == ["a", "b", "c", "e"])
        #expect(order(state, JudgingPlan(depth: 0)).isEmpty)
    }

    @Test func uncertaintyTakesTheLeastCertainFirst() {
        let state = session(["a", "b", "c", "d"], runs: [["a": (1, 0.2), "c": (9, 0.2)], ["a": (1, 0.99), "b": (3, 0.6)]])
        // The last run with the document counts; for c that is the first run.
        #expect(order(state, JudgingPlan(order: .uncertainty)) == ["c", "b", "a", "d"])
    }

    @Test func gapTakesWhatTheModelDisagreesWithFirst() {
        var state = session(["a", "b", "c", "d"], runs: [["a": (10, 1), "b": (10, 1), "c": (10, 1)]])
        for (id, grade) in [("a", 2), ("b", 0), ("d", 3)] {
            let judgment = Judgment(queryID: "q", documentID: id, verdict: .grade(grade), judge: "you")
            state.apply(TimedEvent(milliseconds: 0, event: .judgment(judgment)))
        }
        // Far from its grade, near to it, not judged, nothing to compare with.
        #expect(order(state, JudgingPlan(order: .gap)) == ["b", "a", "c", "d"])
    }

    @Test func disagreementTakesRanksFarApartFirst() {
        let state = session(["a", "b", "c", "d"], rankings: [["d", "b", "c"]])
        // d has ranks 4 and 1; a has rank 1 and is missing (4); b and c agree.
        let ids = order(state, JudgingPlan(order: .disagreement))
        #expect(Set(ids.prefix(2)) == ["a", "d"])
        // With one ranking there is no disagreement, so the shuffle decides.
        let alone = session(["a", "b", "c", "d"])
        #expect(order(alone, JudgingPlan(order: .disagreement)).sorted() == ["a", "b", "c", "d"])
    }

    /// Every order contains every document once and is the same each time.
    @Test func ordersAreDeterministicPermutations() {
        for seed in 1...40 as ClosedRange<UInt64> {
            var random = Mutator(seed: seed, words: [])
            let ids = (0..<Int.random(in: 0...30, using: &random)).map { "d\($0)" }
            let said = Dictionary(
                uniqueKeysWithValues: ids.filter { _ in Bool.random(using: &random) }.map {
                    ($0, (answer: Int.random(in: 0...10, using: &random), certainty: Double.random(in: 0...1, using: &random)))
                })
            var state = session(ids, runs: [said], rankings: [ids.shuffled(using: &random)])
            for id in ids.prefix(5) {
                let judgment = Judgment(queryID: "q", documentID: id, verdict: .grade(2), judge: "you")
                state.apply(TimedEvent(milliseconds: 0, event: .judgment(judgment)))
            }
            for order in JudgingOrder.allCases {
                let plan = JudgingPlan(order: order, seed: seed)
                let queue = self.order(state, plan)
                #expect(queue.sorted() == ids.sorted())
                #expect(queue == self.order(state, plan))
            }
        }
    }

    @Test func nextAndProgress() throws {
        var state = session(["a", "b", "c", "d"])
        let queue = state.queue(for: try #require(state.topics.first))
        func judge(_ place: Int, _ verdict: Verdict?, by judge: String = "you") {
            let judgment = Judgment(
                queryID: "q", documentID: queue.documentIDs[place], verdict: verdict, judge: judge,
                note: verdict == nil ? "n" : nil)
            state.apply(TimedEvent(milliseconds: 0, event: .judgment(judgment)))
        }
        #expect(queue.next(after: nil, in: state.book) == 0)
        judge(0, .grade(1))
        judge(1, .skipped)
        judge(2, nil)
        judge(3, .grade(0), by: "somebody else")
        #expect(queue.next(after: 0, in: state.book) == 2)
        #expect(queue.next(after: 3, in: state.book) == 2)
        judge(2, .cannotTell)
        #expect(queue.next(after: 2, in: state.book) == 3)
        #expect(queue.progress(in: state.book) == .init(graded: 1, skipped: 1, cannotTell: 1, left: 1))
        judge(3, .grade(2))
        // A skipped document comes again after all others.
        #expect(queue.next(after: 3, in: state.book) == 1)
        judge(1, .grade(2))
        #expect(queue.next(after: 1, in: state.book) == nil)
        #expect(queue.next(after: 99, in: state.book) == nil)
        #expect(queue.next(after: -5, in: JudgmentBook()) == 0)
    }

    @Test func topicsKeepTheirCandidates() {
        let other = Query(id: "r", text: "shrink?")
        let state = state(
            of: ([
                .query(query), .candidates(candidates(["a"]), source: ""), .query(other),
                .candidates(candidates(["b", "c"]), source: ""),
                .query(Query(id: "q", text: "do they grow?")),
            ] as [SessionEvent]).map { TimedEvent(milliseconds: 0, event: $0) })
        #expect(state.topics.map(\.id) == ["q", "r"])
        #expect(state.topics.map { $0.candidates.map(\.document.id) } == [["a"], ["b", "c"]])
        #expect(state.topic("q")?.query.text == "do they grow?")
        #expect(state.topic("x") == nil)
    }
}
