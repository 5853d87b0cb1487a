import Foundation

/// What the program needs of the system before anything else.
enum StandardStreams {
    /// Descriptors that a run needs. It uses a dozen; but Foundation starts no other program (sha256sum, pip) with fewer than
    /// 255.
    private static let neededDescriptors: rlim_t = 256

    /// Puts something in place of closed standard streams, so that no file gets their numbers: results would be written into
    /// it. Then asks for as many descriptors as the system allows.
    ///
    /// - Throws: a `Failure` if there are too few of them.
    static func prepare() throws(Failure) {
        // A file that may grow no further is an error of writing, which has its sentence.
        signal(SIGXFSZ, SIG_IGN)
        // Reading from the first and writing to the others fails, as it does with a closed stream.
        for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", mode) }
        var limit = rlimit()
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
