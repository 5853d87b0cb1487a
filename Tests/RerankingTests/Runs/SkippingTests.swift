import Relevance
import Reranking
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct SkippingTests {
    @Test func documentsSkippedKeepTheirPlacesAndAreNotReported() async {
        let engine = ScriptedEngine(["first": .answering(1), "third": .answering(3), "fourth": .answering(4)])
        let run = Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: ["first", "second", "third", "fourth"].candidates,
            settings: RunSettings(depth: 3), skipping: [1, 3, 9])
        let events = await run.all
        #expect(engine.log.count { if case .started = $0 { true } else { false } } == 2)
        #expect(events.results.mapValues(\.answer) == [0: 1, 2: 3])
        #expect(Set(events.compactMap(\.document)) == [0, 2])
        #expect(events.statistics.map(\.documents) == [2])
        #expect(events.statistics.map(\.promptTokens) == [20])
    }

    @Test func whereAllAreSkippedTheRunEndsAtOnce() async {
        let engine = ScriptedEngine()
        let run = Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: ["first"].candidates, settings: RunSettings(), skipping: [0])
        let events = await run.all
        #expect(events.count == 1)
        #expect(events.statistics.map(\.documents) == [0])
        #expect(engine.log.isEmpty)
    }
}
