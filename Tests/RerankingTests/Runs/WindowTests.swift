import Inference
import Relevance
import Reranking
import TestSupport
import Testing

/// The number of documents that the engine holds at once.
@Suite(.timeLimit(.minutes(5))) struct WindowTests {
    static let names = ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch"]

    static func held(_ script: Script = .answering(5)) -> [String: Script] {
        Dictionary(uniqueKeysWithValues: names.map { ($0, script.heldAtEveryStep) })
    }

    private func started(_ engine: ScriptedEngine) -> Int {
        engine.log.count { if case .started = $0 { true } else { false } }
    }

    /// Each document that ends lets the next one start, in order, and none starts earlier.
    @Test(arguments: 1...3) func isRefilledAsDocumentsFinish(window: Int) async {
        let names = Self.names
        let engine = ScriptedEngine(Self.held())
        let run = Reranker(engine: engine, window: window).run(
            query: Query(id: "q", text: "which"), candidates: names.candidates, settings: RunSettings())
        async let events = run.all
        for name in names.prefix(window) { await engine.reached(.started(name)) }
        for (place, name) in names.enumerated() {
            #expect(started(engine) == min(names.count, place + window) && engine.openCount == min(window, names.count - place))
            engine.release(name, waits: 10)
            await engine.reached(.ended(name))
            if place + window < names.count { await engine.reached(.started(names[place + window])) }
        }
        #expect(RunLaw.violations(of: await events, documents: names.indices) == [])
        #expect(engine.mostOpen == window && engine.openCount == 0)
    }

    @Test func aWindowWiderThanTheListHoldsAll() async {
        let engine = ScriptedEngine(Self.held())
        let run = Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: Self.names.candidates, settings: RunSettings())
        async let events = run.all
        for name in Self.names { await engine.reached(.started(name)) }
        for name in Self.names.reversed() { engine.release(name, waits: 10) }
        #expect(await events.results.count == Self.names.count)
        #expect(engine.mostOpen == Self.names.count && engine.openCount == 0)
    }

    /// A generation is not ended before its distribution is read.
    @Test func aReadoutKeepsItsPlace() async {
        let engine = ScriptedEngine(Self.held())
        let run = Reranker(engine: engine, window: 1).run(
            query: Query(id: "q", text: "which"), candidates: Array(Self.names.prefix(2)).candidates, settings: RunSettings())
        async let events = run.all
        engine.release("ash", waits: 9)
        await engine.reached(.asked("ash", afterTokens: 4))
        #expect(engine.openCount == 1 && started(engine) == 1)
        engine.release("ash")
        engine.release("birch", waits: 10)
        #expect(await events.results.mapValues(\.answer) == [0: 5, 1: 5])
    }

    @Test func noWindowIsOne() async {
        let engine = ScriptedEngine()
        #expect(Reranker(engine: engine, window: 0).window == 1)
        #expect(Reranker(engine: engine, window: -4).window == 1)
    }
}
