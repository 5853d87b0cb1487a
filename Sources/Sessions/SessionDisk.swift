import Dispatch
import Foundation
import Synchronization

/// Puts a session's bytes on the disk, in order, whatever the disk does: what it does not take is kept and tried again with the next.
/// Forcing them down (fsync) happens on a queue of its own, so that no caller waits for a disk.
final class SessionDisk: Sendable {
    private struct State {
        /// -1 once closed.
        var descriptor: Int32
        /// What the disk did not take yet, from `written` on.
        var pending: [UInt8] = []
        var written = 0
        var isSyncing = false
        /// The error of the last fsync, told with the next append.
        var syncFailure: Int32?
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "erank.session.sync", qos: .utility)

    /// Takes over the descriptor.
    init(descriptor: Int32) {
        state = Mutex(State(descriptor: descriptor))
    }

    /// Lines that the disk has not taken, the first of them perhaps in part. O(bytes it has not taken).
    var unwrittenLines: Int { state.withLock { $0.pending[$0.written...].count { $0 == 0x0A } } }

    /// - Returns: the system's error number if not all could be written; the rest is kept.
    func append(_ bytes: [UInt8], sync: Bool) -> Int32? {
        let (failure, mustSync) = state.withLock { state -> (Int32?, Bool) in
            state.pending += bytes
            let failure = Self.flush(&state) ?? state.syncFailure
            state.syncFailure = nil
            let mustSync = sync && !state.isSyncing
            if mustSync { state.isSyncing = true }
            return (failure, mustSync)
        }
        // The block holds this object, never the file that owns it: the owner's end waits for the queue and must not be on it.
        if mustSync { queue.async { self.synchronise() } }
        return failure
    }

    /// Waits until all is on the disk. Idempotent.
    func close() {
        queue.sync {
            state.withLock { state in
                guard state.descriptor >= 0 else { return }
                _ = Self.flush(&state)
                fsync(state.descriptor)
                // Said, since a process that is just being started holds every descriptor, and the lock with it, for a moment.
                flock(state.descriptor, LOCK_UN)
                Foundation.close(state.descriptor)
                state.descriptor = -1
            }
        }
    }

    private func synchronise() {
        let descriptor = state.withLock { state in
            state.isSyncing = false
            return state.descriptor
        }
        // `close()` is on this queue too, so the descriptor stays open meanwhile. Devices and pipes cannot sync (EINVAL).
        if descriptor >= 0, fsync(descriptor) != 0, errno != EINVAL {
            let number = errno
            state.withLock { $0.syncFailure = number }
        }
    }

    private static func flush(_ state: inout State) -> Int32? {
        guard state.descriptor >= 0 else { return EBADF }
        var failure: Int32?
        while state.written < state.pending.count, failure == nil {
            let (from, descriptor) = (state.written, state.descriptor)
            let count = state.pending.withUnsafeBytes { bytes in
                bytes.baseAddress.map { write(descriptor, $0 + from, bytes.count - from) } ?? 0
            }
            if count >= 0 {
                state.written += count
            } else if errno != EINTR {
                failure = errno
            }
        }
        if state.written == state.pending.count {
            state.pending.removeAll(keepingCapacity: state.pending.count < 1 << 16)
            state.written = 0
        }
        return failure
    }
}
