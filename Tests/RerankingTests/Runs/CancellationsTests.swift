import Inference
import TestSupport
import Testing

@testable import Reranking

/// A document may be cancelled at the moment at which its generation begins.
@Suite struct CancellationsTests {
    @Test(arguments: [true, false]) func aGenerationThatBeginsTooLateIsEndedAtOnce(all: Bool) throws {
        let engine = ScriptedEngine(["ash": Script([])])
        let cancellations = Cancellations()
        if all { cancellations.cancelAll() } else { cancellations.cancel(1) }
        let other = try engine.start(GenerationRequest(prompt: "ash", maxNewTokens: 1))
        cancellations.begin(other, for: 0)
        #expect(engine.openCount == (all ? 0 : 1) && cancellations.isCancelled(0) == all)
        let late = try engine.start(GenerationRequest(prompt: "ash", maxNewTokens: 1))
        cancellations.begin(late, for: 1)
        #expect(engine.openCount == (all ? 0 : 1) && cancellations.isCancelled(1))
        // A finished generation is not ended again.
        cancellations.finish(0)
        cancellations.cancel(0)
        #expect(engine.openCount == (all ? 0 : 1))
    }
}
