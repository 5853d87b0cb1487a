import CTerminal
import Foundation

/// Files that are mapped into memory, such as models.
public enum MappedFiles {
    /// From now on, a page of a mapped file that cannot be read, since the file was cut meanwhile or its disk failed, ends the
    /// process with this message on standard error and this status, after the terminal was restored.
    public static func endOnLostPage(_ message: String, status: Int32) {
        // Kept until the process ends.
        guard let kept = strdup(message) else { return }
        terminal_end_on_lost_page(kept, status)
    }
}
