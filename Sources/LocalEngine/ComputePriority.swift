import Foundation

/// How the threads that compute stand against all others: those of the same program, and every other program's.
public enum ComputePriority: Sendable, Hashable {
    /// As every thread. For a run that nobody watches in a screen of this program: there is nothing to give way to.
    case normal
    /// Behind the screen's thread, which then gets a core as soon as it wants one. Idle cores are still used in full.
    case behindScreen

    /// Gives the calling thread this priority, for good: a program without privileges may lower one but never raise it again.
    ///
    /// Threads that it makes from then on have the same, those that compute above all: threads that wait for each other after
    /// each product must not differ.
    public func apply() {
        guard self == .behindScreen else { return }
        #if canImport(Darwin)
            pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
        #else
            // On Linux a niceness is a thread's own, whatever POSIX says. Counted from the program's, which a person may have
            // chosen.
            _ = nice(Self.niceness)
        #endif
    }

    /// A tenth of the weight of an ordinary thread where both want the same core.
    static let niceness: Int32 = 10
}
