import Foundation
import Terminal

/// Standard error: messages and progress for people. Results go to standard output.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes lines that may contain a path or text of a document or a model. Terminal control characters are removed.
    static func write(_ lines: String) {
        let harmless = lines.split(separator: "\n").map { TerminalText.sanitized($0) + "\n" }.joined()
        // If standard error cannot be written (a full disk, a closed terminal), nobody can be told.
        try? FileHandle.standardError.write(contentsOf: Data(harmless.utf8))
    }

    /// Replaces the terminal's current line.
    static func redraw(_ line: String) {
        let cut = TerminalText.truncated(line, to: Columns.of(STDERR_FILENO) - 1)
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(cut)".utf8))
    }
}
