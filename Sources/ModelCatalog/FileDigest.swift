import Foundation

/// The SHA-256 of a file, by coreutils' `sha256sum`: a debug build of our own would take minutes for a gigabyte.
enum FileDigest {
    /// - Parameter report: called ten times a second with the bytes read so far.
    static func sha256(
        of path: String, environment: [String: String], report: (Int) -> Void = { _ in }
    ) async throws(CatalogError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, reason: lastError()) }
        let input = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // The child reads through the same open file, so our descriptor's offset tells how far it is.
        let result = try await Tool("sha256sum", environment: environment, input: input).run {
            report(Int(lseek(descriptor, 0, SEEK_CUR)))
        }
        guard result.succeeded else {
            let missing = "it is not on the PATH: install it with 'apt-get install coreutils'"
            throw .toolFailed(tool: "sha256sum", reason: result.status == Tool.notFound ? missing : result.lastLine)
        }
        let digest = result.text.prefix { $0.isHexDigit }
        guard digest.count == 64 else { throw .toolFailed(tool: "sha256sum", reason: "it answered '\(result.lastLine)'") }
        return digest.lowercased()
    }
}
