import Inference
import Reranking
import Sessions
import TestSupport
import Testing

@Suite struct ReplayTests {
    private func replay(_ milliseconds: [Int], speed: Double = 1, longestPause: Duration = .seconds(2)) -> Replay {
        var events = milliseconds.map { TimedEvent(milliseconds: $0, event: .rankBy(.paper)) }[...]
        return Replay(speed: speed, longestPause: longestPause) { events.popFirst() }
    }

    /// In whole milliseconds, because waits are rounded up by a nanosecond.
    private func rounded(_ duration: Duration?) -> Duration? {
        duration.map { .milliseconds(Int(($0 / .milliseconds(1)).rounded())) }
    }

    @Test func atItsOwnPace() throws {
        var replay = replay([500, 800, 800, 1500])
        #expect(try replay.untilNext() == .zero)
        #expect(try replay.advance(by: .zero).map(\.milliseconds) == [500])
        #expect(try rounded(replay.untilNext()) == .milliseconds(300))
        #expect(try replay.advance(by: .milliseconds(299)).isEmpty)
        #expect(try rounded(replay.untilNext()) == .milliseconds(1))
        #expect(try replay.advance(by: .milliseconds(1)).map(\.milliseconds) == [800, 800])
        replay.speed = 7
        #expect(try rounded(replay.untilNext()) == .milliseconds(100))
        #expect(try replay.advance(by: .seconds(1)).map(\.milliseconds) == [1500])
        #expect(try replay.untilNext() == nil)
        #expect(try replay.advance(by: .seconds(1)).isEmpty)
    }

    @Test func longPausesAreShortened() throws {
        var replay = replay([0, 3_600_000, 3_600_100], speed: 2)
        #expect(try replay.advance(by: .zero).count == 1)
        #expect(try rounded(replay.untilNext()) == .seconds(1))
        #expect(try replay.advance(by: .seconds(1)).count == 1)
        #expect(try rounded(replay.untilNext()) == .milliseconds(50))
    }

    @Test func speedsThatAreNoneAndTimesThatFallBack() throws {
        var replay = replay([10, 5, 20], speed: -3)
        #expect(replay.speed == 1)
        #expect(try replay.advance(by: .zero).map(\.milliseconds) == [10, 5])
        #expect(try rounded(replay.untilNext()) == .milliseconds(10))
        replay.speed = .nan
        #expect(replay.speed == 1)
        replay.speed = .infinity
        #expect(try replay.untilNext() == .zero)
        #expect(try replay.advance(by: .zero).map(\.milliseconds) == [20])
    }

    /// Played on a clock that never sleeps, the fold is that of the file.
    @Test func playedToTheEndItIsTheSameSession() async throws {
        var session = RandomSession(seed: 51)
        let written = session.events(300)
        var rest = written[...]
        var replay = Replay(speed: 10) { rest.popFirst() }
        var played = SessionState()
        let clock = VirtualClock()
        try await replay.play(on: clock) { played.apply($0) }
        #expect(played == state(of: written))
        let pace = zip(written, written.dropFirst()).reduce(0) { $0 + min(2000, $1.1.milliseconds - $1.0.milliseconds) }
        #expect(abs(clock.now.offset / .milliseconds(1) - Double(pace) / 10) < 0.001)
    }
}
