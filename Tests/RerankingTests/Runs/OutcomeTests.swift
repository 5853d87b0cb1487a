import Inference
import Relevance
import Reranking
import TestSupport
import Testing

/// The outcome of a document for everything that a model or an engine may do.
@Suite(.timeLimit(.minutes(5))) struct OutcomeTests {
    static let thought = ["<think>", "So.", "</think>", "<answer>"]
    static let unreachable = EngineError.unavailable(server: "gpu:8000", problem: "connection refused")

    /// Scores one document with a script.
    static func score(
        _ script: Script, _ settings: RunSettings = RunSettings(), capabilities: EngineCapabilities = [.fork],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> (result: DocumentResult, engine: ScriptedEngine) {
        let engine = ScriptedEngine(["goldfish": script], capabilities: capabilities)
        let run = Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: ["goldfish"].candidates, settings: settings)
        let events = await run.all
        #expect(RunLaw.violations(of: events, documents: [0]) == [], sourceLocation: sourceLocation)
        #expect(engine.openCount == 0, sourceLocation: sourceLocation)
        return (try #require(events.results[0], sourceLocation: sourceLocation), engine)
    }

    @Test func anAnswerIsScoredWithTheDistributionThatStandsBeforeIt() async throws {
        let (result, engine) = try await Self.score(.answering(7, mass: 0.6))
        #expect(result.outcome == .scored(answer: 7, forced: false) && result.answerToken == 4 && !result.isCut)
        #expect(result.distribution?.probabilities[7] == 0.6 && result.distribution?.other == 0.4)
        #expect(result.promptTokens == 10 && result.cachedTokens == 4 && result.newTokens == 6 && result.seconds >= 0)
        #expect(engine.log == [.started("goldfish"), .asked("goldfish", afterTokens: 4), .ended("goldfish")])
        #expect(engine.questions.map(\.choices) == [(0...10).map(String.init)] && engine.questions[0].lead == "")
    }

    @Test func theRequestIsThePromptWithItsLimits() async throws {
        let (_, engine) = try await Self.score(.answering(7), RunSettings(maxNewTokens: 9, sampling: Sampling(temperature: 1)))
        let request = try #require(engine.requests.first)
        let prompt = Prompt.text(mode: .reasoned, instruction: RunSettings().instruction, query: "which", document: "goldfish")
        #expect(request.prompt == prompt && request.prefill == "" && request.prefillTokens == [] && request.maxNewTokens == 9)
        #expect(request.stopTexts == ["</answer>"] && request.sampling.temperature == 1)
    }

    @Test func whatIsNoAnswerSaysWhatItIs() async throws {
        for (words, outcome) in [("maybe", DocumentResult.Outcome.unreadable("maybe")), ("11", .outOfRange(11))] {
            let (result, engine) = try await Self.score(.writing(Self.thought + [words, "</answer>"]))
            #expect(result.outcome == outcome && result.distribution == nil && result.answer == nil)
            #expect(engine.questions.isEmpty)
        }
    }

    @Test func withoutForcingAMissingAnswerStaysMissing() async throws {
        for (end, outcome) in [(GenerationEnd.length, DocumentResult.Outcome.cutOff), (.endOfTurn, .unreadable(""))] {
            let (result, engine) = try await Self.score(.writing(["<think>"], end: end), RunSettings(forcesAnswer: false))
            #expect(result.outcome == outcome && result.newTokens == 1 && engine.questions.isEmpty)
        }
    }

    @Test func anEngineThatFailsSaysHow() async throws {
        var refused = Script.answering(7)
        refused.startFailure = .promptTooLong(tokens: 9000, limit: 4096)
        let (atStart, engine) = try await Self.score(refused)
        #expect(atStart == DocumentResult(outcome: .failed(EngineError.promptTooLong(tokens: 9000, limit: 4096).description)))
        #expect(engine.log == [.refused("goldfish")])

        let (midway, _) = try await Self.score(.writing(["<think>", "So"], end: .failed(Self.unreachable)))
        #expect(midway.outcome == .failed(Self.unreachable.description) && midway.newTokens == 2 && midway.promptTokens == 10)

        var unmeasured = Script.answering(7)
        unmeasured.prefixFailure = Self.unreachable
        let (before, idle) = try await Self.score(unmeasured)
        #expect(before.outcome == .failed(Self.unreachable.description) && idle.requests.isEmpty)
    }

    @Test func aQueryThatCannotBeMeasuredFailsEveryDocument() async {
        var unmeasured = Script.answering(7)
        unmeasured.prefixFailure = .timedOut(server: "gpu:8000", seconds: 30)
        let engine = ScriptedEngine(["which": unmeasured])
        let events = await Reranker(engine: engine).run(
            query: Query(id: "q", text: "which"), candidates: ["a", "b", "c"].candidates, settings: RunSettings()
        ).all
        let sentence = EngineError.timedOut(server: "gpu:8000", seconds: 30).description
        #expect(events.results.values.map(\.outcome) == Array(repeating: .failed(sentence), count: 3))
        #expect(RunLaw.violations(of: events, documents: 0..<3) == [] && engine.log.isEmpty)
    }

    @Test func whatTheEngineCancelsIsCancelledAndNoFailure() async throws {
        for end in [GenerationEnd.cancelled, .failed(.cancelled)] {
            #expect(try await Self.score(.writing(["<think>"], end: end)).result.outcome == .cancelled)
        }
        var stopped = Script.answering(7)
        stopped.startFailure = .cancelled
        #expect(try await Self.score(stopped).result.outcome == .cancelled)
        let duringReadout = Script.writing(Self.thought + ["7", "</answer>"], readout: .failure(.cancelled))
        #expect(try await Self.score(duringReadout).result.outcome == .cancelled)
    }

    @Test func whatIsLongerThanItsLimitIsCut() async throws {
        let (result, engine) = try await Self.score(.answering(7), RunSettings(documentTokenLimit: 8))
        #expect(!result.isCut && engine.requests.count == 1)
        #expect(try await Self.score(.answering(7), RunSettings(documentTokenLimit: 7)).result.isCut)
        let (other, cut) = try await Self.score(.answering(7), RunSettings(queryTokenLimit: 4))
        #expect(other.isCut && cut.requests.first?.prompt.contains("query:\nwhic\n") == true)
    }
}
