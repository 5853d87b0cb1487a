import Foundation
import Terminal

/// Standard output: the results of a command.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes `text` and a newline at once, so that each result is visible immediately.
    ///
    /// - Throws: `Failure` if the disk is full or the reader has closed the pipe.
    static func write(_ text: String) throws(Failure) { try write(lines: text + "\n") }

    /// Writes one line for people. Terminal control characters are removed.
    static func write(line text: String) throws(Failure) { try write(TerminalText.sanitized(text)) }

    /// Writes lines that already end with newlines.
    static func write(lines text: String) throws(Failure) {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
            let reason = String(cString: strerror(errno))
            throw Failure("standard output cannot be written (\(reason)): free some space, or write to another place", .jobFailed)
        }
    }
}

/// The width of a terminal.
enum Columns {
    /// The number of columns; 80 if there is no terminal or it does not tell.
    static func of(_ descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
