import Foundation

/// Where the bytes of a session lie: the file of its name, and a spare copy without a name. Anyone can remove, move, replace or
/// cut the file while the program runs; the spare has what was recorded even so.
struct SessionPlace {
    /// The session's file, as the user knows it.
    private(set) var name: String
    /// The session's file, whatever the working folder is.
    private var path: String
    /// Open for reading and appending; -1 after closing.
    private(set) var descriptor: Int32
    /// The bytes that the file should have.
    private var size: off_t
    /// When the file was changed last, as far as is known: by a write from here. Another time means that somebody else wrote.
    private var changed = timespec()
    /// A copy of the file without a name; -1 without one (a file system that has none, no space, no descriptor left).
    private var spare: Int32 = -1
    /// Whether a spare was tried.
    private var hasTried = false
    /// What happened to the file since somebody last asked.
    var news: SessionError?

    /// Takes ownership of the descriptor.
    init(path: String, descriptor: Int32) {
        name = path
        // Where a link leads: the file that is written, not the link, may have to be made again.
        self.path =
            realpath(path, nil).map { resolved in
                defer { free(resolved) }
                return String(cString: resolved)
            } ?? path
        self.descriptor = descriptor
        size = Self.status(of: descriptor)?.st_size ?? 0
        noteChange()
    }

    private mutating func noteChange() { changed = Self.status(of: descriptor)?.st_mtim ?? timespec() }

    private static func status(of descriptor: Int32) -> stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    /// The folder of a file; empty for a name alone. (NSString traps here on a name of one character.)
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    // MARK: Writing

    /// Appends bytes.
    ///
    /// - Returns: how many were written, or -1 with `errno` set.
    mutating func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let start = bytes.baseAddress else { return 0 }
        var count = Foundation.write(descriptor, start, bytes.count)
        if count < 0, errno == ENOSPC || errno == EDQUOT, spare >= 0 {
            // The session needs the space itself.
            dropSpare()
            count = Foundation.write(descriptor, start, bytes.count)
        }
        guard count > 0 else { return count }
        size += off_t(count)
        noteChange()
        if spare >= 0, !Self.writeAll(UnsafeRawBufferPointer(start: start, count: count), to: spare) { dropSpare() }
        return count
    }

    /// Why bytes were not appended as a whole.
    struct Refusal {
        /// The system's error number.
        var number: Int32
        /// Whether the file is as it was. False only for a disk that refuses to take back what it took.
        var isUnchanged = true
    }

    /// Appends all bytes or none, also if the disk is full or the program is killed meanwhile.
    ///
    /// - Returns: nil if all were appended.
    /// - Complexity: O(bytes), and O(bytes of the session) for more than a page: they are written with a copy of the session,
    ///   which then takes its name. A file with several names (hard links) is never replaced: its bytes are appended in place,
    ///   and a kill in the midst of that leaves a part of them.
    mutating func appendWhole(_ bytes: [UInt8]) -> Refusal? {
        if let number = settle() { return Refusal(number: number) }
        let status = Self.status(of: descriptor)
        let canBeReplaced = status.map { $0.st_mode & S_IFMT == S_IFREG && $0.st_nlink == 1 } ?? false
        if canBeReplaced, bytes.count > 4_096 { return goOn(at: path, nil, adding: bytes).map { Refusal(number: $0) } }
        let before = size
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(UnsafeRawBufferPointer(rebasing: $0[done...])) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                var refusal = Refusal(number: errno == 0 ? EIO : errno)
                dropSpare()
                if size > before {
                    refusal.isUnchanged = ftruncate(descriptor, before) == 0
                    if refusal.isUnchanged { size = before }
                    noteChange()
                }
                return refusal
            }
            done += count
        }
        return nil
    }

    /// Changes bytes in place, in the file and in the spare.
    ///
    /// - Returns: the system's error number if the file could not be changed.
    mutating func change(_ body: (Int32) -> Int32?) -> Int32? {
        if let failure = body(descriptor) { return failure }
        noteChange()
        if spare >= 0, body(spare) != nil { dropSpare() }
        return nil
    }

    mutating func close() {
        dropSpare()
        Foundation.close(descriptor)
        descriptor = -1
    }

    // MARK: What others did to the file

    /// Looks whether the file is still the one that was written, and puts right what is not: before every write.
    ///
    /// - Returns: the system's error number if the session has no file to go on in; it is tried again with the next write.
    /// - Complexity: three system calls; O(bytes of the session) only if something happened.
    mutating func settle() -> Int32? {
        guard let own = Self.status(of: descriptor), own.st_mode & S_IFMT == S_IFREG else { return nil }
        makeSpare()
        var named = stat()
        guard stat(path, &named) == 0 else {
            // A link that leads nowhere has the name.
            return lstat(path, &named) == 0 ? goOnElsewhere() : goOn(at: path, .gone(name))
        }
        guard named.st_ino == own.st_ino, named.st_dev == own.st_dev else { return goOnElsewhere() }
        let isUntouched = own.st_mtim.tv_sec == changed.tv_sec && own.st_mtim.tv_nsec == changed.tv_nsec
        if own.st_size == size, isUntouched || changed.tv_sec == 0 { return nil }
        guard isPrefix(min(own.st_size, size)) else { return goOnElsewhere() }
        let failure = takeLength(own.st_size)
        if failure == nil { noteChange() }
        return failure
    }

    /// The file begins as it was written, and is as long as somebody made it.
    private mutating func takeLength(_ length: off_t) -> Int32? {
        if length == size { return nil }
        if length < size { return restore(from: length) }
        // Another program appended to it. What follows begins a line of its own.
        size = length
        var last: UInt8 = 0
        if pread(descriptor, &last, 1, size - 1) == 1, last != 0x0A {
            guard Foundation.write(descriptor, "\n", 1) == 1 else { return errno }
            size += 1
        }
        news = .grown(name)
        dropSpare()
        hasTried = false
        return nil
    }

    /// The file was cut: what is missing is written again.
    private mutating func restore(from end: off_t) -> Int32? {
        guard spare >= 0 else {
            news = .cut(name, lost: Int(size - end))
            size = end
            return nil
        }
        guard Self.copy(from: spare, end..<size, to: descriptor) else { return errno == 0 ? EIO : errno }
        news = .cut(name, lost: 0)
        return nil
    }

    /// Another file has the name: the session goes on beside it.
    private mutating func goOnElsewhere() -> Int32? {
        let base = (path as NSString).deletingPathExtension
        for number in 2...999 {
            let other = "\(base)-\(number).jsonl"
            let failure = goOn(at: other, .replaced(name, goesOnIn: other))
            if failure != EEXIST { return failure }
        }
        return EEXIST
    }

    /// Goes on in a new file with everything recorded so far.
    ///
    /// - Parameter bytes: more to append; the new file then replaces the one of that name.
    private mutating func goOn(at other: String, _ news: SessionError?, adding bytes: [UInt8] = []) -> Int32? {
        let source = spare >= 0 ? spare : descriptor
        let folder = Self.folder(of: other)
        if !folder.isEmpty { try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
        // Written under another name first, so that the name never stands for half a session. One that a killed program left is
        // replaced: only the holder of the session's lock gets here.
        let draft = Self.draft(of: other)
        unlink(draft)
        let new = open(draft, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard new >= 0 else { return errno }
        errno = 0
        let isWhole =
            takeAccess(to: new) && flock(new, LOCK_EX | LOCK_NB) == 0 && Self.copy(from: source, 0..<size, to: new)
            && bytes.withUnsafeBytes { Self.writeAll($0, to: new) } && fsync(new) == 0
        let isNamed = isWhole && (bytes.isEmpty ? link(draft, other) : rename(draft, other)) == 0
        let failure = isNamed ? nil : errno == 0 ? EIO : errno
        if failure != nil || bytes.isEmpty { unlink(draft) }
        if let failure {
            Foundation.close(new)
            return failure
        }
        Self.syncFolder(folder)
        if !bytes.isEmpty {
            size += off_t(bytes.count)
            dropSpare()
            hasTried = false
        }
        flock(descriptor, LOCK_UN)
        Foundation.close(descriptor)
        if other != path { (name, path) = (other, other) }
        descriptor = new
        noteChange()
        if let news { self.news = news }
        return nil
    }

    private static func draft(of path: String) -> String { path + ".erank-part" }

    /// Removes the half session that a killed program left. Only the holder of the session's lock may call it.
    static func removeDraft(of path: String) { unlink(draft(of: path)) }

    /// Gives a new file the owner, as far as the system lets us, and the permissions of the session's file.
    private func takeAccess(to new: Int32) -> Bool {
        guard let old = Self.status(of: descriptor), let fresh = Self.status(of: new) else { return false }
        var mode = old.st_mode & 0o777
        if old.st_uid != fresh.st_uid || old.st_gid != fresh.st_gid, fchown(new, old.st_uid, old.st_gid) != 0 {
            // Another group must not be given what was meant for the old one.
            if old.st_gid != fresh.st_gid, fchown(new, uid_t.max, old.st_gid) != 0 { mode &= 0o707 }
        }
        return fchmod(new, mode) == 0
    }

    /// Waits until the names of a folder's files are on the disk.
    private static func syncFolder(_ folder: String) {
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Foundation.close(descriptor)
    }

    // MARK: The spare

    private mutating func makeSpare() {
        guard !hasTried else { return }
        hasTried = true
        let folder = Self.folder(of: path)
        spare = folder.withCString { Foundation.open($0, O_RDWR | O_APPEND | O_CLOEXEC | Self.temporary, 0o600) }
        if spare >= 0, !Self.copy(from: descriptor, 0..<size, to: spare) { dropSpare() }
    }

    /// O_TMPFILE, which Swift does not import: a file without a name.
    private static let temporary: Int32 = 0o20000000 | O_DIRECTORY

    private mutating func dropSpare() {
        if spare >= 0 { Foundation.close(spare) }
        spare = -1
    }

    /// Whether the file begins as it was written. Without a spare nobody can tell.
    private func isPrefix(_ length: off_t) -> Bool {
        guard spare >= 0 else { return true }
        var (place, own, kept) = (off_t(0), [UInt8](repeating: 0, count: 1 << 16), [UInt8](repeating: 0, count: 1 << 16))
        while place < length {
            let count = min(own.count, Int(length - place))
            guard pread(descriptor, &own, count, place) == count, pread(spare, &kept, count, place) == count,
                own.prefix(count) == kept.prefix(count)
            else { return false }
            place += off_t(count)
        }
        return true
    }

    private static func copy(from source: Int32, _ range: Range<off_t>, to target: Int32) -> Bool {
        var (place, buffer) = (range.lowerBound, [UInt8](repeating: 0, count: 1 << 20))
        while place < range.upperBound {
            let count = pread(source, &buffer, min(buffer.count, Int(range.upperBound - place)), place)
            guard count > 0, buffer.withUnsafeBytes({ writeAll(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: target) })
            else { return false }
            place += off_t(count)
        }
        return true
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to target: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = Foundation.write(target, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}
