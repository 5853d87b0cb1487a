import Foundation

/// Standard input, output and error, which may be closed when the program starts.
enum StandardStreams {
    /// Puts something in place of closed standard streams, so that no file gets their numbers: results would be written into
    /// it.
    static func prepare() {
        // A file that may grow no further is an error of writing, which has its sentence.
        signal(SIGXFSZ, SIG_IGN)
        // Reading from the first and writing to the others fails, as it does with a closed stream.
        for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", mode) }
    }
}
