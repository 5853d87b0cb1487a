import Foundation

/// The stream for people: errors and progress. What a command computes goes to standard output.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal; 80 where it does not say.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes text that may hold a path, a document's words or a model's: no control but the newline reaches the terminal.
    static func write(_ text: String) { FileHandle.standardError.write(Data(harmless(text).utf8)) }

    /// Draws over the terminal's present line.
    static func redraw(_ line: String) {
        FileHandle.standardError.write(Data("\r\u{1B}[K\(harmless(String(line.prefix(columns - 1))))".utf8))
    }

    private static func harmless(_ text: String) -> String {
        let isControl = { (scalar: Unicode.Scalar) in
            scalar != "\n" && (scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format)
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 })
        return String(result)
    }
}
