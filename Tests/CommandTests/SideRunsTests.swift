import Inference
import Relevance
import Reranking
import Sessions
import TestSupport
import Testing

@testable import erank

/// Runs of one job on one engine: the next begins when every document of the one before was begun.
@Suite struct SideRunsTests {
    private func planned(_ engine: ScriptedEngine, _ tasks: [RerankingTask]) -> [PlannedRun] {
        SessionState().plan(tasks, model: engine.model, settings: RunSettings()).runs
    }

    /// What is reported, in order.
    private func reports() -> (recorder: SessionRecorder, events: AsyncStream<TimedEvent>) {
        let (stream, continuation) = AsyncStream.makeStream(of: TimedEvent.self)
        let recorder = SessionRecorder(file: nil, policy: .keepAndRetry) { report in
            if case .event(let timed) = report { continuation.yield(timed) }
        }
        return (recorder, stream)
    }

    @Test func theNextRunWaitsForEachDocumentToBegin() async throws {
        // The second document of the first run does nothing until it is released.
        let engine = ScriptedEngine(["carp": .answering(3), "tench": Script.answering(4).heldAtEveryStep, "perch": .answering(5)])
        let (recorder, events) = reports()
        let runs = planned(
            engine,
            [RerankingTask(query: "1", documents: ["carp", "tench"]), RerankingTask(query: "2", documents: ["perch"])])
        let sides = SideRuns([RankJob.Part(engine: engine, planned: runs)], recorder)
        var begun: [String] = []
        var log: [String] = []
        for await timed in events {
            switch timed.event {
            case .runStarted(let id, _): begun.append("\(id)")
            case .run(let id, .finished(let document, _)):
                log.append("\(id.rawValue).\(document)")
                if log == ["1.0"] {
                    // It has not been begun: the second run waits.
                    #expect(begun.count == 1)
                    for _ in 0..<40 { engine.release("tench") }
                }
            case .run(let id, .ended): if id == RunID(2) { log.append("end") }
            default: break
            }
            if log.contains("end"), log.contains("1.1") { break }
        }
        #expect(begun.count == 2 && log.first == "1.0" && Set(log) == ["1.0", "1.1", "2.0", "end"])
        for task in sides.tasks { await task.value }
    }

    /// Cancelling ends what is under way, and begins nothing more.
    @Test func nothingBeginsAfterACancel() async throws {
        let engine = ScriptedEngine(["carp": Script.answering(3).heldAtEveryStep])
        let (recorder, events) = reports()
        let runs = planned(
            engine, [RerankingTask(query: "1", documents: ["carp"]), RerankingTask(query: "2", documents: ["perch"])])
        let sides = SideRuns([RankJob.Part(engine: engine, planned: runs)], recorder)
        sides.cancel()
        var begun = 0
        for await timed in events {
            if case .runStarted = timed.event { begun += 1 }
            if case .run(_, .ended) = timed.event { break }
        }
        for task in sides.tasks { await task.value }
        #expect(begun == 1)
    }

    /// A run with nothing left to score ends, and the next begins.
    @Test func aRunWithNothingToScoreIsPassed() async throws {
        let engine = ScriptedEngine()
        let (recorder, events) = reports()
        var runs = planned(
            engine, [RerankingTask(query: "1", documents: ["carp"]), RerankingTask(query: "2", documents: ["perch"])])
        runs[0].kept = [0]
        let sides = SideRuns([RankJob.Part(engine: engine, planned: runs)], recorder)
        var ended: [Int] = []
        for await timed in events {
            if case .run(let id, .ended) = timed.event { ended.append(id.rawValue) }
            if ended.count == 2 { break }
        }
        for task in sides.tasks { await task.value }
        #expect(ended == [1, 2])
    }
}
