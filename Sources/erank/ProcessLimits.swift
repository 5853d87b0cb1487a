import Foundation

/// What the system allows this process (`ulimit`), checked before anything is done.
enum ProcessLimits {
    /// Descriptors that a run needs. It uses a dozen; but Foundation starts no other program (sha256sum, pip) with fewer than
    /// 255.
    private static let neededDescriptors: rlim_t = 256

    /// Address space in bytes. With less there may be no room for a thread's stack, and the program would wait for that thread
    /// forever.
    private static let neededSpace: rlim_t = 400 << 20

    /// Asks for as many descriptors as are needed.
    ///
    /// - Throws: a `Failure` if there are too few of them, or too little address space.
    static func check() throws(Failure) {
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < neededSpace {
            throw Failure(
                """
                only \(limit.rlim_cur >> 20) MB of memory may be addressed, and erank needs \(neededSpace >> 20) MB: \
                raise the limit with 'ulimit -v'
                """, .jobFailed)
        }
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < neededDescriptors else {
            return
        }
        limit.rlim_cur = min(limit.rlim_max, neededDescriptors)
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur >= neededDescriptors else {
            throw Failure(
                "only \(limit.rlim_cur) files may be open at once, and erank needs \(neededDescriptors): raise the limit with 'ulimit -n'",
                .jobFailed)
        }
    }
}
