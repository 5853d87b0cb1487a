import Dispatch
import Foundation
import Synchronization

/// Writes the bytes of a session to the disk, in order. Bytes that the disk refuses are kept and written with the next ones.
/// fsync runs on a queue of its own, so that no caller waits for the disk.
final class SessionDisk: Sendable {
    private struct State {
        var place: SessionPlace
        /// Bytes to write; those before `written` are written already.
        var pending: [UInt8] = []
        var written = 0
        /// The number of line feeds in the bytes that are not written yet.
        var lines = 0
        /// Called with the descriptor before the next byte is written. Returns the system's error number, or nil if it
        /// succeeded.
        var preparation: (@Sendable (Int32) -> Int32?)?
        var isSyncing = false
        /// The error of the last fsync, which the next append reports.
        var syncFailure: Int32?
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "erank.session.sync", qos: .utility)

    /// Takes ownership of the descriptor.
    init(path: String, descriptor: Int32) {
        state = Mutex(State(place: SessionPlace(path: path, descriptor: descriptor)))
    }

    /// The path of the file: another one than at the beginning if another file has taken its name.
    var path: String { state.withLock { $0.place.name } }

    /// What others did to the file since the last call.
    func takeNews() -> SessionError? {
        state.withLock { state in
            defer { state.place.news = nil }
            return state.place.news
        }
    }

    /// The number of lines that are not on the disk; the first of them may be written in part. O(1).
    var unwrittenLines: Int { state.withLock { $0.lines } }

    /// Sets a preparation that must succeed before anything more is written. It is tried again with each write until then.
    func prepare(_ preparation: @escaping @Sendable (Int32) -> Int32?) { state.withLock { $0.preparation = preparation } }

    /// - Returns: the system's error number if not everything could be written; the rest is kept.
    func append(_ bytes: [UInt8], sync: Bool) -> Int32? {
        let (failure, mustSync) = state.withLock { state -> (Int32?, Bool) in
            // Candidates are long: they are not copied.
            if state.pending.isEmpty { state.pending = bytes } else { state.pending += bytes }
            state.lines += Self.lineFeeds(in: bytes[...])
            let failure = Self.flush(&state) ?? state.syncFailure
            state.syncFailure = nil
            let mustSync = sync && !state.isSyncing
            if mustSync { state.isSyncing = true }
            return (failure, mustSync)
        }
        // The block holds this object, not the file that owns it: the owner's deinit waits for the queue, so it must not run
        // on it.
        if mustSync { queue.async { self.synchronise() } }
        return failure
    }

    /// Appends all bytes or none, and waits until they are on the disk.
    ///
    /// - Returns: nil if all were appended.
    func appendWhole(_ bytes: [UInt8]) -> SessionPlace.Refusal? {
        queue.sync {
            state.withLock { state in
                if let number = Self.flush(&state) { return SessionPlace.Refusal(number: number) }
                if let preparation = state.preparation {
                    if let number = state.place.change(preparation) { return SessionPlace.Refusal(number: number) }
                    state.preparation = nil
                }
                if let refusal = state.place.appendWhole(bytes) { return refusal }
                if fsync(state.place.descriptor) == 0 || errno == EINVAL { return nil }
                return SessionPlace.Refusal(number: errno, isUnchanged: false)
            }
        }
    }

    /// Waits until everything is on the disk, and closes the file. Idempotent.
    ///
    /// - Returns: the system's error number if what others did to the file could not be put right.
    func close() -> Int32? {
        queue.sync {
            state.withLock { state in
                guard state.place.descriptor >= 0 else { return nil }
                // What others did since the last write is put right even if nothing is left to write.
                let failure = Self.flush(&state) ?? state.place.settle()
                fsync(state.place.descriptor)
                // Unlock explicitly: a process that is just being started may still hold a copy of the descriptor, and with
                // it the lock.
                flock(state.place.descriptor, LOCK_UN)
                state.place.close()
                return failure
            }
        }
    }

    private func synchronise() {
        let descriptor = state.withLock { state in
            state.isSyncing = false
            return state.place.descriptor
        }
        // `close()` runs on this queue too, so the descriptor stays open here. Devices and pipes cannot sync (EINVAL).
        if descriptor >= 0, fsync(descriptor) != 0, errno != EINVAL {
            let number = errno
            state.withLock { $0.syncFailure = number }
        }
    }

    private static func lineFeeds(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBufferPointer { $0.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
    }

    private static func flush(_ state: inout State) -> Int32? {
        guard state.place.descriptor >= 0 else { return EBADF }
        if state.written < state.pending.count {
            if let failure = state.place.settle() { return failure }
            if let preparation = state.preparation {
                if let failure = state.place.change(preparation) { return failure }
                state.preparation = nil
            }
        }
        var failure: Int32?
        while state.written < state.pending.count, failure == nil {
            let from = state.written
            let count = state.pending.withUnsafeBytes { state.place.write(UnsafeRawBufferPointer(rebasing: $0[from...])) }
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
