import Foundation

/// An advisory lock on a file. It is held until it is released or the process ends, also by a crash.
///
/// The file is never removed. Otherwise another process could create and lock a new file of that name while the old one is
/// still locked.
struct FileLock {
    private let descriptor: Int32

    /// Takes the lock; nil if another process has it.
    init?(path: String) throws(CatalogError) {
        // O_CLOEXEC: a pip process that outlives this one must not keep the lock.
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .file(path: path, reason: lastError()) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isBusy = errno == EWOULDBLOCK
            let reason = lastError()
            close(descriptor)
            if isBusy { return nil }
            throw .file(path: path, reason: reason)
        }
    }

    func release() { close(descriptor) }
}
