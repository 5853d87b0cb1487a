import Foundation
import Synchronization

/// One line on the terminal that shows the progress of a job, redrawn in place at most ten times a second. If standard error is
/// not a terminal, a line is written each half minute, so that a log tells how far a long job is.
final class ProgressLine: Sendable {
    private struct State {
        var isDrawn = false
        var next = 0.0
    }
    private let state = Mutex(State())
    private let isTerminal: Bool
    /// Seconds between two lines where there is no terminal.
    private let pause: Double

    init(isTerminal: Bool = StandardError.isTerminal, pause: Double = 30) {
        (self.isTerminal, self.pause) = (isTerminal, pause)
        state.withLock { $0.next = isTerminal ? 0 : ProcessInfo.processInfo.systemUptime + pause }
    }

    /// - Parameters:
    ///   - title: what is being done.
    ///   - fraction: in [0, 1].
    ///   - detail: text after the bar: counts, rate, remaining time.
    func show(_ title: String, fraction: Double, detail: String) {
        show(isLast: fraction >= 1) { (title, fraction, detail) }
    }

    /// As `show(_:fraction:detail:)`, for what takes time to work out: `content` is called only when the line is redrawn.
    /// The last one is drawn even if the line before it is not a tenth of a second old.
    func show(isLast: Bool, _ content: () -> (title: String, fraction: Double, detail: String)) {
        let now = ProcessInfo.processInfo.systemUptime
        state.withLock { state in
            guard isTerminal ? now >= state.next || isLast : now >= state.next && !isLast else { return }
            state.next = now + (isTerminal ? 0.1 : pause)
            let (title, fraction, detail) = content()
            let percent = Int((fraction * 100).rounded(.down))
            guard isTerminal else { return StandardError.write("erank: \(title)  \(percent) %  \(detail)") }
            state.isDrawn = true
            let words = (before: "\(title)  ", after: "\(percent) %  \(detail)")
            let room = Columns.of(STDERR_FILENO) - 1 - words.before.count - words.after.count - 2
            let bar = room >= 4 ? Self.bar(fraction, width: min(room, 20)) + "  " : ""
            StandardError.redraw(words.before + bar + words.after)
        }
    }

    /// Erases the line, so that the next output begins on an empty one.
    func clear() {
        state.withLock { state in
            guard state.isDrawn else { return }
            state.isDrawn = false
            StandardError.redraw("")
        }
    }

    private static func bar(_ fraction: Double, width: Int) -> String {
        let full = Int((min(max(fraction, 0), 1) * Double(width)).rounded(.down))
        return String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
    }

    /// "8 s", "1 min 05 s", "2 h 03 min".
    static func duration(_ seconds: Double) -> String {
        // An estimate from a rate near zero can be arbitrarily large.
        let seconds = Int(min(max(seconds, 0), 359_999).rounded(.up))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min \(two(seconds % 60)) s"
        default: "\(seconds / 3600) h \(two(seconds / 60 % 60)) min"
        }
    }
}
