import Foundation

/// A run of another program, with a callback while it runs.
struct Tool {
    var name: String
    var arguments: [String]
    var environment: [String: String]
    var input: FileHandle?
    /// The destination of standard output; nil collects it in the result, together with standard error.
    var output: FileHandle?

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
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.environment = environment
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output ?? words
        process.standardError = words
        do { try process.run() } catch {
            throw .toolFailed(tool: name, reason: "it cannot be started: \(error.localizedDescription)")
        }
        while process.isRunning {
            watch()
            do { try await Task.sleep(for: .milliseconds(100)) } catch {
                // Not SIGTERM: a child started from a dispatch thread inherits its signal mask, which blocks SIGTERM.
                kill(process.processIdentifier, SIGKILL)
                throw .cancelled(model: name)
            }
        }
        try? words.seek(toOffset: 0)
        let text = String(decoding: (try? words.readToEnd()) ?? Data(), as: UTF8.self)
        return Result(status: process.terminationStatus, text: text)
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
