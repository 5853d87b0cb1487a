import Foundation

extension SessionFile {
    /// Whether a path leads to a file on a disk, and to no folder, pipe or device, which would be read for ever.
    static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Takes the advisory lock that keeps a second writer out; it ends with the descriptor. A file system without locks goes
    /// without.
    static func lock(_ descriptor: Int32, path: String) throws(SessionError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        if errno == EWOULDBLOCK { throw .locked(path, holder: holder(of: descriptor)) }
    }

    /// Who is writing a session, as far as the system tells: "process 4242 (erank)"; nil for nobody. Takes no lock.
    public static func writer(of path: String) -> String? {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Foundation.close(descriptor) }
        return holder(of: descriptor)
    }

    /// Who holds the lock, by the system's own table, where it has one: "process 4242 (erank)".
    private static func holder(of descriptor: Int32) -> String? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, let table = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else {
            return nil
        }
        for line in table.split(separator: "\n") {
            // 1: FLOCK  ADVISORY  WRITE 4242 08:02:131099 0 EOF
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count >= 6, fields[1] == "FLOCK", fields[5].hasSuffix(":\(status.st_ino)"), let pid = Int(fields[4]),
                pid > 0
            else { continue }
            let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
            return "process \(pid)" + (name.map { " (\($0.trimmingCharacters(in: .whitespacesAndNewlines)))" } ?? "")
        }
        return nil
    }
}
