import Inference
import Relevance
import Reranking
import TestSupport
import Testing

/// The order of a run's events.
@Suite(.timeLimit(.minutes(5))) struct OrderTests {
    @Test func aDocumentsEventsComeAsTheEngineGivesThem() async {
        let engine = ScriptedEngine(["ash": .answering(8)])
        let events = await Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: ["ash"].candidates, settings: RunSettings()
        ).all
        let texts = OutcomeTests.thought + ["8", "</answer>"]
        let expected: [RunEvent] =
            [
                .admitted(document: 0, promptTokens: 10, cachedTokens: 4), .promptProgress(document: 0, done: 10, of: 10),
            ] + texts.enumerated().map { .token(document: 0, .scripted($1, id: $0)) }
        #expect(Array(events.prefix(8)) == expected && events.count == 10)
        #expect(events.results[0]?.answer == 8)
        #expect(RunLaw.violations(of: events, documents: [0]) == [])
    }

    @Test func noDocumentIsARunTooAndDepthLeavesTheRest() async {
        let query = Query(id: "q", text: "which")
        for depth in [-1, 0] {
            let events = await Reranker(engine: ScriptedEngine()).run(
                query: query, candidates: ["ash"].candidates, settings: RunSettings(depth: depth)
            ).all
            #expect(events.count == 1 && RunLaw.violations(of: events, documents: []) == [])
        }
        let events = await Reranker(engine: ScriptedEngine()).run(
            query: query, candidates: WindowTests.names.candidates, settings: RunSettings(depth: 2)
        ).all
        #expect(RunLaw.violations(of: events, documents: 0..<2) == [])
    }

    /// Each of these event lists breaks the rules, so the check can fail.
    @Test func theLawIsBroken() {
        let end = RunEvent.ended(RunStatistics(documents: 1, seconds: 0, promptTokens: 0, newTokens: 0))
        let admitted = RunEvent.admitted(document: 0, promptTokens: 0, cachedTokens: 0)
        let token = RunEvent.token(document: 0, .scripted("a"))
        let progress = RunEvent.promptProgress(document: 0, done: 1, of: 1)
        func finished(_ document: Int = 0, _ tokens: Int = 0) -> RunEvent {
            .finished(document: document, DocumentResult(outcome: .cancelled, newTokens: tokens))
        }
        #expect(RunLaw.violations(of: [admitted, progress, finished(), end], documents: [0]) == [])
        let broken: [[RunEvent]] = [
            [], [end], [finished()], [finished(), end, end], [end, finished()], [finished(), finished(), end],
            [finished(), admitted, end], [admitted, admitted, finished(), end], [token, finished(0, 1), end],
            [admitted, token, progress, finished(0, 1), end], [admitted, token, finished(), end], [finished(1), end],
            [admitted, token, finished(0, 1), end],
        ]
        for events in broken { #expect(RunLaw.violations(of: events, documents: [0]) != [], "\(events)") }
    }

    // MARK: Random runs

    private static func script(_ random: inout SeededGenerator) -> Script {
        let readout: Result<ChoiceReadout, EngineError> =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: .failure(.unsupported("fork"))
            case 1: .failure(OutcomeTests.unreachable)
            default: .success(.peak(Int.random(in: 0...10, using: &random)))
            }
        let ends: [GenerationEnd] = [.endOfTurn, .stopText, .length, .cancelled, .failed(OutcomeTests.unreachable)]
        let words = OutcomeTests.thought + [["7", "10", "11", "maybe"].randomElement(using: &random) ?? "7", "</answer>"]
        var script = Script.writing(
            Array(words.prefix(Int.random(in: 0...words.count, using: &random))),
            end: ends.randomElement(using: &random) ?? .length, readout: readout)
        // An engine may end before it admits the document.
        if Int.random(in: 0..<8, using: &random) == 0 { script.steps.removeFirst(script.steps.count - 1) }
        if Int.random(in: 0..<8, using: &random) == 0 { script.startFailure = OutcomeTests.unreachable }
        if Int.random(in: 0..<8, using: &random) == 0 { script.prefixFailure = OutcomeTests.unreachable }
        script.holdsPrefix = Bool.random(using: &random)
        return script.heldAtEveryStep
    }

    /// Any scripts, released in any order, with documents cancelled and skipped in between.
    @Test(arguments: 1...150 as ClosedRange<UInt64>) func anyInterleavingKeepsTheLaw(seed: UInt64) async {
        var random = SeededGenerator(seed: seed)
        let names = Array(WindowTests.names.prefix(Int.random(in: 1...7, using: &random)))
        let scripts = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.script(&random)) })
        let engine = ScriptedEngine(scripts, capabilities: Bool.random(using: &random) ? [.fork] : [])
        let skipped = Set(names.indices.filter { _ in Int.random(in: 0..<6, using: &random) == 0 })
        let window = Int.random(in: 1...4, using: &random)
        let run = Reranker(engine: engine, window: window).run(
            query: Query(id: "q", text: "which"), candidates: names.candidates, settings: RunSettings(), skipping: skipped)
        async let collected = run.all
        for _ in 0..<Int.random(in: 0...80, using: &random) {
            switch Int.random(in: 0..<60, using: &random) {
            case 0: run.cancel()
            case 1, 2: run.cancel(document: Int.random(in: 0..<names.count, using: &random))
            default: engine.release(names.randomElement(using: &random) ?? "")
            }
            await Task.yield()
        }
        for name in names { engine.release(name, waits: 20) }
        let events = await collected
        #expect(RunLaw.violations(of: events, documents: Set(names.indices).subtracting(skipped)) == [])
        #expect(engine.mostOpen <= window && engine.openCount == 0)
        let log = engine.log
        for name in names { #expect(log.count { $0 == .ended(name) } == log.count { $0 == .started(name) }) }
    }
}
