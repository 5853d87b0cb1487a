import Foundation
import Relevance

/// Reads a session's events in order, one at a time: memory is that of the longest line. For one thread.
///
/// What cannot be read is passed over and told in `warnings`; only a file that is no session at all is an error.
public final class SessionReader {
    public let path: String
    public let header: SessionHeader
    private var lines: LineReader
    /// Bytes of the file that are whole lines.
    private(set) var intactEnd = 0
    /// True if the last line is whole but for its line feed.
    private(set) var lacksLineFeed = false
    private var torn: SessionError?
    private var damage: (line: Int, expected: String, count: Int)?

    /// - Throws: `.notFound`, `.unreadable`, `.notASession`, `.newerVersion`.
    public convenience init(path: String) throws(SessionError) {
        let lines: LineReader
        do throws(FormatError) { lines = try LineReader(path: path, lengthLimit: 1 << 30) } catch { throw SessionError(error) }
        try self.init(lines)
    }

    /// Reads from lines that are not a file's.
    public init(_ source: consuming LineReader) throws(SessionError) {
        path = source.path
        let first: LineReader.Line?
        do throws(FormatError) { first = try source.next() } catch { throw SessionError(error) }
        lines = source
        guard let first, first.isEnded else { throw .notASession(path) }
        header = try SessionHeader(line: first.bytes, path: path)
        intactEnd = first.end
    }

    /// The next event that can be read; nil at the end.
    public func next() throws(SessionError) -> TimedEvent? {
        while true {
            let line: LineReader.Line
            do throws(FormatError) {
                guard let read = try lines.next() else { return nil }
                line = read
            } catch {
                throw SessionError(error)
            }
            do throws(JSONFailure) {
                guard !line.isBlank else { throw JSONFailure(offset: 0, expected: "an event") }
                let event = try SessionLine.decode(line.bytes)
                intactEnd = line.end
                lacksLineFeed = !line.isEnded
                return event
            } catch {
                if line.isEnded {
                    intactEnd = line.end
                    damage = damage.map { ($0.line, $0.expected, $0.count + 1) } ?? (line.number, error.expected, 1)
                } else {
                    torn = .torn(path, line: line.number)
                }
            }
        }
    }

    /// What was passed over so far: at most one for lines in the middle, and one for a torn last line.
    public var warnings: [SessionError] {
        [damage.map { .damaged(path, line: $0.line, expected: $0.expected, count: $0.count) }, torn].compactMap { $0 }
    }

    /// The fold of all events from here to the end.
    public func state() throws(SessionError) -> SessionState {
        var state = SessionState()
        while let event = try next() { state.apply(event) }
        return state
    }
}
