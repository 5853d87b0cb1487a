import Foundation
import TestSupport
import Testing

/// The `erank` built beside these tests, run as by a user.
enum BuiltProgram {
    struct Ended {
        var status: Int32
        var output: String
        var errors: String

        /// The sentence after "erank: "; nil unless standard error is exactly that one line.
        var sentence: String? {
            let lines = errors.split(separator: "\n")
            guard lines.count == 1, let line = lines.first, line.hasPrefix("erank: ") else { return nil }
            return String(line.dropFirst("erank: ".count))
        }
    }

    /// - Parameters:
    ///   - input: the content of standard input.
    ///   - environment: added to an environment with an empty home and cache.
    static func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) async throws -> Ended {
        try await run(executable, arguments, input: input, environment: environment)
    }

    /// Runs a shell command in which `$0` is the program, with the arguments `$1` and following.
    static func runInShell(
        _ command: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
        shell: String = "/bin/sh"
    ) async throws -> Ended {
        try await run(
            URL(fileURLWithPath: shell), ["-c", command, executable.path] + arguments, input: input,
            environment: environment)
    }

    /// A command of the program.
    struct Command {
        var name: [String]
        /// Whether it has commands of its own.
        var isGroup: Bool
    }

    /// Every command, found by the program's own help.
    static func commands(_ prefix: [String] = []) async throws -> [Command] {
        let help = try await run(prefix + ["--help"])
        guard help.output.contains("SUBCOMMANDS:\n"), let list = help.output.components(separatedBy: "SUBCOMMANDS:\n").last else {
            return [Command(name: prefix, isGroup: false)]
        }
        let names = list.split(separator: "\n").compactMap { $0.wholeMatch(of: #/  ([a-z-]+)(?: .*)?/#).map { String($0.1) } }
        var commands = [Command(name: prefix, isGroup: true)]
        for name in names { commands += try await Self.commands(prefix + [name]) }
        return commands
    }

    private static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("erank")

    private static func run(
        _ executable: URL, _ arguments: [String], input: String, environment: [String: String]
    ) async throws -> Ended {
        let folder = try TemporaryFolder()
        for (name, text) in [("in", input), ("out", ""), ("err", "")] { try folder.write(text, to: name) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let home = ["HOME": folder.path, "XDG_CACHE_HOME": folder.path + "/cache", "XDG_DATA_HOME": folder.path + "/data"]
        process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
            .merging(home) { $1 }.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: folder.url("in"))
        process.standardOutput = try FileHandle(forWritingTo: folder.url("out"))
        process.standardError = try FileHandle(forWritingTo: folder.url("err"))
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in continuation.finish() }
        try withSignalsUnblocked { try process.run() }
        for await _ in ended {}
        return Ended(status: process.terminationStatus, output: try folder.read("out"), errors: try folder.read("err"))
    }

    /// Tests run on threads that block signals, and a child inherits the mask.
    private static func withSignalsUnblocked(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }
}

/// Files by their URLs and texts.
extension TemporaryFolder {
    func url(_ name: String) -> URL { URL(fileURLWithPath: path + "/" + name) }
    @discardableResult func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url(name))
        return url(name).path
    }
    @discardableResult func copy(_ file: String, to name: String) throws -> String {
        try FileManager.default.copyItem(atPath: file, toPath: url(name).path)
        return url(name).path
    }
    func read(_ name: String) throws -> String { String(decoding: try Data(contentsOf: url(name)), as: UTF8.self) }
}

/// The root of the checkout.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
