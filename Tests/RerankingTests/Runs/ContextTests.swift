import Inference
import Relevance
import TestSupport
import Testing

@testable import Reranking

/// A context that is too short for the limits of the settings. To the scripted engine every character is a token.
@Suite(.timeLimit(.minutes(5))) struct ContextTests {
    private let frame = Prompt.text(mode: .reasoned, instruction: "", query: "", document: "").count
    private let long = String(repeating: "pike ", count: 1000)

    private func settings(new: Int = 100) -> RunSettings { RunSettings(instruction: "", maxNewTokens: new) }

    private func results(_ engine: ScriptedEngine, query: String = "which", _ texts: [String]) async -> [DocumentResult?] {
        let run = Reranker(engine: engine).run(
            query: Query(id: "q", text: query), candidates: texts.candidates, settings: settings())
        let results = await run.all.results
        return texts.indices.map { results[$0] }
    }

    /// The document's share shrinks until prompt and new tokens fit, and the result says that it was cut.
    @Test(arguments: [0, 1, 9]) func aLongDocumentIsCutToTheContextAndMarked(border: Int) async {
        let engine = ScriptedEngine(context: frame + 100 + 500, border: border)
        let results = await results(engine, [long, "carp"])
        #expect(results.map { $0?.answer } == [5, 5] && results.map { $0?.isCut } == [true, false])
        #expect(engine.requests.count == 2)
        for request in engine.requests { #expect((engine.tokensLeft(beside: request) ?? -1) >= 0) }
        // Nothing is wasted: the long document fills the context.
        #expect(engine.requests.compactMap(engine.tokensLeft).min() == 0)
    }

    @Test func aContextThatIsLongEnoughChangesNothing() async {
        let (engine, server) = (ScriptedEngine(context: 100_000), ScriptedEngine())
        let results = (await results(engine, [long]), await results(server, [long]))
        #expect(results.0.first??.promptTokens == results.1.first??.promptTokens && engine.requests == server.requests)
        #expect(results.0.first??.isCut == true, "cut to the limit of 2,048")
    }

    /// A long query gets at most half of what the context leaves.
    @Test func aLongQueryLeavesRoomForTheDocument() async {
        let engine = ScriptedEngine(context: frame + 100 + 500)
        let results = await results(engine, query: long, ["carp", long])
        #expect(results.map { $0?.answer } == [5, 5] && results.map { $0?.isCut } == [true, true])
        #expect(engine.requests.allSatisfy { ($0.prompt.count - frame) > 250 && $0.prompt.count - frame <= 500 })
    }

    @Test func whereNothingWouldBeLeftASentenceSaysSoBeforeTheRun() async throws {
        let engine = ScriptedEngine(context: frame + 100)
        let error = EngineError.contextTooShort(missing: 32, newTokens: 100)
        #expect(throws: error) { try Reranker(engine: engine).check(settings()) }
        #expect(
            error.description == """
                the model's context has no room for a document beside the prompt and 100 new tokens: let it write at most 68 \
                tokens (--max-new-tokens)
                """)
        try Reranker(engine: engine).check(settings(new: 68))
        #expect(EngineError.contextTooShort(missing: 200, newTokens: 100).description.contains("shorten the instruction"))
        // A run that was not checked fails document by document, and ends.
        let results = await results(engine, ["carp", "pike"])
        #expect(results.map { $0?.outcome } == [.failed(error.description), .failed(error.description)])
        #expect(engine.requests.isEmpty)
    }
}
