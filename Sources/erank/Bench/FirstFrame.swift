import Foundation
import Terminal

/// The time from the start of this program to its first frame. The program is started on a pseudo terminal, as by a new user
/// without sessions and models, and the time ends when the last line of the start page is drawn.
enum FirstFrame {
    /// - Throws: `Failure` if the frame does not come within ten seconds.
    static func measure(folder: String) throws -> Duration {
        let terminal = try PseudoTerminal(size: ScreenBench.size)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.environment = ProcessInfo.processInfo.environment.merging([
            "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": folder, "XDG_CACHE_HOME": folder,
            "ERANK_SESSIONS": folder,
        ]) { $1 }
        process.standardInput = terminal.screen
        process.standardOutput = terminal.screen
        process.standardError = terminal.screen
        let start = ContinuousClock.now
        try process.run()
        while !terminal.shows("help") {
            guard process.isRunning, start.duration(to: .now) < .seconds(10) else {
                process.terminate()
                throw Failure("the program draws no first frame: start 'erank' in a terminal to see why", .jobFailed)
            }
            usleep(500)
        }
        let time = start.duration(to: .now)
        terminal.type("q")
        process.waitUntilExit()
        return time
    }
}
