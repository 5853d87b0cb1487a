import Foundation
@testable import Sessions
import TestSupport
import Testing

/// A journal whose disk is full or whose program is killed, with a real program (`JournalWriter`) and a real limit.
@Suite struct FailingDiskTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/s.jsonl"
    }

    private func writer(_ arguments: String...) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(
            path: "JournalWriter")
        process.arguments = [path] + arguments
        return process
    }

    /// The numbers that the writer put into its events: 0, 1, 2, ... if none is lost.
    private func numbers() throws -> [Int] {
        try events(at: path).map(\.milliseconds)
    }

    /// A limit on the file's size simulates a disk that fills in the middle of a line and has space again later.
    @Test func aFullDiskLosesNothing() throws {
        let process = writer("5000")
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self).split(separator: "\n")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let refusals = said.filter { $0.contains("there is no space left to write the session") }
        #expect(refusals.count == 10)
        #expect(
            refusals.first.map(String.init) == """
                \(path): there is no space left to write the session (File too large); raise the limit of a file's \
                size (ulimit -f): work goes on, \
                saved events are safe, and the rest is saved as soon as there is space
                """)
        // Each event is refused once, and flushing without another event writes them.
        #expect(said.filter { $0.hasPrefix("unwritten") } == ["unwritten 10", "unwritten 0"])
        let written = try numbers()
        #expect(said.last == "events \(written.count)")
        #expect(written == Array(0..<written.count))
    }

    @Test func aDiskFullFromTheStart() throws {
        try #require(FileManager.default.fileExists(atPath: "/dev/full"))
        let error = #expect(throws: SessionError.self) { try SessionFile(writingTo: "/dev/full") }
        #expect(error?.code == .full)
        #expect(
            error?.description.hasPrefix("/dev/full: there is no space left to write the session (No space left on device)")
                == true)
        #expect(
            error?.unsaved(2).description == """
                /dev/full: 2 events are not saved: there is no space left to write the session (No space left on device); \
                free some space and they are saved automatically, or quit or leave again to discard them
                """)
        #expect(
            error?.lost(1).description == """
                /dev/full: 1 event is lost: there is no space left to write the session (No space left on device); \
                free some space before you go on with this session
                """)
        #expect(error?.unsaved(1).problem.hasPrefix("1 event is not saved: ") == true)
        #expect(error?.lost(2).problem.hasPrefix("2 events are lost: ") == true)
        #expect(
            SessionError.writing(EIO, path: "s").description == """
                s: writing the session failed (Input/output error); check the disk and the folder's permissions: work goes on, \
                and saved events are safe
                """)
    }

    /// Killed while it writes as fast as it can: every line but perhaps the last is complete, and the session can be
    /// continued.
    @Test func killedInTheMiddle() throws {
        for round in 1...8 {
            let process = writer()
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            // It prints how much it has written; if it ended early, this loop would end too.
            var (said, data) = ("", Data([0]))
            while said.count(where: \.isNewline) < round * 2, !data.isEmpty {
                data = output.fileHandleForReading.availableData
                said += String(decoding: data, as: UTF8.self)
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let size = try Data(contentsOf: URL(filePath: path)).count
            let reopened = try SessionFile.open(at: path)
            // Its run has no start, which is reported too.
            #expect(reopened.warnings.filter { $0.line != nil }.allSatisfy { $0.code == .torn })
            let numbers = try numbers()
            #expect(numbers.count >= round * 200)
            #expect(numbers == Array(0..<numbers.count))
            #expect(try size - Data(contentsOf: URL(filePath: path)).count < 300)
            reopened.file.close()
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
