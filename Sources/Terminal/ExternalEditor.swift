import Foundation

/// Edits a longer text in the person's own editor. Call it while the screen is left (`ScreenRequest.outside`).
public enum ExternalEditor {
    /// Opens `text` in $VISUAL, else in $EDITOR, else in the first of editor, nano and vi on the PATH, and waits until the
    /// editor ends.
    ///
    /// - Returns: the text as it was saved, without the final line break that editors append.
    /// - Throws: `.editor` if there is no editor or it fails; `.system` if the temporary file cannot be written or read.
    public static func edit(
        _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TerminalError) -> String {
        let command = try command(environment: environment)
        let folder = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        // mkstemps creates a file that only the person can read.
        var template = Array("\(folder)/erank-XXXXXX.txt".utf8CString)
        let file = mkstemps(&template, 4)
        guard file >= 0 else { throw .system(operation: "making a file in \(folder) for the editor", reason: systemReason()) }
        let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(path) }
        do {
            let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        } catch {
            throw .system(operation: "writing \(path) for the editor", reason: error.localizedDescription)
        }
        let status = try run(["/bin/sh", "-c", "\(command) \"$1\"", "sh", path], command: command)
        guard status == 0 else { throw .editor(command: command, reason: "ended with status \(status)") }
        guard let saved = FileManager.default.contents(atPath: path) else {
            throw .system(operation: "reading \(path) back from the editor", reason: systemReason())
        }
        let edited = String(decoding: saved, as: UTF8.self)
        return edited.hasSuffix("\n") && !text.hasSuffix("\n") ? String(edited.dropLast()) : edited
    }

    private static func command(environment: [String: String]) throws(TerminalError) -> String {
        for name in ["VISUAL", "EDITOR"] {
            if let command = environment[name], !command.allSatisfy(\.isWhitespace) { return command }
        }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        for name in ["editor", "nano", "vi"] where folders.contains(where: { access("\($0)/\(name)", X_OK) == 0 }) {
            return name
        }
        throw .editor(command: "editor", reason: "is not installed, nor are nano and vi")
    }

    /// Runs a program and returns its exit status. Foundation's Process cannot be used: it puts the child into its own process
    /// group, which may not read from the terminal.
    private static func run(_ arguments: [String], command: String) throws(TerminalError) -> Int32 {
        let copies = arguments.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        // The editor must receive all signals, whatever this thread blocks.
        var none = sigset_t()
        sigemptyset(&none)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        let failure = posix_spawn(&child, arguments[0], nil, &attributes, copies + [nil], environ)
        guard failure == 0 else {
            throw .editor(command: command, reason: "did not start (\(String(cString: strerror(failure))))")
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        // The exit status, or 128 + the signal's number, as in a shell.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
