import Foundation
import Relevance

/// Reads the events of a session in order, one at a time. Memory is bounded by the longest line. Must be used by one thread.
///
/// Lines that cannot be read are skipped and reported in `warnings`. Only a file that is not a session at all is an error.
public final class SessionReader {
    /// The path of the file.
    public let path: String
    /// The first line of the file.
    public let header: SessionHeader
    private var lines: LineReader
    /// The number of bytes in complete lines.
    private(set) var intactEnd = 0
    /// True if the last line is complete except for its line feed.
    private(set) var lacksLineFeed = false
    private var formatOne = FormatOne()
    private var faults = SessionFaults()
    private var torn: SessionError?
    private var damage: (line: Int, expected: String, count: Int)?

    /// Opens a session and reads its header.
    ///
    /// - Throws: `.notFound`, `.unreadable` (also for a pipe or a device), `.notASession`, `.newerVersion`.
    public convenience init(path: String) throws(SessionError) {
        // Opening a pipe would wait for a writer.
        var status = stat()
        if stat(path, &status) == 0, [S_IFIFO, S_IFCHR, S_IFBLK, S_IFSOCK].contains(status.st_mode & S_IFMT) {
            throw .notAFile(path)
        }
        let lines: LineReader
        do throws(FormatError) { lines = try LineReader(path: path, lengthLimit: 1 << 30) } catch { throw SessionError(error) }
        try self.init(lines)
    }

    /// Reads a session from a stream of lines.
    ///
    /// - Throws: `.notASession`, `.newerVersion`, or an error of reading.
    public init(_ source: consuming LineReader) throws(SessionError) {
        path = source.path
        let first: LineReader.Line?
        do throws(FormatError) { first = try source.next() } catch { throw SessionError(error) }
        lines = source
        guard let first else { throw .empty(path) }
        let header = try SessionHeader(line: first.bytes, path: path)
        guard first.isEnded else { throw .empty(path) }
        self.header = header
        intactEnd = first.end
    }

    /// The next event that can be read; nil at the end.
    public func next() throws(SessionError) -> TimedEvent? {
        while true {
            guard let line = try nextLine() else { return nil }
            if let event = event(of: line) { return event }
        }
    }

    private func nextLine() throws(SessionError) -> LineReader.Line? {
        do throws(FormatError) { return try lines.next() } catch { throw SessionError(error) }
    }

    /// The event of a line; nil for a line that is skipped, which is counted for the warnings.
    private func event(of line: LineReader.Line) -> TimedEvent? {
        do throws(JSONFailure) {
            guard !line.isBlank else { throw JSONFailure(offset: 0, expected: "an event") }
            var timed = try SessionLine.decode(line.bytes)
            noteWhole(line)
            timed.event = formatOne.upgrade(timed.event)
            return timed
        } catch {
            if line.isEnded {
                intactEnd = line.end
                damage = damage.map { ($0.line, $0.expected, $0.count + 1) } ?? (line.number, error.expected, 1)
            } else {
                torn = .torn(path, line: line.number)
            }
            return nil
        }
    }

    private func noteWhole(_ line: LineReader.Line) {
        intactEnd = line.end
        lacksLineFeed = !line.isEnded
    }

    /// What was skipped so far: at most one warning for unreadable lines, one for each kind of ignored event, and one for an
    /// incomplete last line.
    public var warnings: [SessionError] {
        let lines = damage.map { SessionError.damaged(path, line: $0.line, expected: $0.expected, count: $0.count) }
        return [lines].compactMap { $0 } + faults.found.map { .fault($0, path: path) } + [torn].compactMap { $0 }
    }

    /// The fold of all events from here to the end. Events that the fold ignores are in `warnings` afterwards. Another thread
    /// reads lines ahead while this one folds.
    public func state() throws(SessionError) -> SessionState {
        var state = SessionState()
        // This thread does not use the reader until the other one has returned its last batch.
        nonisolated(unsafe) let reader = self
        let batches = ReadAhead("erank session") { () throws(SessionError) in try reader.nextBatch() }
        while let batch = try batches.next() { batch.fold(into: &state) }
        faults = state.faults
        return state
    }

    /// The fold of all events from here to the end without the tokens: requests and results. Token lines, which are nearly
    /// all bytes of a session, are skipped without parsing.
    public func outline() throws(SessionError) -> SessionState {
        var state = SessionState()
        while let line = try nextLine() {
            if TokenBatch.isToken(line.bytes.span) { continue }
            if let event = event(of: line) { state.apply(event) }
        }
        return state
    }

    /// The next batch of events; nil at the end.
    private func nextBatch() throws(SessionError) -> EventBatch? {
        var batch = EventBatch()
        while !batch.isFull, let line = try nextLine() {
            if batch.tokens.append(line.bytes.span, last: formatOne.run) {
                noteWhole(line)
            } else if let event = event(of: line) {
                batch.append(event)
            }
        }
        return batch.isEmpty ? nil : batch
    }
}
