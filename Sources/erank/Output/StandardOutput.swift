import Foundation
import Terminal

/// Standard output: the results of a command.
enum StandardOutput {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes text for people and a newline, at once, so that each result is visible immediately. What controls a terminal is
    /// replaced (`TerminalText.harmless`): ids, names and texts come from files and models.
    ///
    /// - Throws: `Failure` if the disk is full or the reader has closed the pipe.
    static func write(_ text: String) throws(Failure) { try write(lines: text + "\n") }

    /// Writes lines for people, which already end with newlines.
    static func write(lines text: String) throws(Failure) { try write(bytes: TerminalText.harmless(text)) }

    /// Says on one line what was done, which stands whatever happens to the line.
    ///
    /// - Throws: `Failure`, which says what was done too.
    static func report(_ done: String) throws(Failure) {
        let done = TerminalText.sanitized(done)
        do throws(Failure) { try write(done) } catch { throw Failure("\(done); but \(error.sentence)", error.status) }
    }

    /// Writes lines for other programs, which already end with newlines: byte for byte into a file or a pipe; on a terminal, as
    /// text for people.
    static func write(data text: String) throws(Failure) { try write(bytes: isTerminal ? TerminalText.harmless(text) : text) }

    /// Says before long work that its results could not be shown.
    ///
    /// - Throws: `Failure` if standard output is closed.
    static func checkIsOpen() throws(Failure) {
        // What the program puts in the place of a closed stream can only be read.
        if fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE == O_RDONLY { throw closed }
    }

    private static var closed: Failure {
        Failure("standard output is closed: write to a file, a pipe or a terminal", .jobFailed)
    }

    private static func write(bytes text: String) throws(Failure) {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
            if errno == EBADF { throw closed }
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
