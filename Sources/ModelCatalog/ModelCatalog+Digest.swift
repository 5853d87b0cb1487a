import Foundation
import Synchronization

extension ModelCatalog {
    /// The SHA-256 of the file at `path`, in lower-case hexadecimal. It was computed from the file's bytes, now or earlier.
    ///
    /// What is computed is recorded in `digests.json` of the cache, under the file's path, with its length, times and inode, and
    /// with a checksum of each block of 16 MiB. A file that is new, or whose length, times or inode have changed, is read in
    /// full (a gigabyte takes a second or several). Any other file is read against the checksums: in full up to 2 GiB, in 128
    /// blocks of a larger one; a gigabyte takes some tenths of a second. So run this while the model loads.
    ///
    /// - Parameters:
    ///   - path: of the file; symbolic links are followed.
    ///   - fully: computes the SHA-256 even if it is known.
    ///   - report: called several times a second with the fraction done, in [0, 1], and at the end with 1.
    /// - Throws: `damaged` for a file of the catalogue without the catalogue's SHA-256, and for a file whose bytes have changed
    ///   while its length, times and inode have not; `noSuchFile`, `file` or `toolFailed`; `cancelled` if the task is cancelled.
    public func sha256(
        of path: String, fully: Bool = false, report: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(CatalogError) -> String {
        let path = Self.real(path)
        guard let stamp = FileStamp(path: path) else { throw .noSuchFile(path: path) }
        defer { report(1) }
        let model = model(at: path)
        let known = records()[path].flatMap { record -> FileRecord? in
            // A record that contradicts the catalogue, or has no checksums, proves nothing: the file is read in full.
            guard record.stamp == stamp, model.map({ $0.sha256 == record.sha256 }) ?? true, record.blocks.covers(stamp.bytes)
            else { return nil }
            return record
        }
        if let known, !fully {
            if let offset = try await known.blocks.difference(in: path) {
                throw .damaged(path: path, model: model?.name, how: "its bytes behind \(offset) are not what they were")
            }
            return known.sha256
        }
        let record = try await FileRecord(of: path, stamp: stamp, environment: environment, report: report)
        if let right = model?.sha256 ?? known?.sha256, right != record.sha256 {
            throw .damaged(path: path, model: model?.name, how: "its sha256 is \(record.sha256) and should be \(right)")
        }
        remember(record, of: path)
        return record.sha256
    }

    /// Opens a model's file. A damaged file can look like one of another format, or like a model that does not run: where
    /// opening fails, the file is checked if its SHA-256 is known.
    ///
    /// - Throws: `damaged` where that is so, in place of what `open` throws.
    public func opening<Value>(
        _ path: String, _ open: () async throws -> sending Value
    ) async throws -> sending Value {
        do { return try await open() } catch let error as CancellationError { throw error } catch {
            let real = Self.real(path)
            if model(at: real) != nil || records()[real] != nil {
                do throws(CatalogError) { _ = try await sha256(of: path) } catch {
                    if case .damaged = error { throw error }
                }
            }
            throw error
        }
    }

    /// The model of the catalogue whose file this is, by its path without symbolic links.
    private func model(at real: String) -> CatalogModel? { models.first { Self.real(path(of: $0)) == real } }

    private var recordFile: URL { URL(fileURLWithPath: cache + "/digests.json") }

    private func records() -> [String: FileRecord] {
        // If a record is missing, damaged or of another version, its file is read once more; nothing else happens.
        guard let data = try? Data(contentsOf: recordFile) else { return [:] }
        return ((try? JSONDecoder().decode([String: Readable].self, from: data)) ?? [:]).compactMapValues(\.record)
    }

    /// Stores a record. If two processes write at the same time, one record is lost, and that file is read once more.
    func remember(_ record: FileRecord, of path: String) {
        var records = records()
        records[Self.real(path)] = record
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(records) else { return }
        try? FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        try? data.write(to: recordFile, options: .atomic)
    }
}

/// A record, or nil for something else in its place.
private struct Readable: Decodable {
    let record: FileRecord?

    init(from decoder: any Decoder) { record = try? FileRecord(from: decoder) }
}

/// What is known about a file that was read in full.
struct FileRecord: Codable {
    var stamp: FileStamp
    let sha256: String
    let blocks: BlockSums

    /// Reads the file. Its stamp must be `stamp` before and after, so that both sums are those of the same bytes.
    init(
        of path: String, stamp: FileStamp, environment: [String: String], report: @escaping @Sendable (Double) -> Void
    ) async throws(CatalogError) {
        let total = Double(max(1, stamp.bytes))
        sha256 = try await FileDigest.sha256(of: path, environment: environment) { report(min(1, Double($0) / total)) }
        blocks = try await BlockSums(of: path)
        guard FileStamp(path: path) == stamp else {
            throw .file(path: path, reason: "the file changed while it was read: try again when it is complete")
        }
        self.stamp = stamp
    }
}

/// File attributes that show whether a file has changed, without reading it.
struct FileStamp: Codable, Hashable {
    var bytes: Int
    /// The time of the last change of the content, in nanoseconds since 1970. A program can set it to any value.
    var modified: Int
    /// The time of the last change of content or attributes. Only the system sets it.
    var changed: Int
    var inode: UInt64

    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        bytes = Int(status.st_size)
        modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        changed = status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
        inode = UInt64(status.st_ino)
    }
}

/// A flag that any thread can raise and read. It is never lowered.
final class CancelFlag: Sendable {
    private let flag = Atomic(false)
    var value: Bool { flag.load(ordering: .acquiring) }
    func raise() { flag.store(true, ordering: .releasing) }
}
