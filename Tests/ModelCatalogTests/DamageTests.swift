import Foundation
import Testing

@testable import ModelCatalog

/// Files whose bytes are not what they should be.
@Suite final class DamageTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("erank-damage-\(UUID().uuidString)").path
    private let content = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 37 >> 3) })
    private var path: String { folder + "/cache/models/tiny.gguf" }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder + "/cache/models", withIntermediateDirectories: true)
        try content.write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// - Parameter sha256: of the model in the catalogue; nil for a catalogue without models.
    private func catalog(_ sha256: String?, path: String? = nil) -> ModelCatalog {
        let model = sha256.map {
            CatalogModel(
                name: "tiny", summary: "", license: "", file: "tiny.gguf", bytes: content.count, sha256: $0,
                parts: [.init(package: "none", version: "1", member: "", bytes: content.count)])
        }
        var environment = ProcessInfo.processInfo.environment
        if let path { environment["PATH"] = path }
        return ModelCatalog(models: [model].compactMap(\.self), cache: folder + "/cache", environment: environment)
    }

    /// Flips a bit in place and restores the time of modification.
    private func flip(_ offset: Int) throws {
        var before = stat()
        #expect(stat(path, &before) == 0)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64(offset))
        let byte = try #require(try file.read(upToCount: 1)?.first)
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data([byte ^ 4]))
        try file.close()
        let times = [before.st_atim, before.st_mtim]
        #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
    }

    /// Makes the record look as if the file had not been written to since: damage by the disk changes no time.
    private func forgetTheWriting() throws {
        let url = URL(fileURLWithPath: folder + "/cache/digests.json")
        var records = try JSONDecoder().decode([String: FileRecord].self, from: Data(contentsOf: url))
        for key in records.keys { records[key]?.stamp = try #require(FileStamp(path: key)) }
        try JSONEncoder().encode(records).write(to: url)
    }

    /// A record that somebody wrote by hand proves nothing.
    @Test func aRecordWithoutChecksumsIsNotBelieved() async throws {
        let right = try await catalog(nil).sha256(of: path)
        let url = URL(fileURLWithPath: folder + "/cache/digests.json")
        let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        let forged = text.replacing(#/"blocks"\s*:\s*"[^"]*"/#, with: #""blocks" : """#)
            .replacingOccurrences(of: right, with: String(repeating: "ab", count: 32))
        #expect(forged.contains(#""blocks" : """#))
        try Data(forged.utf8).write(to: url)
        #expect(try await catalog(nil).sha256(of: path) == right)
    }

    private func damage(_ catalog: ModelCatalog, fully: Bool = false) async -> CatalogError? {
        do {
            _ = try await catalog.sha256(of: path, fully: fully)
            return nil
        } catch { return error }
    }

    @Test func aFileOfTheCatalogueMustHaveItsSum() async throws {
        let right = try await catalog(nil).sha256(of: path)
        // New to this program.
        try FileManager.default.removeItem(atPath: folder + "/cache/digests.json")
        #expect(try await catalog(right).sha256(of: path) == right)
        // The same size, time of modification and inode.
        try flip(70_001)
        let found = await damage(catalog(right))
        guard case .damaged(ModelCatalog.real(path), "tiny", let how) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(how.hasSuffix("and should be \(right)"))
        #expect(found?.description.hasSuffix("fetch it again with 'erank models get tiny'") == true)
        // What is damaged is not recorded: it is found again.
        #expect(await damage(catalog(right)) == found)
        try flip(70_001)
        #expect(try await catalog(right).sha256(of: path) == right)
    }

    /// A file whose first byte is another looks like one of another format.
    @Test func whatCannotBeOpenedIsCheckedFirst() async throws {
        struct OtherFormat: Error {}
        let right = try await catalog(nil).sha256(of: path)
        let path = path
        func opened(_ catalog: ModelCatalog, _ path: String) async -> (any Error)? {
            do {
                try await catalog.opening(path) { throw OtherFormat() }
                return nil
            } catch { return error }
        }
        // A file that is as it was is of another format, and one that nobody knows is not read.
        #expect(await opened(catalog(right), path) is OtherFormat)
        #expect(await opened(catalog(right), "/nowhere") is OtherFormat)
        try flip(0)
        guard case .damaged(_, "tiny", _)? = await opened(catalog(right), path) as? CatalogError else {
            Issue.record("the damage is not found")
            return
        }
        #expect(try await catalog(right).opening(path) { 7 } == 7)
    }

    /// The check at loading needs no other program, and reads every byte of a file of this size.
    @Test(arguments: [0, 1, 31, 32, 65_535, 99_999]) func aByteThatTheDiskFlipsIsFound(offset: Int) async throws {
        let right = try await catalog(nil).sha256(of: path)
        try flip(offset)
        try forgetTheWriting()
        for known in [right, nil] {
            let idle = catalog(known, path: "/nowhere")
            let how = "its bytes behind 0 are not what they were"
            let damaged = CatalogError.damaged(path: ModelCatalog.real(path), model: known.map { _ in "tiny" }, how: how)
            #expect(await damage(idle) == damaged)
            guard case .damaged = await damage(catalog(known), fully: true) else {
                Issue.record("the full check finds nothing")
                return
            }
        }
        #expect(
            CatalogError.damaged(path: path, model: nil, how: "h").description
                == "\(path): the file is damaged (h), although its size and times have not changed: put the file there again, "
                + "or run 'touch' on it if the change is meant")
        // The remedy of the sentence.
        #expect(utimensat(AT_FDCWD, path, nil, 0) == 0)
        #expect(try await catalog(nil).sha256(of: path) != right)
    }

    @Test func theFullCheckComputesTheSumAnew() async throws {
        let right = try await catalog(nil).sha256(of: path)
        #expect(try await catalog(nil, path: "/nowhere").sha256(of: path) == right)
        #expect(try await catalog(nil).sha256(of: path, fully: true) == right)
        guard case .toolFailed = await damage(catalog(nil, path: "/nowhere"), fully: true) else {
            Issue.record("nothing was computed")
            return
        }
    }

    /// Of an older version, say.
    @Test func aRecordThatCannotBeReadCostsOnlyItself() async throws {
        let right = try await catalog(nil).sha256(of: path)
        let url = URL(fileURLWithPath: folder + "/cache/digests.json")
        let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        try Data((#"{"/old": {"sha256": "0", "stamp": {"bytes": 1}}, "# + text.dropFirst()).utf8).write(to: url)
        #expect(try await catalog(nil, path: "/nowhere").sha256(of: path) == right)
    }

    @Test func aDamagedModelIsFetchedAgain() async throws {
        let house = try await Wheelhouse()
        let catalog = house.catalog()
        let file = try await catalog.fetch(house.model)
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        try Data(whole.reversed()).write(to: URL(fileURLWithPath: file.path))
        #expect(catalog.has(house.model))
        #expect(try await catalog.fetch(house.model) == file)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == whole)
    }

    @Test func ofALargeFileAHundredAndTwentyEightBlocksAreRead() throws {
        func sums(_ count: Int) throws -> BlockSums {
            let text = (0..<count).map { String($0, radix: 16) }.joined(separator: " ")
            return try JSONDecoder().decode(BlockSums.self, from: JSONEncoder().encode(text))
        }
        var random = SystemRandomNumberGenerator()
        #expect(try sums(128).sample(using: &random) == Array(0..<128))
        var seen: Set<Int> = []
        for _ in 0..<100 {
            let sample = try sums(1000).sample(using: &random)
            #expect(sample.count == 128 && sample.first == 0 && sample == Set(sample).sorted() && sample.allSatisfy { $0 < 1000 })
            seen.formUnion(sample)
        }
        // A block is missed by all of 100 samples with a probability of one in a million.
        #expect(seen.count > 990)
        let large = try sums(1000)
        #expect(try JSONDecoder().decode(BlockSums.self, from: JSONEncoder().encode(large)) == large)
    }

    /// Words and lanes do not cancel: moved, swapped and repeated bytes change the sum too.
    @Test func theSumDependsOnEveryByteAndItsPlace() {
        func sum(_ bytes: [UInt8]) -> UInt64 {
            var lanes = Lanes()
            bytes.withUnsafeBytes { lanes.add($0) }
            return lanes.sum
        }
        let bytes = (0..<100).map { UInt8($0) }
        var seen: Set<UInt64> = [sum(bytes)]
        for i in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[i] ^= 1 << UInt8(bit)
                #expect(seen.insert(sum(other)).inserted, "\(i) \(bit)")
            }
            #expect(seen.insert(sum(Array(bytes[..<i]))).inserted, "\(i)")
        }
        for (one, other) in [(0, 8), (0, 32), (7, 95), (64, 96)] {
            var swapped = bytes
            swapped.swapAt(one, other)
            #expect(seen.insert(sum(swapped)).inserted)
        }
        for count in 2..<40 { #expect(seen.insert(sum([UInt8](repeating: 0, count: count))).inserted) }
    }
}
