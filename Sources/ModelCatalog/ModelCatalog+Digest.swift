import Foundation

extension ModelCatalog {
    /// The SHA-256 of the file at `path`, in lower-case hexadecimal. The result is cached under the path, length, modification
    /// time and inode, so that a file is read again only after a change. Reading a gigabyte takes seconds, so run this while
    /// the model loads.
    ///
    /// - Throws: `noSuchFile`, `file` or `toolFailed`; `cancelled` if the task is cancelled.
    public func sha256(of path: String) async throws(CatalogError) -> String {
        let path = Self.real(path)
        guard let stamp = FileStamp(path: path) else { throw .noSuchFile(path: path) }
        if let known = knownDigests()[path], known.stamp == stamp { return known.sha256 }
        let sha256 = try await FileDigest.sha256(of: path, environment: environment)
        remember(sha256, of: path)
        return sha256
    }

    private var digestFile: URL { URL(fileURLWithPath: cache + "/digests.json") }

    private func knownDigests() -> [String: Digest] {
        // If the cache is missing or damaged, files are read once more; nothing else happens.
        guard let data = try? Data(contentsOf: digestFile) else { return [:] }
        return (try? JSONDecoder().decode([String: Digest].self, from: data)) ?? [:]
    }

    /// Stores a digest in the cache. If two processes write at the same time, one entry is lost, and that file is read once
    /// more.
    func remember(_ sha256: String, of path: String) {
        let path = Self.real(path)
        guard let stamp = FileStamp(path: path) else { return }
        var digests = knownDigests()
        digests[path] = Digest(stamp: stamp, sha256: sha256)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(digests) else { return }
        try? FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        try? data.write(to: digestFile, options: .atomic)
    }
}

private struct Digest: Codable {
    var stamp: FileStamp
    var sha256: String
}

/// File attributes that show whether a file has changed, without reading it.
private struct FileStamp: Codable, Hashable {
    var bytes: Int
    /// The modification time in nanoseconds since 1970.
    var modified: Int
    var inode: UInt64

    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        bytes = Int(status.st_size)
        modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        inode = UInt64(status.st_ino)
    }
}
