import Foundation

/// A run of another program, with a callback while it runs.
struct Tool {
    var name: String
    var arguments: [String]
    var environment: [String: String]
    var input: FileHandle?
    /// The destination of standard output; nil collects it in the result, together with standard error.
    var output: FileHandle?
    /// The other end of `input`, if that is a pipe.
    var lifeline: FileHandle?

    init(
        _ name: String, _ arguments: String..., environment: [String: String], input: FileHandle? = nil,
        output: FileHandle? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.output = output
    }

    /// A Python program that ends with this process, however that ends: a thread of it reads standard input, a pipe whose other
    /// end only this process has.
    ///
    /// - Parameter script: the program, in which `sys` is imported already.
    static func python(
        _ script: String, _ arguments: String..., environment: [String: String], output: FileHandle? = nil
    ) throws(CatalogError) -> Tool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw .file(path: "a pipe", reason: lastError())
        }
        var tool = Tool("python3", environment: environment, output: output)
        tool.arguments = ["-c", guardian + script] + arguments
        tool.input = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        tool.lifeline = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        return tool
    }

    private static let guardian = """
        import os, sys, threading
        threading.Thread(target=lambda: os._exit(1) if not os.read(0, 1) else None, daemon=True).start()

        """

    struct Result: Sendable {
        var status: Int32
        /// The program's standard error, and its standard output if `output` was nil.
        var text: String

        var succeeded: Bool { status == 0 }

        /// The last line of `text`, where programs usually say what went wrong.
        var lastLine: String {
            text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it ended with status \(status) and said nothing"
        }
    }

    /// The exit status if the program is not on the PATH.
    static let notFound: Int32 = 127

    /// Starts the program and calls `watch` ten times a second until it has ended. Cancelling the task kills the program.
    ///
    /// The output goes to an unlinked file, because a full pipe would block the program.
    func run(watch: () -> Void) async throws(CatalogError) -> Result {
        let words = try temporaryFile()
        defer { withExtendedLifetime(lifeline) {} }
        let descriptors = [input ?? .nullDevice, output ?? words, words].map(\.fileDescriptor)
        guard
            let process = ChildProcess(
                [name] + arguments, environment: environment, input: descriptors[0], output: descriptors[1],
                errors: descriptors[2])
        else { throw .toolFailed(tool: name, reason: "it cannot be started: \(lastError())") }
        var end = process.poll()
        while end == nil {
            watch()
            do { try await Task.sleep(for: .milliseconds(100)) } catch {
                process.killed()
                throw .cancelled(model: name)
            }
            end = process.poll()
        }
        try? words.seek(toOffset: 0)
        var text = String(decoding: (try? words.readToEnd()) ?? Data(), as: UTF8.self)
        switch end {
        case .exited(let status): return Result(status: status, text: text)
        case .signalled(let signal):
            text += "\nit was ended by signal \(signal): run it again"
            return Result(status: signal, text: text)
        case nil: return Result(status: -1, text: text)
        }
    }

    private func temporaryFile() throws(CatalogError) -> FileHandle {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("erank-\(UUID().uuidString)").path
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, reason: lastError()) }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}

/// The system's message for the call that just failed (errno).
func lastError() -> String { String(cString: strerror(errno)) }
