import Foundation
import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

/// Several runs in one journal, with interleaved events.
@Suite struct InterleavedRunsTests {
    private static let queries = [Query(id: "q1", text: "do goldfish grow?"), Query(id: "q2", text: "why do bridges hum?")]
    private static let candidates = ["a", "b"].map { prefix in
        (1...3).map { Candidate(document: Document(id: "\(prefix)\($0)", text: "text"), firstStageRank: $0) }
    }

    private static func model(_ name: String) -> ModelDescription { RandomSession.model(name) }

    private static func result(_ answer: Int) -> DocumentResult {
        let probabilities = (0...10).map { $0 == answer ? 1.0 : 0 }
        return DocumentResult(
            outcome: .scored(answer: answer, forced: false),
            distribution: ScoreDistribution(probabilities: probabilities, other: 0))
    }

    /// Job 1 has a model and both queries, job 2 another model and the first query. Their three runs interleave.
    private static func session() -> [TimedEvent] {
        var events: [SessionEvent] = []
        for (query, candidates) in zip(queries, candidates) { events += [.query(query), .candidates(candidates, source: "s")] }
        let opened = state(of: events.map { TimedEvent(milliseconds: 0, event: $0) })
        let tasks = zip(queries, candidates).map { RerankingTask(query: $0, candidates: $1) }
        let first = opened.plan(tasks, model: model("one"), settings: RunSettings())
        let second = state(of: (events + [.job(first.job)]).map { TimedEvent(milliseconds: 0, event: $0) })
            .plan([tasks[0]], model: model("two"), settings: RunSettings(mode: .direct))
        events += [.job(first.job), .job(second.job)]
        let runs = first.runs + second.runs
        events += runs.map { .runStarted($0.id, $0.request) }
        for document in 0..<3 {
            for (place, run) in runs.enumerated() {
                let token = TokenEvent(
                    id: 1, text: "\(place)\(document) ", logProbability: -0.5, entropy: 1, alternatives: [])
                events += [
                    .run(run.id, .admitted(document: document, promptTokens: 9, cachedTokens: 0)),
                    .run(run.id, .token(document: document, token)),
                ]
            }
            for (place, run) in runs.enumerated().reversed() {
                events.append(.run(run.id, .finished(document: document, result((place * 3 + document * 4) % 11))))
            }
        }
        for run in runs {
            events.append(.run(run.id, .ended(RunStatistics(documents: 3, seconds: 1, promptTokens: 27, newTokens: 3))))
        }
        return events.enumerated().map { TimedEvent(milliseconds: $0 * 10, event: $1) }
    }

    @Test func threeRunsOfTwoModelsAndTwoQueries() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.jsonl"
        let written = Self.session()
        let file = try SessionFile.create(at: path, program: "t")
        for event in written { try file.append(event) }
        file.close()

        let reopened = try SessionFile.open(at: path)
        reopened.file.close()
        #expect(reopened.warnings.isEmpty)
        let session = reopened.state
        #expect(session == state(of: written))
        #expect(session.jobs.map(\.id) == [JobID(1), JobID(2)])
        #expect(session.jobs.map(\.runs) == [[RunID(1), RunID(2)], [RunID(3)]])
        #expect(session.runs.map(\.query.id) == ["q1", "q2", "q1"])
        #expect(session.runs.map(\.model?.name) == ["one", "one", "two"])
        #expect(session.runs.map(\.settings.mode) == [.reasoned, .reasoned, .direct])
        #expect(session.runs.map { $0.documents.map(\.reasoning) } == (0...2).map { run in (0...2).map { "\(run)\($0) " } })
        #expect(session.runs.allSatisfy { $0.isComplete && $0.statistics != nil })

        // A replay gives the same state.
        var replay = Replay(of: try SessionReader(path: path), speed: .infinity)
        var replayed = SessionState()
        for event in try replay.advance(by: .zero) { replayed.apply(event) }
        #expect(replayed == session)

        // In an export, each query has its last run.
        let reports = session.reports()
        #expect(reports.map(\.query.id) == ["q1", "q2"])
        #expect(reports.map(\.model?.name) == ["two", "one"])
        // Answers 6, 10, 3 of run 3, and 3, 7, 0 of run 2.
        #expect(reports.map { $0.ranking.map(\.id) } == [["a2", "a1", "a3"], ["b2", "b1", "b3"]])
        #expect(
            try reports.map { try $0.run().trecLines() }.joined().split(separator: "\n").map {
                $0.split(separator: " ").prefix(3).joined(separator: " ")
            }
                == ["q1 Q0 a2", "q1 Q0 a1", "q1 Q0 a3", "q2 Q0 b2", "q2 Q0 b1", "q2 Q0 b3"])
    }

    /// Whatever other runs do in between, the state of a run depends only on its own events.
    @Test(arguments: 1...40 as ClosedRange<UInt64>) func aRunIsTheFoldOfItsOwnEvents(seed: UInt64) {
        var session = RandomSession(seed: seed)
        let events = session.events(400)
        let all = state(of: events)
        #expect(all.faults.found.isEmpty, "\(all.faults)")
        #expect(all.runs.count > 2)
        for run in all.runs {
            let own = events.filter { timed in
                switch timed.event {
                case .run(let id, _), .runStarted(let id, _): id == run.id
                case .candidates, .job: true
                default: false
                }
            }
            #expect(state(of: own).run(run.id) == run)
        }
    }

    /// The same events of each run, interleaved differently, give the same runs.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func theOrderAmongRunsMakesNoDifference(seed: UInt64) {
        var session = RandomSession(seed: seed)
        let events = session.events(300)
        let shared = events.filter {
            if case .run = $0.event { false } else if case .runStarted = $0.event { false } else { true }
        }
        var queues: [RunID: [TimedEvent]] = [:]
        for timed in events {
            switch timed.event {
            case .run(let id, _), .runStarted(let id, _): queues[id, default: []].append(timed)
            default: break
            }
        }
        var mutator = Mutator(seed: seed, words: [])
        var shuffled = shared
        while let id = queues.keys.sorted().randomElement(using: &mutator) {
            if let next = queues[id]?.first { shuffled.append(next) }
            queues[id]?.removeFirst()
            if queues[id]?.isEmpty != false { queues[id] = nil }
        }
        let (one, other) = (state(of: events), state(of: shuffled))
        #expect(other.faults.found.isEmpty)
        for run in one.runs { #expect(other.run(run.id) == run) }
    }
}
