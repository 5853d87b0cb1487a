import Foundation

extension ModelCatalog {
    /// The SHA-256 of the file at `path`, lower-case hexadecimal; remembered by path, length, time of change and inode, so that
    /// only a changed file is read again. Reading a gigabyte takes seconds: run it beside the loading of the model.
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
        // A missing or damaged file costs one more reading, nothing else.
        guard let data = try? Data(contentsOf: digestFile) else { return [:] }
        return (try? JSONDecoder().decode([String: Digest].self, from: data)) ?? [:]
    }

    /// Of two processes that write at once, one's entry is lost, which costs one more reading.
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

/// What tells a changed file from an unchanged one without reading it.
private struct FileStamp: Codable, Hashable {
    var bytes: Int
    /// Nanoseconds since 1970.
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
