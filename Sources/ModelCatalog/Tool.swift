import Foundation

/// Another program, run to its end while its work is watched.
struct Tool {
    var name: String
    var arguments: [String]
    var environment: [String: String]
    var input: FileHandle?
    /// Where its standard output goes; nil keeps it, with its errors, in the result.
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
        /// What it wrote to standard error, and to standard output where that was kept.
        var text: String

        var succeeded: Bool { status == 0 }

        /// The last line of its words, which is where programs say what went wrong.
        var lastLine: String {
            text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it ended with status \(status) and said nothing"
        }
    }

    /// The status of a program that is not on the PATH.
    static let notFound: Int32 = 127

    /// Starts it and calls `watch` ten times a second until it has ended. Cancelling the task kills it.
    ///
    /// Its words go to an unlinked file, since a pipe that nobody reads in time would stop it.
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
                // Not SIGTERM: a child started from a dispatch thread inherits its mask, which blocks everything but SIGKILL.
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

/// The system's words for the call that just failed.
func lastError() -> String { String(cString: strerror(errno)) }
