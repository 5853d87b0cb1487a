import Foundation

/// Computes the SHA-256 of a file with `sha256sum` of coreutils. (An implementation in Swift would take minutes per gigabyte in
/// a debug build.)
enum FileDigest {
    /// Returns the digest in lower-case hexadecimal.
    ///
    /// - Parameter report: called ten times a second with the number of bytes read so far.
    static func sha256(
        of path: String, environment: [String: String], report: (Int) -> Void = { _ in }
    ) async throws(CatalogError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, reason: lastError()) }
        let input = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // The child shares the file offset of our descriptor, so the offset tells how far it has read.
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
