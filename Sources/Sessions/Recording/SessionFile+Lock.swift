import Foundation

extension SessionFile {
    /// True if the path is a regular file. Reading a pipe or a device might never end.
    public static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Takes the advisory lock that keeps other writers out. It is released with the descriptor. On a file system without
    /// locks nothing is locked.
    static func lock(_ descriptor: Int32, path: String) throws(SessionError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        if errno == EWOULDBLOCK { throw .locked(path, holder: holder(of: descriptor)) }
    }

    /// The program that is writing a session, if the system can tell: "process 4242 (erank)"; nil if there is none. Takes no
    /// lock.
    public static func writer(of path: String) -> String? {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Foundation.close(descriptor) }
        return holder(of: descriptor)
    }

    /// The holder of the lock according to /proc/locks, on systems that have it: "process 4242 (erank)".
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
