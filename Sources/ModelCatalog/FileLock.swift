import Foundation

/// An advisory lock on a file, held until it is released or the process ends, however it ends.
///
/// The file stays: removing it would let a third process lock a new file of that name beside the one that still holds the old.
struct FileLock {
    private let descriptor: Int32

    /// Takes the lock; nil where another process has it.
    init?(path: String) throws(CatalogError) {
        // Not inherited: a pip that outlives its parent must not keep the lock.
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
