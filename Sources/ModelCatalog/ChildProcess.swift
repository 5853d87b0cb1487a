import Foundation

/// A running program, started without a thread: Foundation's `Process` makes one, and waits for ever where a limit of the system
/// forbids it.
struct ChildProcess {
    let id: pid_t

    /// How a program ended.
    enum End: Sendable, Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// Starts a program, found on the PATH of `environment`. It has no open files but the three given, where a negative one
    /// stands for /dev/null, and it neither blocks nor ignores a signal.
    ///
    /// - Returns: nil if the system cannot start it; `errno` says why.
    init?(_ words: [String], environment: [String: String], input: Int32, output: Int32, errors: Int32) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard posix_spawn_file_actions_init(&actions) == 0, posix_spawnattr_init(&attributes) == 0 else { return nil }
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (descriptor, standard) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
            // The null device of Foundation has no descriptor.
            let status =
                descriptor >= 0
                ? posix_spawn_file_actions_adddup2(&actions, descriptor, standard)
                : posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
            guard status == 0 else {
                errno = status
                return nil
            }
        }
        // Closing one that is closed by then is no error.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        var allSignals = sigset_t()
        sigfillset(&allSignals)
        posix_spawnattr_setsigdefault(&attributes, &allSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child = pid_t()
        let arguments = ["/usr/bin/env"] + words
        let settings = environment.map { "\($0)=\($1)" }
        let status = Self.withPointers(arguments) { arguments in
            Self.withPointers(settings) { posix_spawn(&child, "/usr/bin/env", &actions, &attributes, arguments, $0) }
        }
        guard status == 0 else {
            errno = status
            return nil
        }
        id = child
    }

    /// How it ended; nil while it runs. To be called until it returns an end.
    func poll() -> End? { wait(WNOHANG) }

    /// Kills it and waits for its end.
    func killed() {
        kill(id, SIGKILL)
        while wait(0) == nil, errno == EINTR {}
    }

    private func wait(_ options: Int32) -> End? {
        var status: Int32 = 0
        let ended = waitpid(id, &status, options)
        // Somebody else has taken its end: how it ended is not known.
        if ended < 0, errno != EINTR { return .exited(-1) }
        guard ended == id else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    private static func withPointers<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
