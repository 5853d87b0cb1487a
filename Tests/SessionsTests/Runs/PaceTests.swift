import Foundation
import ModelFixtures
import Reranking
import TestSupport
import Testing

@testable import Sessions

/// The estimate of the time left, held against real runs (Tests/Fixtures/make_paces.py).
@Suite struct PaceTests {
    static let sessions = ["smollm2-direct", "smollm2-binary", "smollm2-reasoned", "qwen-direct", "qwen-reasoned"]

    private struct Moment {
        var finished: Int
        var left: Double
        var truth: Double
    }

    /// What was estimated as each document finished, and what was true.
    private func moments(_ name: String) throws -> [Moment] {
        let events = try events(at: Fixtures.path("pace-\(name).jsonl"))
        let end = try #require(events.last { if case .run(_, .ended) = $0.event { true } else { false } }).milliseconds
        var state = SessionState()
        var moments: [Moment] = []
        for timed in events {
            state.apply(timed)
            guard case .run(let id, .finished) = timed.event, let run = state.run(id) else { continue }
            let left = run.secondsLeft(at: timed.milliseconds)
            moments.append(
                Moment(
                    finished: run.documents.count { $0.phase == .finished }, left: left ?? .nan,
                    truth: Double(end - timed.milliseconds) / 1000))
        }
        return moments
    }

    /// From the third document on, within a factor of two of the truth, as long as more than a second is left.
    @Test(arguments: sessions) func theTimeLeftIsNearTheTruth(name: String) throws {
        let moments = try moments(name).filter { $0.finished >= 3 && $0.truth > 1 }
        #expect(moments.count > 2)
        for moment in moments {
            let isNear = moment.left > moment.truth / 2 && moment.left < moment.truth * 2
            #expect(isNear, "\(name): after \(moment.finished) documents \(moment.left) s, in truth \(moment.truth) s")
        }
    }

    /// A run that is not under way, or has told nothing yet, has no estimate.
    @Test func nothingIsGuessedWithoutAPace() throws {
        var state = SessionState()
        for timed in try events(at: Fixtures.path("pace-smollm2-direct.jsonl")) {
            state.apply(timed)
            if let run = state.runs.last, run.documents.allSatisfy({ $0.phase == .waiting }) {
                #expect(run.secondsLeft(at: timed.milliseconds + 10_000) == nil)
            }
        }
        #expect(state.runs.last?.secondsLeft(at: 1_000_000) == nil)
    }
}
