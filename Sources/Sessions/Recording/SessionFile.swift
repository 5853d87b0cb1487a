import Foundation
import Relevance
import Reranking
import Synchronization

/// A session's file open for writing: append-only, and locked against every other writer until `close()` or its end.
///
/// A line is handed to the system at once, so a killed program loses nothing; it is forced to the disk at each finished document,
/// each judgment and each run's end (see `SessionDisk`).
public final class SessionFile: Sendable {
    public let path: String
    public let header: SessionHeader

    private let disk: SessionDisk
    private let lastMilliseconds: Mutex<Int>
    /// The format that the file's first line names.
    private let version: Mutex<Int>
    /// The moment this object came to be, on the clock that never jumps, and in the session's milliseconds.
    private let opened: (at: ContinuousClock.Instant, milliseconds: Int)

    /// Takes over a descriptor that is locked and stands at the file's end.
    init(path: String, header: SessionHeader, descriptor: Int32, milliseconds: Int) {
        self.path = path
        self.header = header
        opened = (.now, milliseconds)
        disk = SessionDisk(descriptor: descriptor)
        lastMilliseconds = Mutex(milliseconds)
        version = Mutex(header.version)
    }

    deinit { close() }

    /// A session written to a device or file that is there already, for tests of failing disks.
    convenience init(writingTo path: String) throws(SessionError) {
        self.init(
            path: path, header: SessionHeader(created: Date(), program: ""), descriptor: Foundation.open(path, O_WRONLY),
            milliseconds: 0)
        try write(header.line, sync: true)
    }

    // MARK: Opening

    /// A new session, its header on the disk; folders on the way are made.
    ///
    /// - Throws: `.exists` where there is a file of that name; `.unwritable`, `.full`.
    public static func create(at path: String, program: String, now: Date = Date()) throws(SessionError) -> SessionFile {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw .writing(errno == 0 ? EACCES : errno, path: folder)
            }
        }
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw errno == EEXIST ? .exists(path) : .writing(errno, path: path) }
        let header = SessionHeader(created: now, program: program)
        let file = SessionFile(path: path, header: header, descriptor: descriptor, milliseconds: 0)
        do throws(SessionError) {
            try lock(descriptor, path: path)
            try file.write(header.line, sync: true)
        } catch {
            unlink(path)
            throw error
        }
        return file
    }

    /// A session opened to go on with: the file, the fold of its events, and what could not be read.
    public struct Reopened: Sendable {
        public var file: SessionFile
        public var state: SessionState
        public var warnings: [SessionError]
    }

    /// Opens a session to append to it. A last line that a crash cut short is taken off the file.
    ///
    /// - Throws: `.locked` where another program writes it; `SessionReader` still opens it then.
    public static func open(at path: String, now: Date = Date()) throws(SessionError) -> Reopened {
        let descriptor = Foundation.open(path, O_RDWR | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw .opening(errno, path: path) }
        guard isRegular(path) else {
            Foundation.close(descriptor)
            throw .notAFile(path)
        }
        let reader: SessionReader
        let state: SessionState
        do throws(SessionError) {
            try lock(descriptor, path: path)
            reader = try SessionReader(path: path)
            state = try reader.state()
            if ftruncate(descriptor, off_t(reader.intactEnd)) != 0 { throw .writing(errno, path: path) }
        } catch {
            Foundation.close(descriptor)
            throw error
        }
        // A session goes on where it stopped even if the clock was set back since.
        let elapsed = Int(clamping: Int64(max(0, now.timeIntervalSince(reader.header.created) * 1000)))
        let file = SessionFile(
            path: path, header: reader.header, descriptor: descriptor, milliseconds: max(elapsed, state.milliseconds))
        if reader.lacksLineFeed { try file.write([0x0A], sync: false) }
        return Reopened(file: file, state: state, warnings: reader.warnings)
    }

    // MARK: Writing

    /// The event with the time it is now, never before an event that was stamped earlier.
    public func stamp(_ event: SessionEvent) -> TimedEvent {
        let elapsed = opened.at.duration(to: .now) / .milliseconds(1)
        return lastMilliseconds.withLock { last in
            last = max(last, opened.milliseconds + Int(elapsed))
            return TimedEvent(milliseconds: last, event: event)
        }
    }

    /// Appends an event.
    ///
    /// - Throws: `.full` or `.unwritable`. The event is not lost: it is kept, and written before the next one as soon as the disk takes it.
    public func append(_ timed: TimedEvent) throws(SessionError) { try append(contentsOf: [timed]) }

    /// Appends events that belong together, as an import's or the beginning of a job, in one step.
    ///
    /// - Throws: as `append(_:)`.
    public func append(contentsOf events: [TimedEvent]) throws(SessionError) {
        for timed in events { raiseVersion(for: timed.event) }
        let bytes = events.count == 1 ? SessionLine.encode(events[0]) : events.flatMap { SessionLine.encode($0) }
        try write(bytes, sync: events.contains { $0.event.isDurable })
    }

    /// Tries once more to write what the disk did not take.
    ///
    /// - Throws: as `append(_:)`.
    public func flush() throws(SessionError) { try write([], sync: false) }

    /// How many events the disk has not taken: the last ones appended, the first of them perhaps in part. O(1).
    public var unwrittenCount: Int { disk.unwrittenLines }

    /// Tries once more to write what the disk did not take, waits until all is on it, and gives up the lock. Idempotent.
    public func close() { disk.close() }

    /// A file of format 1 says that it is of format 2 before its first line that is, so that an older program does not misread
    /// it.
    private func raiseVersion(for event: SessionEvent) {
        guard event.needsVersion2 else { return }
        let isOld = version.withLock { version in
            defer { version = SessionHeader.currentVersion }
            return version < SessionHeader.currentVersion
        }
        if isOld { disk.prepare(SessionHeader.raiseVersion) }
    }

    private func write(_ bytes: [UInt8], sync: Bool) throws(SessionError) {
        if let failure = disk.append(bytes, sync: sync) { throw .writing(failure, path: path) }
    }
}

extension SessionEvent {
    /// What must survive a power cut from the moment it happened.
    fileprivate var isDurable: Bool {
        switch self {
        case .judgment, .seen, .undo, .redo, .job, .run(_, .finished), .run(_, .ended): true
        default: false
        }
    }

    /// Whether an older program would take it for something else.
    fileprivate var needsVersion2: Bool {
        switch self {
        case .job, .runStarted, .run: true
        default: false
        }
    }
}
