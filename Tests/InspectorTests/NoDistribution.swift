import Inference
import Relevance
import Reranking
import Sessions
import Terminal
import TestSupport
import Testing

@testable import Inspector

/// A run of an engine that cannot fork: answers, and nothing about how sure the model was.
enum NoDistribution {
    /// The fixture's run with the distributions of these documents left out; for nil of all, and nothing forced.
    static func events(without documents: Set<Int>? = nil) -> [SessionEvent] {
        Fixture.run().map { event in
            guard case .run(_, .finished(let document, var result)) = event, documents?.contains(document) ?? true else {
                return event
            }
            result.distribution = nil
            if documents != nil {
                result.readoutFailure = "the server gpu:8000 sent nothing for 30 s: see whether it is overloaded"
            }
            if result.isForced { result.outcome = .cutOff }
            return .run(.finished(document: document, result))
        }
    }

    static func state(without documents: Set<Int>? = nil) -> InspectorState {
        var state = Fixture.state(Fixture.setUp + events(without: documents))
        state.board.select(6)
        return state
    }
}

@Suite struct NoDistributionTests {
    private func text(_ state: InspectorState, _ width: Int = 120, _ height: Int = 40) -> String {
        state.render(size: Size(width: width, height: height), theme: Theme()).text
    }

    @Test func theListIsRankedByTheAnswersAndSaysSo() {
        let state = NoDistribution.state()
        #expect(state.board.rows.ranking.prefix(4).map(\.score) == [10, 9, 8, 7])
        #expect(text(state).contains("rank by integer: no distribution"))
        #expect(text(state).contains("The model answered 9. No distribution: the engine cannot be asked for one."))
        #expect(text(NoDistribution.state(without: [6])).contains("rank by integer: 1 with no distribution"))
        #expect(!text(Fixture.state(Fixture.setUp + Fixture.run())).contains("no distribution"))
    }

    /// No screen draws a chart where there is nothing to draw, whatever its size, and none stops.
    @Test func everyScreenDrawsARunWithoutDistributions() {
        for keys in ["", "\t\t\t", "\n", "J", "J2b", "D", "Dv", "#", "#\t", "#\t\t", "?"] {
            for documents in [nil, [6], [0, 5]] as [Set<Int>?] {
                var sitting = Sitting(Fixture.setUp + NoDistribution.events(without: documents) + AgreementTests.twoJudges)
                for key in keys { sitting.press(key == "\t" ? .tab : key == "\n" ? .enter : .character(key)) }
                for size in SnapshotTests.sizes { _ = sitting.state.render(size: size, theme: Theme()).text }
            }
        }
    }

    @Test func measuresAndAgreementSayWhatTheyTake() {
        var sitting = Sitting(Fixture.setUp + NoDistribution.events() + AgreementTests.twoJudges)
        sitting.press("#")
        #expect(text(sitting.state).contains("by integer: no distribution"))
        sitting = Sitting(Fixture.setUp + NoDistribution.events() + AgreementTests.twoJudges)
        sitting.press("Dv")
        #expect(sitting.state.agreement.agreement?.modelBasis == .answers)
        #expect(sitting.state.notice?.text == "the model counts as a judge: its answer (no distribution), on your scale")
    }
}
