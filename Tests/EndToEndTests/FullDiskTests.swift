import Foundation
import Relevance
import Sessions
import Testing

/// A disk that fills while a user judges: a limit on the size of the program's files, which the tests lower and raise while
/// it runs.
@Suite(.enabled(if: Tmux.isAvailable, Tmux.absence), .serialized)
struct FullDiskTests {
    let terminal: Tmux
    let path: String

    /// A session of four documents on the judge screen, with space for half a line on the disk and two verdicts given.
    init() throws {
        terminal = try Tmux(width: 120, height: 30)
        path = terminal.folder.appending(path: "sessions/full.jsonl").path
        let file = try SessionFile.create(at: path, program: "test")
        let candidates = (1...4).map { Candidate(document: Document(id: "d\($0)", text: "Text \($0)."), firstStageRank: $0) }
        for event: SessionEvent in [.query(Query(id: "1", text: "goldfish")), .candidates(candidates, source: "test")] {
            try file.append(TimedEvent(milliseconds: 0, event: event))
        }
        file.close()
        try terminal.start("judge --session \(path); echo status $?", before: "trap '' XFSZ;")
        try terminal.wait(for: "0 judged of 4")
        let size = try Data(contentsOf: URL(filePath: path)).count
        try limitFileSize(size + 20)
        try terminal.type("2")
        try terminal.wait(for: "no space left to write the session")
        try terminal.type("1")
        let screen = try terminal.wait(for: "NOT SAVED: 2 events")
        #expect(screen.contains("0 judged of 4"))
    }

    /// Sets the soft limit only, so that it can be raised again; nil removes it.
    private func limitFileSize(_ bytes: Int?) throws {
        let limit = bytes.map(String.init) ?? "unlimited"
        let process = try Process.run(
            URL(filePath: "/usr/bin/prlimit"), arguments: ["--pid", "\(terminal.processID)", "--fsize=\(limit):"])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private func grades() throws -> [Int] { try SessionReader(path: path).state().book.judgments(by: "you").compactMap(\.grade) }

    @Test func quittingSaysWhatIsLost() throws {
        try terminal.type("q")
        let screen = try terminal.wait(for: "2 events are not saved")
        #expect(screen.contains("NOT SAVED: 2 events"))
        try terminal.type("q")
        let end = try terminal.wait(for: "status 1\n")
        #expect(end.replacing("\n", with: "").contains("erank: \(path): 2 events are lost: there is no space left"))
        #expect(try grades().isEmpty)
        try terminal.expectTerminalRestored()
    }

    @Test func allIsSavedAsSoonAsThereIsRoom() throws {
        try limitFileSize(nil)
        // Without pressing a key.
        let screen = try terminal.wait(for: "2 judged of 4")
        #expect(!screen.contains("NOT SAVED"))
        try terminal.type("q")
        try terminal.wait(for: "status 0\n")
        #expect(try grades().sorted() == [1, 2])
    }

    @Test func roomBetweenTheTwo() throws {
        try terminal.type("q")
        try terminal.wait(for: "2 events are not saved")
        try limitFileSize(nil)
        try terminal.type("q")
        let end = try terminal.wait(for: "status 0\n")
        #expect(!end.contains("lost"))
        #expect(try grades().sorted() == [1, 2])
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT]) func aSignalSaysItToo(signal: Int32) throws {
        kill(try terminal.processID, signal)
        let end = try terminal.wait(for: "status 0\n")
        #expect(end.replacing("\n", with: "").contains("erank: \(path): 2 events are lost: there is no space left"))
        #expect(try grades().isEmpty)
    }
}
