import Foundation

/// The ways to open a screen.
extension NcursesScreen {
    /// Takes over the terminal of standard input and output.
    ///
    /// - Throws: `TerminalError` if they are not a terminal, or if TERM is missing, unknown or unsuitable.
    public convenience init(
        options: TerminalOptions = TerminalOptions(), environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
        guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
        try self.init(
            type: environment["TERM"] ?? "", input: STDIN_FILENO, output: STDOUT_FILENO, size: nil, options: options,
            environment: environment)
    }

    /// A screen without a terminal, for tests and measurements. It has the given terminal type and size, and writes to the file
    /// descriptor `output`, which the caller keeps open.
    public convenience init(
        headless size: Size, type: String = "xterm-256color", output: Int32, options: TerminalOptions = TerminalOptions(),
        environment: [String: String] = ["LC_ALL": "C.UTF-8"]
    ) throws(TerminalError) {
        try self.init(type: type, input: -1, output: output, size: size, options: options, environment: environment)
    }

    /// Takes over another terminal than that of standard input and output, such as the program's side of a pseudo terminal. For
    /// measurements. The descriptor must stay open as long as the process runs.
    public convenience init(
        terminal descriptor: Int32, type: String = "xterm-256color", options: TerminalOptions = TerminalOptions(),
        environment: [String: String] = ["LC_ALL": "C.UTF-8"]
    ) throws(TerminalError) {
        guard isatty(descriptor) == 1 else { throw .notATerminal(stream: "descriptor \(descriptor)") }
        try self.init(
            type: type, input: descriptor, output: descriptor, size: nil, options: options, environment: environment)
    }
}
