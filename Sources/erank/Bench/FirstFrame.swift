import Foundation
import Terminal

/// How long this program takes from its start to its first picture: started anew on a pseudo terminal, as a person starts it who
/// has neither a session nor a model yet, until the last line of the start page is there.
enum FirstFrame {
    /// - Throws: `Failure` if it does not come within ten seconds.
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
                throw Failure("the program shows no first picture: start 'erank' in a terminal to see why", .jobFailed)
            }
            usleep(500)
        }
        let time = start.duration(to: .now)
        terminal.type("q")
        process.waitUntilExit()
        return time
    }
}
