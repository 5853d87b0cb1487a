import Foundation
import Terminal

/// The stream for what a command computes.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes `text` and a newline at once, so that a line stands when it is said.
    ///
    /// - Throws: `Failure` where the disk is full or nobody reads any more.
    static func write(_ text: String) throws(Failure) { try write(lines: text + "\n") }

    /// Writes one line of a sentence for people: no control in it reaches the terminal.
    static func write(line text: String) throws(Failure) { try write(TerminalText.sanitized(text)) }

    /// Writes lines that have their newlines.
    static func write(lines text: String) throws(Failure) {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
            let reason = String(cString: strerror(errno))
            throw Failure("standard output cannot be written (\(reason)): make room, or write it elsewhere", .jobFailed)
        }
    }
}

/// Columns of a terminal.
enum Columns {
    /// 80 where there is no terminal or it does not say.
    static func of(_ descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
