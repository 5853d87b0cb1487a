import Foundation
import Testing

/// A real terminal for a real program: a private tmux server with one shell in it. What is waited for is looked for again
/// and again until a deadline; nothing sleeps a fixed time. The server ends with the object, and by itself after a quarter
/// of an hour should the tests be killed.
final class Tmux {
    /// A folder for the program's home, its sessions and the server's socket, gone afterwards.
    let folder: URL
    private let environment: [String: String]

    static let isAvailable = [String](["/usr/bin/tmux", "/bin/tmux", "/usr/local/bin/tmux"]).contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let absence: Comment = "tmux is not installed: 'apt install tmux' lets these tests run"

    /// What a terminal's shell says when it waits.
    static let prompt = "ready>"

    init(width: Int = 80, height: Int = 24, environment: [String: String] = [:]) throws {
        folder = URL(filePath: "/tmp/erank-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder.appending(path: "sessions"), withIntermediateDirectories: true)
        var variables = [
            "HOME": folder.path, "ERANK_SESSIONS": folder.path + "/sessions", "XDG_STATE_HOME": folder.path + "/state",
            "XDG_CACHE_HOME": folder.path + "/cache", "XDG_DATA_HOME": folder.path + "/data", "LC_ALL": "C.UTF-8",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "PS1": Tmux.prompt + " ", "USER": "tester",
            // A crash's own report would wait for a key.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        variables.merge(environment) { $1 }
        self.environment = variables
        let configuration = """
            set -g default-terminal tmux-256color
            set -g escape-time 0
            set -g history-limit 1000
            """
        try configuration.write(to: folder.appending(path: "tmux.conf"), atomically: true, encoding: .utf8)
        try tmux(
            "-f", folder.path + "/tmux.conf", "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "-c", folder.path,
            "timeout --foreground 900 sh")
        try wait(for: Tmux.prompt)
    }

    deinit {
        _ = try? tmux("kill-server")
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: What a person does

    /// Presses keys by tmux' names: "Enter", "Escape", "C-c", "M-b", "F1", "a".
    func press(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    /// Types text as it stands.
    func type(_ text: String) throws {
        try tmux("send-keys", "-l", "--", text)
    }

    /// Pastes as a terminal with bracketed paste does.
    func paste(_ text: String) throws {
        let file = folder.appending(path: "pasted").path
        try Data(text.utf8).write(to: URL(filePath: file))
        try tmux("load-buffer", file)
        try tmux("paste-buffer", "-p")
    }

    /// A press of the left button, as the terminal reports it; columns and rows from 0.
    func click(x: Int, y: Int) throws {
        try type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m")
    }

    func resize(width: Int, height: Int) throws {
        try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    }

    // MARK: What a person sees

    /// The rows shown, trailing spaces dropped.
    var screen: String { get throws { try tmux("capture-pane", "-p") } }
    /// The rows with their colours and attributes as escape sequences.
    var colored: String { get throws { try tmux("capture-pane", "-p", "-e") } }
    /// What has scrolled away too.
    var history: String { get throws { try tmux("capture-pane", "-p", "-J", "-S", "-1000") } }
    /// One of tmux' own variables, such as "alternate_on".
    func variable(_ name: String) throws -> String {
        try tmux("display-message", "-p", "#{\(name)}").trimmingCharacters(in: .newlines)
    }

    /// Waits until the screen holds `text`, or one of the texts.
    @discardableResult
    func wait(for texts: String..., seconds: Double = 30, at location: SourceLocation = #_sourceLocation) throws -> String {
        try wait("for \(texts)", seconds, location) { screen in texts.contains { screen.contains($0) } }
    }

    /// Waits until `isReached` holds for the screen.
    @discardableResult
    func wait(
        _ purpose: String, _ seconds: Double = 30, _ location: SourceLocation = #_sourceLocation,
        until isReached: (String) throws -> Bool
    ) throws -> String {
        let deadline = Date.now.addingTimeInterval(seconds)
        var last = ""
        while Date.now < deadline {
            last = try screen
            if try isReached(last) { return last }
            usleep(20_000)
        }
        Issue.record("waited in vain \(purpose); the screen was:\n\(last)", sourceLocation: location)
        throw Waited()
    }

    struct Waited: Error {}

    // MARK: Programs

    /// The program under test, beside the test bundle.
    static var program: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "erank").path
    }

    /// Starts the program from the shell; its process id is in `processID` then.
    func start(_ arguments: String = "", before: String = "") throws {
        try type("clear; \(before) sh -c 'echo $$ > pid; exec \"$0\" \"$@\"' \(Tmux.program) \(arguments)")
        try press("Enter")
    }

    var processID: Int32 {
        get throws {
            let text = try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
            return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }

    /// The shell is back and the terminal as it was: main screen, cursor shown, no mouse, echo and lines.
    func expectTerminalRestored(at location: SourceLocation = #_sourceLocation) throws {
        try wait("for the prompt", 30, location) { screen in
            screen.split(separator: "\n").last.map { $0.hasPrefix(Tmux.prompt) } ?? false
        }
        #expect(try variable("alternate_on") == "0", sourceLocation: location)
        #expect(try variable("mouse_any_flag") == "0", sourceLocation: location)
        #expect(try variable("cursor_flag") == "1", sourceLocation: location)
        #expect(try variable("keypad_cursor_flag") == "0", sourceLocation: location)
        try type("clear; stty -a | grep -o -e '-*icanon' -e ' -*echo ' | tr -d '\\n'; echo .")
        try press("Enter")
        try wait(for: "icanon echo .", at: location)
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tmux", "-u", "-S", folder.path + "/socket"] + arguments
        process.environment = environment
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
