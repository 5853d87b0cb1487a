import Foundation
import Relevance
import Reranking
import Synchronization

/// A session's file open for writing: append-only, and locked against other writers until `close()` or deinit.
///
/// Every line is given to the operating system at once, so nothing is lost if the program is killed. It is forced to the disk
/// (fsync) after each finished document, each judgment and the end of each run (see `SessionDisk`).
public final class SessionFile: Sendable {
    /// The path of the file: another one than at the beginning if another file has taken its name.
    public var path: String { disk.path }
    /// The header: the first line of the file.
    public let header: SessionHeader

    private let disk: SessionDisk
    private let lastMilliseconds: Mutex<Int>
    /// The format version in the file's first line.
    private let version: Mutex<Int>
    /// The time of `init`, on the monotonic clock and in milliseconds of the session.
    private let opened: (at: ContinuousClock.Instant, milliseconds: Int)

    /// Takes ownership of a descriptor that is locked and positioned at the end of the file.
    init(path: String, header: SessionHeader, descriptor: Int32, milliseconds: Int) {
        self.header = header
        opened = (.now, milliseconds)
        disk = SessionDisk(path: path, descriptor: descriptor)
        lastMilliseconds = Mutex(milliseconds)
        version = Mutex(header.version)
    }

    deinit { _ = disk.close() }

    /// A session written to an existing device or file, for tests of failing disks.
    convenience init(writingTo path: String) throws(SessionError) {
        self.init(
            path: path, header: SessionHeader(created: Date(), program: ""), descriptor: Foundation.open(path, O_WRONLY),
            milliseconds: 0)
        try write(header.line, sync: true)
    }

    // MARK: Opening

    /// Creates a session and writes its header to the disk. Missing folders are created.
    ///
    /// - Throws: `.exists` if there is a file with this name; `.unwritable`; `.full`.
    public static func create(at path: String, program: String, now: Date = Date()) throws(SessionError) -> SessionFile {
        let folder = SessionPlace.folder(of: path)
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw .creating(errno == 0 ? EACCES : errno, path: folder)
            }
        }
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw .creating(errno, path: path) }
            return try createAgain(at: path, program: program, now: now)
        }
        let header = SessionHeader(created: now, program: program)
        let file = SessionFile(path: path, header: header, descriptor: descriptor, milliseconds: 0)
        try lock(descriptor, path: path)
        if let failure = file.disk.append(header.line, sync: true) {
            unlink(path)
            throw .creating(failure, path: path)
        }
        return file
    }

    /// Says before any work that no session can begin at a path: it is a folder's, its name is too long, or its folder is closed.
    ///
    /// - Throws: `.unwritable`; `.exists` for a pipe, a device, or a link that leads nowhere.
    public static func checkPlace(_ path: String) throws(SessionError) {
        var status = stat()
        func isFolder(_ path: String) -> Bool { stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR }
        let name = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? []
        if path.isEmpty { throw .creating(ENOENT, path: "the empty name") }
        if name.isEmpty || isFolder(path) { throw .creating(EISDIR, path: path) }
        if name.count > Int(NAME_MAX) { throw .creating(ENAMETOOLONG, path: path) }
        // A file that could be continued is another's matter: a pipe, a device, a link that leads nowhere.
        if lstat(path, &status) == 0, !isRegular(path) { throw .exists(path) }
        // Folders that are missing are created in the nearest one that is there.
        var folder = SessionPlace.folder(of: path)
        while !folder.isEmpty, stat(folder, &status) != 0, errno == ENOENT { folder = SessionPlace.folder(of: folder) }
        if folder.isEmpty { folder = "." }
        guard isFolder(folder) else { throw .creating(ENOTDIR, path: path) }
        if access(folder, W_OK | X_OK) != 0 { throw .creating(errno, path: path) }
    }

    /// A file that a program left before its header was whole is no session: it gives its name to a new one.
    private static func createAgain(at path: String, program: String, now: Date) throws(SessionError) -> SessionFile {
        guard isUnbegun(path) else { throw .exists(path) }
        let descriptor = Foundation.open(path, O_RDWR | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw .creating(errno, path: path) }
        do throws(SessionError) {
            try lock(descriptor, path: path)
            // Another program may have written its header meanwhile.
            guard isUnbegun(path) else { throw .exists(path) }
            guard ftruncate(descriptor, 0) == 0 else { throw .creating(errno, path: path) }
        } catch {
            Foundation.close(descriptor)
            throw error
        }
        let header = SessionHeader(created: now, program: program)
        let file = SessionFile(path: path, header: header, descriptor: descriptor, milliseconds: 0)
        if let failure = file.disk.append(header.line, sync: true) { throw .creating(failure, path: path) }
        return file
    }

    /// Whether the file is empty or all zero bytes, or has the beginning of a header and no more. A whole header of a newer
    /// version is more.
    public static func isUnbegun(_ path: String) -> Bool {
        guard isRegular(path), let handle = FileHandle(forReadingAtPath: path),
            let bytes = try? handle.read(upToCount: 4_096) ?? Data()
        else { return false }
        let beginning = Data("{\"erank_session\"".utf8)
        // What a power cut can leave of a file that was just begun.
        if bytes.count < 4_096, bytes.allSatisfy({ $0 == 0 }) { return true }
        guard bytes.count < 4_096, !bytes.contains(0x0A), bytes.starts(with: beginning) || beginning.starts(with: bytes) else {
            return false
        }
        do throws(SessionError) { _ = try SessionHeader(line: Array(bytes)[...], path: path) } catch {
            return error.code != .newerVersion
        }
        return true
    }

    /// A session opened to be continued.
    public struct Reopened: Sendable {
        /// The file, open for writing.
        public var file: SessionFile
        /// The fold of the file's events.
        public var state: SessionState
        /// What could not be read.
        public var warnings: [SessionError]
    }

    /// Opens a session to append to it. An incomplete last line, left by a crash, is removed from the file, and so is the draft
    /// of an import that was killed (`NAME.jsonl.erank-part`).
    ///
    /// - Throws: `.locked` if another program is writing it. `SessionReader` can still read it then.
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
            SessionPlace.removeDraft(of: path)
            reader = try SessionReader(path: path)
            state = try reader.state()
            if ftruncate(descriptor, off_t(reader.intactEnd)) != 0 { throw .unchanged(errno, path: path) }
        } catch {
            Foundation.close(descriptor)
            throw error
        }
        // The session's time continues from its last event even if the clock was set back in the meantime.
        let elapsed = Int(clamping: Int64(max(0, now.timeIntervalSince(reader.header.created) * 1000)))
        let file = SessionFile(
            path: path, header: reader.header, descriptor: descriptor, milliseconds: max(elapsed, state.milliseconds))
        if reader.lacksLineFeed { try file.write([0x0A], sync: false) }
        return Reopened(file: file, state: state, warnings: reader.warnings)
    }

    // MARK: Writing

    /// The event with the current time, which is never earlier than that of a previous event.
    public func stamp(_ event: SessionEvent) -> TimedEvent {
        let elapsed = opened.at.duration(to: .now) / .milliseconds(1)
        return lastMilliseconds.withLock { last in
            last = max(last, opened.milliseconds + Int(elapsed))
            return TimedEvent(milliseconds: last, event: event)
        }
    }

    /// Appends an event.
    ///
    /// - Throws: `.full` or `.unwritable`. The event is not lost: it is kept, and written before the next one as soon as the
    ///   disk accepts it.
    public func append(_ timed: TimedEvent) throws(SessionError) { try append(contentsOf: [timed]) }

    /// Appends events that belong together, such as those of an import or of the beginning of a job, in one step.
    ///
    /// - Throws: as `append(_:)`.
    public func append(contentsOf events: [TimedEvent]) throws(SessionError) {
        for timed in events { raiseVersion(for: timed.event) }
        try write(SessionLine.encode(events), sync: events.contains { $0.event.isDurable })
    }

    /// Appends all events or none, also if the disk is full or the program is killed meanwhile, and waits until they are on the
    /// disk.
    ///
    /// - Throws: `.full` or `.unwritable`; the sentence says that nothing was changed where that is so.
    public func appendWhole(_ events: [TimedEvent]) throws(SessionError) {
        for timed in events { raiseVersion(for: timed.event) }
        if let refusal = disk.appendWhole(SessionLine.encode(events)) {
            throw refusal.isUnchanged ? .unchanged(refusal.number, path: path) : .writing(refusal.number, path: path)
        }
    }

    /// Tries again to write what the disk has refused.
    ///
    /// - Throws: as `append(_:)`.
    public func flush() throws(SessionError) { try write([], sync: false) }

    /// What others did to the file since the last call, and what became of it: it was removed, replaced or cut. nil if nothing
    /// happened.
    public func takeNews() -> SessionError? { disk.takeNews() }

    /// The number of events that are not on the disk: the last ones appended; the first of them may be written in part. O(1).
    public var unwrittenCount: Int { disk.unwrittenLines }

    /// Tries again to write what the disk has refused, waits until everything is on the disk, and releases the lock.
    /// Idempotent.
    ///
    /// - Returns: what others did to the file since the last write, or why it could not be put right; nil if nothing happened.
    @discardableResult
    public func close() -> SessionError? {
        let failure = disk.close()
        return disk.takeNews() ?? failure.map { .writing($0, path: path) }
    }

    /// Changes the version of a file of format 1 to 2 before the first line of format 2 is written, so that an older program
    /// does not misread the file.
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
    /// True if the event must survive a power failure from the moment it happens.
    fileprivate var isDurable: Bool {
        switch self {
        case .judgment, .seen, .undo, .redo, .job, .run(_, .finished), .run(_, .ended): true
        default: false
        }
    }

    /// True if an older program would misread the event.
    fileprivate var needsVersion2: Bool {
        switch self {
        case .job, .runStarted, .run: true
        default: false
        }
    }
}
