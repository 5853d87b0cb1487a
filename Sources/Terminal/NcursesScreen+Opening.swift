import Foundation

/// What a screen can be opened on.
extension NcursesScreen {
    /// Takes over the terminal of standard input and output.
    public convenience init(
        options: TerminalOptions = TerminalOptions(), environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
        guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
        try self.init(
            type: environment["TERM"] ?? "", input: STDIN_FILENO, output: STDOUT_FILENO, size: nil, options: options,
            environment: environment)
    }

    /// A screen without a terminal: it is of this type and size and writes to `output`, an open file that stays the
    /// caller's. For tests and measurements.
    public convenience init(
        headless size: Size, type: String = "xterm-256color", output: Int32, options: TerminalOptions = TerminalOptions(),
        environment: [String: String] = ["LC_ALL": "C.UTF-8"]
    ) throws(TerminalError) {
        try self.init(type: type, input: -1, output: output, size: size, options: options, environment: environment)
    }

    /// Takes over a terminal other than that of standard input and output: the program's side of a pseudo terminal. The
    /// descriptor stays open as long as the process. For measurements.
    public convenience init(
        terminal descriptor: Int32, type: String = "xterm-256color", options: TerminalOptions = TerminalOptions(),
        environment: [String: String] = ["LC_ALL": "C.UTF-8"]
    ) throws(TerminalError) {
        guard isatty(descriptor) == 1 else { throw .notATerminal(stream: "descriptor \(descriptor)") }
        try self.init(
            type: type, input: descriptor, output: descriptor, size: nil, options: options, environment: environment)
    }
}
