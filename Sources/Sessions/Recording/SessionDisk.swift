import Dispatch
import Foundation
import Synchronization

/// Puts a session's bytes on the disk, in order, whatever the disk does: what it does not take is kept and tried again with the
/// next. Forcing them down (fsync) happens on a queue of its own, so that no caller waits for a disk.
final class SessionDisk: Sendable {
    private struct State {
        /// -1 once closed.
        var descriptor: Int32
        /// What the disk did not take yet, from `written` on.
        var pending: [UInt8] = []
        var written = 0
        /// Line feeds among what is pending.
        var lines = 0
        /// What must be done to the descriptor's file before the next byte goes into it; gives the system's error number, nil
        /// where it is done.
        var preparation: (@Sendable (Int32) -> Int32?)?
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

    /// Lines that the disk has not taken, the first of them perhaps in part. O(1).
    var unwrittenLines: Int { state.withLock { $0.lines } }

    /// Has something done to the file before anything more is written; tried again with each write until it is done.
    func prepare(_ preparation: @escaping @Sendable (Int32) -> Int32?) { state.withLock { $0.preparation = preparation } }

    /// - Returns: the system's error number if not all could be written; the rest is kept.
    func append(_ bytes: [UInt8], sync: Bool) -> Int32? {
        let (failure, mustSync) = state.withLock { state -> (Int32?, Bool) in
            state.pending += bytes
            state.lines += Self.lineFeeds(in: bytes[...])
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

    private static func lineFeeds(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBufferPointer { $0.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
    }

    private static func flush(_ state: inout State) -> Int32? {
        guard state.descriptor >= 0 else { return EBADF }
        if state.written < state.pending.count, let preparation = state.preparation {
            if let failure = preparation(state.descriptor) { return failure }
            state.preparation = nil
        }
        var failure: Int32?
        while state.written < state.pending.count, failure == nil {
            let (from, descriptor) = (state.written, state.descriptor)
            let count = state.pending.withUnsafeBytes { bytes in
                bytes.baseAddress.map { write(descriptor, $0 + from, bytes.count - from) } ?? 0
            }
            if count >= 0 {
                state.lines -= lineFeeds(in: state.pending[from..<from + count])
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
