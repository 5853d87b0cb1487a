import Foundation
import Synchronization
import Terminal

/// Standard error: messages and progress for people. Results go to standard output.
enum StandardError {
    /// Where messages go instead while the screens have the terminal; nil for standard error.
    private static let sink = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// Sends messages to the screens while these have the terminal; nil ends that.
    static func redirect(to screens: (@Sendable (String) -> Void)?) { sink.withLock { $0 = screens } }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes a message that may contain a path or text of a document or a model. Terminal control characters are removed. All
    /// lines but the first are indented, so that no line feed of a name begins what looks like another message.
    static func write(_ message: String) {
        if let sink = sink.withLock({ $0 }) { return sink(message) }
        let lines = message.split(separator: "\n").map { TerminalText.sanitized($0) + "\n" }
        let harmless = lines.joined(separator: "  ")
        // If standard error cannot be written (a full disk, a closed terminal), nobody can be told.
        try? FileHandle.standardError.write(contentsOf: Data(harmless.utf8))
    }

    /// Writes the lines of a table.
    static func write(table: String) { for line in table.split(separator: "\n") { write(String(line)) } }

    /// Replaces the terminal's current line.
    static func redraw(_ line: String) {
        let cut = TerminalText.truncated(line, to: Columns.of(STDERR_FILENO) - 1)
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(cut)".utf8))
    }
}
