import Inference
import Relevance
import Reranking
import TestSupport
import Testing

/// Cancelling a document or a run at any point.
@Suite(.timeLimit(.minutes(5))) struct CancelTests {
    /// How far a document has come.
    enum Point: CaseIterable {
        case measuring, queued, admitted, reading, writing, asking

        /// The number of waits released by then. `heldAtEveryStep` has one before each event (two, then six, then one) and
        /// one before the readout.
        var waits: Int {
            switch self {
            case .measuring, .queued: 0
            case .admitted: 1
            case .reading: 2
            case .writing: 4
            case .asking: 9
            }
        }
    }

    private static let names = ["ash", "birch", "cedar"]

    /// Three documents: the second one at the point, the others waiting.
    private func begin(_ point: Point) -> (engine: ScriptedEngine, run: RerankingRun) {
        var scripts = WindowTests.held()
        if point == .measuring { scripts["birch"]?.holdsPrefix = true }
        let engine = ScriptedEngine(scripts)
        let run = Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: Self.names.candidates, settings: RunSettings())
        engine.release("birch", waits: point.waits)
        return (engine, run)
    }

    /// Reads events until the second document is at the point.
    private func reach(
        _ point: Point, _ engine: ScriptedEngine, _ events: inout AsyncStream<RunEvent>.Iterator
    ) async -> [RunEvent] {
        await engine.reached(.started("ash"))
        await engine.reached(.started("cedar"))
        await engine.reached(point == .measuring ? .measured("birch") : .started("birch"))
        if point == .asking { await engine.reached(.asked("birch", afterTokens: 4)) }
        var seen: [RunEvent] = []
        while seen.count < min(point.waits, 8), let event = await events.next(isolation: nil) { seen.append(event) }
        return seen
    }

    @Test(arguments: Point.allCases, [true, false]) func stopsAtEveryPoint(point: Point, all: Bool) async {
        let (engine, run) = begin(point)
        var iterator = run.events.makeAsyncIterator()
        var events = await reach(point, engine, &iterator)
        #expect(events.allSatisfy { $0.document == 1 } && events.results.isEmpty)
        if all { run.cancel() } else { run.cancel(document: 1) }
        if point == .measuring { engine.release("birch") }
        if !all { for name in ["ash", "cedar"] { engine.release(name, waits: 10) } }
        while let event = await iterator.next(isolation: nil) { events.append(event) }
        #expect(RunLaw.violations(of: events, documents: 0..<3) == [])
        let results = events.results
        #expect(results[1]?.outcome == .cancelled && results[1]?.distribution == nil)
        #expect(results[1]?.newTokens == max(0, min(6, point.waits - 2)))
        for other in [0, 2] {
            #expect(results[other]?.outcome == (all ? .cancelled : .scored(answer: 5, forced: false)))
        }
        // Every generation that began was ended once.
        #expect(engine.openCount == 0)
        for name in Self.names {
            let began = engine.log.count { $0 == .started(name) }
            #expect(began == (name == "birch" && point == .measuring ? 0 : 1))
            #expect(engine.log.count { $0 == .ended(name) } == began)
        }
        #expect(engine.log.contains(.cancelled("birch")) == (point != .measuring && point != .asking))
    }

    /// The document waits outside the window, so the engine never sees it.
    @Test(arguments: [true, false]) func aDocumentThatHasNotBegunIsNeverStarted(all: Bool) async {
        let engine = ScriptedEngine(WindowTests.held())
        let run = Reranker(engine: engine, window: 1).run(
            query: Query(id: "q", text: "which"), candidates: Self.names.candidates, settings: RunSettings())
        async let collected = run.all
        await engine.reached(.started("ash"))
        if all { run.cancel() } else { run.cancel(document: 1) }
        for name in ["ash", "cedar"] { engine.release(name, waits: 10) }
        let events = await collected
        #expect(RunLaw.violations(of: events, documents: 0..<3) == [])
        #expect(events.results[1] == DocumentResult(outcome: .cancelled))
        #expect(!engine.log.contains(.started("birch")) && engine.openCount == 0)
        #expect(!engine.measured.contains("birch") && engine.measured.contains("cedar") == !all)
        #expect(events.results[2]?.outcome == (all ? .cancelled : .scored(answer: 5, forced: false)))
        #expect(engine.log.contains(.started("cedar")) == !all)
    }

    @Test func whatIsDoneStays() async {
        let engine = ScriptedEngine(WindowTests.held())
        let run = Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: Self.names.candidates, settings: RunSettings())
        var iterator = run.events.makeAsyncIterator()
        var events: [RunEvent] = []
        engine.release("ash", waits: 10)
        while events.results[0] == nil, let event = await iterator.next(isolation: nil) { events.append(event) }
        run.cancel(document: 0)
        run.cancel(document: 0)
        run.cancel(document: 17)
        engine.release("birch", waits: 10)
        while events.results[1] == nil, let event = await iterator.next(isolation: nil) { events.append(event) }
        run.cancel()
        run.cancel()
        while let event = await iterator.next(isolation: nil) { events.append(event) }
        run.cancel()
        #expect(RunLaw.violations(of: events, documents: 0..<3) == [])
        #expect(events.results.mapValues(\.answer) == [0: 5, 1: 5, 2: nil])
        #expect(events.results[2]?.outcome == .cancelled)
    }

    // MARK: Ending the iteration

    @Test(arguments: Point.allCases) func breakingOffTheIterationCancels(point: Point) async {
        let (engine, run) = begin(point)
        do {
            var iterator = run.events.makeAsyncIterator()
            _ = await reach(point, engine, &iterator)
        }
        await expectAllEnded(engine, point)
        // A later consumer gets no events, and nothing hangs.
        #expect(await run.all.isEmpty)
    }

    @Test(arguments: Point.allCases) func cancellingTheTaskThatIteratesCancels(point: Point) async {
        let (engine, run) = begin(point)
        let task = Task { [self] in
            var iterator = run.events.makeAsyncIterator()
            _ = await reach(point, engine, &iterator)
            while await iterator.next(isolation: nil) != nil {}
        }
        await engine.reached(point == .asking ? .asked("birch", afterTokens: 4) : .started("ash"))
        for name in ["ash", "cedar"] { await engine.reached(.started(name)) }
        await engine.reached(point == .measuring ? .measured("birch") : .started("birch"))
        task.cancel()
        await task.value
        await expectAllEnded(engine, point)
    }

    private func expectAllEnded(_ engine: ScriptedEngine, _ point: Point) async {
        if point == .measuring { engine.release("birch") }
        for name in Self.names where name != "birch" || point != .measuring { await engine.reached(.ended(name)) }
        #expect(engine.openCount == 0 && engine.log.contains(.cancelled("ash")) && engine.log.contains(.cancelled("cedar")))
    }
}
