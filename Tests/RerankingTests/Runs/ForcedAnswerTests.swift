import Inference
import Relevance
import Reranking
import TestSupport
import Testing

/// Forced answers, and engines that cannot force one.
@Suite(.timeLimit(.minutes(5))) struct ForcedAnswerTests {
    private typealias Outcome = DocumentResult.Outcome

    @Test func aMissingAnswerIsForcedBehindAClosedThought() async throws {
        for (texts, end, lead) in [
            (["<think>", "Well"], GenerationEnd.length, "</think><answer>"), (["<think>", "</think>"], .endOfTurn, "<answer>"),
        ] {
            let (result, engine) = try await OutcomeTests.score(.writing(texts, end: end, readout: .success(.peak(3))))
            #expect(result.outcome == .scored(answer: 3, forced: true) && result.answerToken == nil && result.isForced)
            #expect(result.distribution?.peak == 3 && engine.questions.map(\.lead) == [lead])
            #expect(engine.log.contains(.asked("goldfish", afterTokens: 2)))
        }
    }

    /// "1" may be the beginning of "10", so an answer that the budget cut off is asked again at its beginning.
    @Test func anAnswerThatIsCutOffIsAskedAnew() async throws {
        let script = Script.writing(OutcomeTests.thought + ["1"], end: .length, readout: .success(.peak(10)))
        let (result, engine) = try await OutcomeTests.score(script)
        #expect(result.outcome == .scored(answer: 10, forced: true))
        #expect(engine.log.contains(.asked("goldfish", afterTokens: 4)) && engine.questions.map(\.lead) == [""])
    }

    @Test func modesWithoutAThoughtAskAtOnceAndForceNothing() async throws {
        for forces in [true, false] {
            let direct = Script.writing([], end: .length, readout: .success(.peak(9)))
            let (result, engine) = try await OutcomeTests.score(direct, RunSettings(mode: .direct, forcesAnswer: forces))
            #expect(
                result.outcome == .scored(answer: 9, forced: false) && result.newTokens == 0 && result.distribution?.peak == 9)
            #expect(engine.requests.map(\.maxNewTokens) == [0] && engine.requests.map(\.prefill) == ["<think></think>"])
            #expect(engine.questions.map(\.lead) == ["<answer>"])
        }
        let binary = Script.writing([], end: .length, readout: .success(.peak(1, of: 2)))
        let (result, engine) = try await OutcomeTests.score(binary, RunSettings(mode: .binary))
        #expect(result.outcome == .scored(answer: 1, forced: false))
        #expect(engine.questions.map(\.choices) == [["no", "yes"]] && engine.questions.map(\.continuation) == [.letters])
    }

    @Test func aForcedAnswerThatCannotBeReadFails() async throws {
        let failing = Script.writing(["<think>"], end: .length, readout: .failure(OutcomeTests.unreachable))
        let (result, _) = try await OutcomeTests.score(failing)
        #expect(result.outcome == .failed(OutcomeTests.unreachable.description) && result.newTokens == 1)
    }

    // MARK: Engines that cannot fork

    /// An engine without the fork capability is not asked; an engine that throws `.unsupported` gives the same result.
    private static let unable: [(EngineCapabilities, questions: Int)] = [([], 0), ([.fork], 1)]

    @Test(arguments: unable) func anAnswerThatWasWrittenIsScoredWithoutADistribution(
        capabilities: EngineCapabilities, questions: Int
    ) async throws {
        for (mode, word, answer) in [(ScoringMode.reasoned, "7", 7), (.binaryReasoned, "yes", 1)] {
            let script = Script.writing(OutcomeTests.thought + [word, "</answer>"], readout: .failure(.unsupported("fork")))
            let (result, engine) = try await OutcomeTests.score(script, RunSettings(mode: mode), capabilities: capabilities)
            #expect(result.outcome == .scored(answer: answer, forced: false) && result.answerToken == 4)
            #expect(result.distribution == nil && result.readoutFailure == nil && result.lacksDistribution)
            #expect(engine.questions.count == questions)
        }
    }

    @Test(arguments: unable) func aMissingAnswerStaysMissing(capabilities: EngineCapabilities, questions: Int) async throws {
        for (end, outcome) in [(GenerationEnd.length, Outcome.cutOff), (.endOfTurn, .unreadable(""))] {
            let script = Script.writing(["<think>"], end: end, readout: .failure(.unsupported("fork")))
            let (result, engine) = try await OutcomeTests.score(script, capabilities: capabilities)
            #expect(result.outcome == outcome && result.distribution == nil && engine.questions.count == questions)
        }
    }

    @Test(arguments: unable) func modesWithoutAThoughtFail(capabilities: EngineCapabilities, questions: Int) async throws {
        for (mode, thinking) in [(ScoringMode.direct, "reasoned"), (.binary, "binary-reasoned")] {
            let script = Script.writing([], end: .length, readout: .failure(.unsupported("fork")))
            let (result, engine) = try await OutcomeTests.score(script, RunSettings(mode: mode), capabilities: capabilities)
            #expect(
                result.outcome
                    == .failed(
                        """
                        the mode \(mode.rawValue) reads the answer's probabilities from a fork of the prompt, and this engine \
                        cannot fork: use the mode \(thinking) or the local engine
                        """))
            #expect(engine.requests.count == questions && engine.questions.count == questions)
        }
    }

    /// The written answer counts, and there is a reason why it has no distribution.
    @Test func aReadoutThatFailsLeavesTheAnswer() async throws {
        let script = Script.writing(OutcomeTests.thought + ["7", "</answer>"], readout: .failure(OutcomeTests.unreachable))
        let (result, _) = try await OutcomeTests.score(script)
        #expect(result.outcome == .scored(answer: 7, forced: false) && result.distribution == nil)
        #expect(result.readoutFailure == OutcomeTests.unreachable.description)
    }
}
