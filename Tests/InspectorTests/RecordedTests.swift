import Relevance
import Sessions
import Terminal
import Testing

@testable import Inspector

/// A screen shows as judged what stands in the journal, and nothing before.
@Suite struct RecordedTests {
    private let size = Size(width: 120, height: 40)

    private func shown(_ state: InspectorState) -> String {
        state.render(size: size, theme: Theme()).lines.joined(separator: "\n")
    }

    @Test func theJudgeScreenClaimsNothingThatIsOnItsWay() throws {
        var sitting = Sitting(Fixture.setUp + Fixture.run(), size: size)
        sitting.press("A")
        var state = sitting.state
        let effects = state.keys(.character("3"), .character("2"))
        #expect(effects.count == 2)
        #expect(shown(state).contains("0 judged of 12"))
        for case .append(let event) in effects.prefix(1) {
            _ = state.handle(.journal(TimedEvent(milliseconds: 9_000, event: event)))
        }
        #expect(shown(state).contains("1 judged of 12"))
    }

    @Test func theRankScreenClaimsNothingThatIsOnItsWay() throws {
        var state = Sitting(Fixture.setUp + Fixture.run(), size: size).state
        let effects = state.keys(.character("3"))
        #expect(effects.count == 1)
        #expect(!shown(state).contains("judged 1 of"))
        for case .append(let event) in effects { _ = state.handle(.journal(TimedEvent(milliseconds: 9_000, event: event))) }
        #expect(shown(state).contains("judged 1 of 12"))
    }
}
