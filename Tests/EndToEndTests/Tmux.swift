import Foundation
import Testing

/// A real terminal: a private tmux server with one shell. Conditions are polled until a deadline; there are no fixed sleeps.
/// The server ends with this object, or after a quarter of an hour if the tests are killed.
final class Tmux {
    /// A folder for the program's home, its sessions and the server's socket. It is deleted at the end.
    let folder: URL
    private let environment: [String: String]

    static let isAvailable = [String](["/usr/bin/tmux", "/bin/tmux", "/usr/local/bin/tmux"]).contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let absence: Comment = "tmux is not installed: 'apt install tmux' lets these tests run"

    /// The prompt of the terminal's shell.
    static let prompt = "ready>"

    init(width: Int = 80, height: Int = 24, environment: [String: String] = [:]) throws {
        folder = URL(filePath: "/tmp/erank-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder.appending(path: "sessions"), withIntermediateDirectories: true)
        var variables = [
            "HOME": folder.path, "ERANK_SESSIONS": folder.path + "/sessions", "XDG_STATE_HOME": folder.path + "/state",
            "XDG_CACHE_HOME": folder.path + "/cache", "XDG_DATA_HOME": folder.path + "/data", "LC_ALL": "C.UTF-8",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "USER": "tester",
            // The prompt is set here, because not every shell takes it from the environment.
            "ENV": folder.path + "/profile",
            // A crash report would wait for a key.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        variables.merge(environment) { $1 }
        self.environment = variables
        try "PS1='\(Tmux.prompt) '".write(to: folder.appending(path: "profile"), atomically: true, encoding: .utf8)
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
        // A program that is still running saves its state into this folder when the terminal closes.
        let deadline = Date.now.addingTimeInterval(5)
        if let id = try? processID {
            while kill(id, 0) == 0, Date.now < deadline { usleep(10_000) }
        }
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: Input

    /// Presses keys, named as in tmux: "Enter", "Escape", "C-c", "M-b", "F1", "a".
    func press(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    /// Types text literally.
    func type(_ text: String) throws {
        try tmux("send-keys", "-l", "--", text)
    }

    /// Pastes text as a terminal with bracketed paste does.
    func paste(_ text: String) throws {
        let file = folder.appending(path: "pasted").path
        try Data(text.utf8).write(to: URL(filePath: file))
        try tmux("load-buffer", file)
        try tmux("paste-buffer", "-p")
    }

    /// Presses the left mouse button, as the terminal reports it. Columns and rows count from 0.
    func click(x: Int, y: Int) throws {
        try type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m")
    }

    func resize(width: Int, height: Int) throws {
        try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    }

    // MARK: Output

    /// The visible rows, without trailing spaces.
    var screen: String { get throws { try tmux("capture-pane", "-p") } }
    /// The rows with their colours and attributes as escape sequences.
    var colored: String { get throws { try tmux("capture-pane", "-p", "-e") } }
    /// The rows including the scrollback.
    var history: String { get throws { try tmux("capture-pane", "-p", "-J", "-S", "-1000") } }
    /// A variable of tmux, such as "alternate_on".
    func variable(_ name: String) throws -> String {
        try tmux("display-message", "-p", "#{\(name)}").trimmingCharacters(in: .newlines)
    }

    /// Waits until the screen contains `text`, or one of the texts.
    @discardableResult
    func wait(for texts: String..., seconds: Double = 30, at location: SourceLocation = #_sourceLocation) throws -> String {
        try wait("for \(texts)", seconds, location) { screen in texts.contains { screen.contains($0) } }
    }

    /// Waits until `isReached` is true for the screen.
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

    /// Starts the program from the shell, and sets `processID`.
    func start(_ arguments: String = "", before: String = "") throws {
        try type("clear; \(before) sh -c 'echo $$ > pid; exec \"$0\" \"$@\"' \(Tmux.program) \(arguments)")
        try press("Enter")
    }

    /// Runs the program in place of whatever runs in the terminal. When it ends, its last frame stays visible.
    ///
    /// - Returns: its process id.
    func run(_ arguments: String...) throws -> Int32 {
        try tmux("set-option", "remain-on-exit", "on")
        try tmux(["respawn-pane", "-k", Tmux.program] + arguments)
        return try #require(Int32(variable("pane_pid")))
    }

    /// True if the terminal's program has ended and all its output is shown.
    var isOver: Bool { get throws { try variable("pane_dead") == "1" } }

    var processID: Int32 {
        get throws {
            let text = try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
            return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }

    /// Checks that the shell is back and the terminal is restored: main screen, visible cursor, no mouse, echo and line mode.
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

    /// Foundation's Process is not used, because it waits until the pipes are closed, and the server, a grandchild, keeps
    /// them open for ever.
    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let output = folder.appending(path: "output").path
        let words = ["tmux", "-u", "-S", folder.path + "/socket"] + arguments
        let copies = words.map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            for copy in copies + variables { free(copy) }
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // The server must not inherit descriptors that other tests wait to see closed.
        for descriptor in (3 as Int32)..<256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // Tests run on threads that block signals. A server that does not get SIGCHLD would never end.
        var none = sigset_t()
        sigemptyset(&none)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words[0], &actions, &attributes, copies + [nil], variables + [nil])
        guard failure == 0 else { throw Failed(command: words, output: String(cString: strerror(failure))) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let said = try String(decoding: Data(contentsOf: URL(filePath: output)), as: UTF8.self)
        guard status == 0 else { throw Failed(command: words, output: said) }
        return said
    }

    struct Failed: Error {
        var command: [String]
        var output: String
    }
}
