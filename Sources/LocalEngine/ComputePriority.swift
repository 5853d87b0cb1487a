import Foundation

/// The scheduling priority of the compute threads.
public enum ComputePriority: Sendable, Hashable {
    /// The ordinary priority. For runs without a user interface in this process.
    case normal
    /// Lower than the user interface's thread (nice +10 on Linux), so that it gets a core as soon as it needs one. Idle cores
    /// are still used in full.
    case behindScreen

    /// Gives the calling thread this priority. It cannot be undone: an unprivileged program may lower a priority but not raise
    /// it.
    ///
    /// Threads that the calling thread creates afterwards inherit the priority. All compute threads must have the same
    /// priority, because they wait for each other after each product.
    public func apply() {
        guard self == .behindScreen else { return }
        #if canImport(Darwin)
            pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
        #else
            // On Linux each thread has its own niceness, in contrast to POSIX. The value is added to the program's niceness.
            _ = nice(Self.niceness)
        #endif
    }

    /// Added to the niceness. On a contended core the thread gets about a tenth of the time of an ordinary one.
    static let niceness: Int32 = 10
}
