import Foundation
import Inspector
import Sessions
import Synchronization

/// Plays a session to the screens in its own time, with pause and speed.
final class ReplayPlayer: Sendable {
    private struct Controls {
        var isPaused = false
        var speed: Double
        var isStopped = false
    }

    private let controls: Mutex<Controls>
    let path: String
    private let post: @Sendable (InspectorEvent) -> Void
    /// Longer pauses in the recorded session are shortened to this.
    private static let longestPause = Duration.seconds(2)

    private let number: Int

    /// `number` is that of this opening: events of an earlier opening are ignored.
    init(path: String, speed: Double, number: Int, post: @escaping @Sendable (InspectorEvent) -> Void) {
        controls = Mutex(Controls(speed: speed))
        self.path = path
        self.number = number
        self.post = post
    }

    func pause(_ isPaused: Bool) { controls.withLock { $0.isPaused = isPaused } }
    func setSpeed(_ speed: Double) { controls.withLock { $0.speed = speed } }
    func stop() { controls.withLock { $0.isStopped = true } }

    /// Begins to play in a task of its own. A file that is not a session is reported as a notice.
    func play() {
        Task { [self] in
            do {
                let length = try self.length()
                let name = EffectRunner.name(of: path)
                tell(
                    .opened(OpenedSession(name: name, state: SessionState(), whyReadOnly: "a replay only shows", number: number)))
                try await play(length: length)
            } catch { tell(.notice(Notice(.failure, Failure(error).sentence))) }
        }
    }

    private func play(length: Int) async throws {
        let reader = try SessionReader(path: path)
        var replay = Replay(of: reader, longestPause: Self.longestPause)
        let clock = ContinuousClock()
        var last = clock.now
        var position = Duration.zero
        var shown = ReplayStatus(isPaused: false, speed: 0, position: -1, length: length)
        while let wait = try replay.untilNext() {
            let controls = controls.withLock { $0 }
            if controls.isStopped { return }
            replay.speed = controls.speed
            // Short sleeps, so that a pause or another speed takes effect at once.
            try await Task.sleep(for: min(max(wait, .milliseconds(1)), .milliseconds(50)))
            let now = clock.now
            let passed = last.duration(to: now)
            last = now
            if !controls.isPaused {
                let until = try replay.untilNext() ?? .zero
                let events = try replay.advance(by: passed)
                position += min(passed, max(until, events.isEmpty ? passed : until)) * controls.speed
                for event in events { tell(.journal(event)) }
            }
            let milliseconds = min(length, Int(position / .milliseconds(1)))
            let status = ReplayStatus(isPaused: controls.isPaused, speed: controls.speed, position: milliseconds, length: length)
            let isNews = status.isPaused != shown.isPaused || status.speed != shown.speed
            if isNews || status.position / 250 != shown.position / 250 {
                tell(.replay(status))
                shown = status
            }
        }
        for warning in reader.warnings { tell(.notice(Notice(.information, warning.description))) }
        tell(.replay(ReplayStatus(isPaused: false, speed: controls.withLock { $0.speed }, position: length, length: length)))
    }

    /// The duration of the session with long pauses shortened, in milliseconds.
    private func length() throws -> Int {
        let reader = try SessionReader(path: path)
        let longest = Int(Self.longestPause / .milliseconds(1))
        var length = 0
        var last: Int?
        while let event = try reader.next() {
            length += min(longest, max(0, event.milliseconds - (last ?? event.milliseconds)))
            last = max(event.milliseconds, last ?? 0)
        }
        return length
    }

    private func tell(_ event: InspectorEvent) {
        if !controls.withLock({ $0.isStopped }) { post(event) }
    }
}
