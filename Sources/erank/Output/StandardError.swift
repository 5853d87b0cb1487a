import Foundation
import Terminal

/// The stream for people: errors and progress. What a command computes goes to standard output.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes lines that may hold a path, a document's words or a model's: none of their controls reaches the terminal.
    static func write(_ lines: String) {
        let harmless = lines.split(separator: "\n").map { TerminalText.sanitized($0) + "\n" }.joined()
        // Where it cannot be written (a full disk, a terminal that is gone) there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data(harmless.utf8))
    }

    /// Draws over the terminal's present line.
    static func redraw(_ line: String) {
        let cut = TerminalText.truncated(line, to: Columns.of(STDERR_FILENO) - 1)
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(cut)".utf8))
    }
}
