import Relevance
import Reranking
import Testing

@testable import Sessions

@Suite struct StopCurveTests {
    private func stop(_ tokens: Int, _ answer: Int, _ mass: Double = 1) -> Stop {
        var probabilities = [Double](repeating: 0, count: 11)
        probabilities[answer] = mass
        return Stop(
            afterTokens: tokens, closing: "", distribution: ScoreDistribution(probabilities: probabilities, other: 1 - mass))
    }

    @Test func whereItSettlesAndWhatMovedIt() throws {
        let curve = try #require(StopCurve([stop(0, 3), stop(8, 4), stop(20, 9), stop(30, 9, 0.5), stop(41, 9)]))
        #expect(curve.settled == 2)
        // From 4 to 9; the fall to 4.5 and the rise from there are smaller.
        #expect(curve.largestShift == StopCurve.Shift(tokens: 8..<20, change: 5))
        for (tokens, place) in [(0, 0), (7, 0), (8, 1), (19, 1), (20, 2), (41, 4), (.max, 4)] {
            #expect(curve.place(after: tokens) == place, "\(tokens)")
        }
    }

    @Test func curvesWithoutAChange() throws {
        #expect(StopCurve([]) == nil)
        let one = try #require(StopCurve([stop(5, 3)]))
        #expect(one.settled == 0 && one.largestShift == nil && one.place(after: 0) == 0)
        let flat = try #require(StopCurve([stop(0, 3), stop(5, 3)]))
        #expect(flat.settled == 0 && flat.largestShift == nil)
        // Nothing on the scale is no answer, and no trap.
        let empty = Stop(afterTokens: 9, closing: "", distribution: ScoreDistribution(probabilities: [], other: 1))
        #expect(StopCurve([empty, empty])?.settled == 0)
        // It falls at the end: only the last point has the last answer.
        #expect(StopCurve([stop(0, 8), stop(5, 8), stop(9, 2)])?.settled == 2)
    }
}
