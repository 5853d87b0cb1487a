import Foundation
import Relevance
@testable import Sessions
import TestSupport
import Testing

/// What people and other programs do to a session's file while it is being written. Nothing that was recorded is lost.
@Suite struct DisturbedFileTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/s.jsonl"
    }

    private func judgment(_ number: Int) -> SessionEvent {
        .judgment(Judgment(queryID: "q", documentID: "d\(number)", verdict: .grade(1), judge: "me"))
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func documents(_ path: String) throws -> [String] {
        try events(at: path).compactMap { if case .judgment(let judgment) = $0.event { judgment.documentID } else { nil } }
    }

    /// Writes two judgments, disturbs the file, writes two more.
    ///
    /// - Returns: what was said about it.
    private func record(_ disturb: () throws -> Void) throws -> (file: SessionFile, news: String) {
        let file = try SessionFile.create(at: path, program: "t")
        for number in 1...2 { try file.append(file.stamp(judgment(number))) }
        #expect(file.takeNews() == nil)
        try disturb()
        for number in 3...4 { try file.append(file.stamp(judgment(number))) }
        let news = file.takeNews()
        #expect(file.takeNews() == nil, "it is said once")
        file.close()
        return (file, news?.description ?? "")
    }

    private static let all = ["d1", "d2", "d3", "d4"]

    @Test func removed() throws {
        let (file, news) = try record { try FileManager.default.removeItem(atPath: path) }
        #expect(file.path == path)
        #expect(try documents(path) == Self.all)
        #expect(
            news == """
                \(path): the session's file was removed or moved while it was open; everything recorded is in a new file of that \
                name
                """)
    }

    @Test func removedWithItsFolder() throws {
        let inner = folder.path + "/inner"
        let path = inner + "/s.jsonl"
        let file = try SessionFile.create(at: path, program: "t")
        try file.append(file.stamp(judgment(1)))
        try FileManager.default.removeItem(atPath: inner)
        try file.append(file.stamp(judgment(2)))
        file.close()
        #expect(try documents(path) == ["d1", "d2"])
    }

    @Test func moved() throws {
        let other = folder.path + "/moved.jsonl"
        _ = try record { try FileManager.default.moveItem(atPath: path, toPath: other) }
        #expect(try documents(path) == Self.all)
        #expect(try documents(other) == ["d1", "d2"], "what was moved away stays as it was")
    }

    @Test func replacedByAnotherFile() throws {
        let (file, news) = try record {
            try FileManager.default.removeItem(atPath: path)
            try folder.write("s.jsonl", "mine\n")
        }
        #expect(try text(path) == "mine\n", "another's file is left alone")
        #expect(file.path == folder.path + "/s-2.jsonl")
        #expect(try documents(file.path) == Self.all)
        #expect(
            news == """
                \(path): another file has taken the name of the session while it was open; everything recorded is in \
                \(file.path), where the session goes on
                """)
    }

    @Test func replacedByALinkThatLeadsNowhere() throws {
        let (file, news) = try record {
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path + "/nowhere")
        }
        #expect(file.path == folder.path + "/s-2.jsonl")
        #expect(try documents(file.path) == Self.all)
        #expect(news.contains("another file has taken the name") == true)
    }

    /// Nothing is written after the file was disturbed: closing puts it right.
    @Test func removedOrCutBeforeTheEnd() throws {
        for number in 1...3 {
            let path = folder.path + "/\(number).jsonl"
            let file = try SessionFile.create(at: path, program: "t")
            for number in 1...2 { try file.append(file.stamp(judgment(number))) }
            let size = try text(path).utf8.count
            switch number {
            case 1: try FileManager.default.removeItem(atPath: path)
            case 2: try Data().write(to: URL(fileURLWithPath: path), options: [])
            default:
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                try handle.write(contentsOf: Data(String(repeating: "Z", count: size).utf8))
                try handle.close()
            }
            let news = try #require(file.close())
            #expect(news.code == .disturbed)
            #expect(try documents(file.path) == ["d1", "d2"], "\(number)")
            #expect(file.path.hasSuffix(number == 3 ? "3-2.jsonl" : "\(number).jsonl"))
        }
    }

    /// Another program's bytes of the same number: told by the time of the file's last change.
    @Test func overwrittenWithAsManyBytes() throws {
        let (file, news) = try record {
            let size = try text(path).utf8.count
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.write(contentsOf: Data(String(repeating: "Z", count: size).utf8))
            try handle.close()
        }
        #expect(file.path == folder.path + "/s-2.jsonl" && news.contains("another file has taken the name"))
        #expect(try documents(file.path) == Self.all)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Whatever is done to the file, it stays as private as it was.
    @Test(arguments: [0o600, 0o640, 0o644]) func keepsThePermissions(mode: Int) throws {
        let file = try SessionFile.create(at: path, program: "t")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        try file.appendWhole((1...200).map { file.stamp(judgment($0)) })
        #expect(try self.mode(path) == mode, "an import")
        try FileManager.default.removeItem(atPath: path)
        try file.append(file.stamp(judgment(201)))
        #expect(try self.mode(path) == mode, "removed")
        try FileManager.default.removeItem(atPath: path)
        try folder.write("s.jsonl", "mine\n")
        try file.append(file.stamp(judgment(202)))
        #expect(try self.mode(file.path) == mode, "replaced")
        file.close()
        #expect(try documents(file.path).count == 202)
    }

    /// The half session that a killed import leaves goes with the next opening.
    @Test func aDraftIsRemoved() throws {
        try SessionFile.create(at: path, program: "t").close()
        try folder.write("s.jsonl.erank-part", "{\"erank_session\"")
        let file = try SessionFile.open(at: path).file
        #expect(!FileManager.default.fileExists(atPath: path + ".erank-part"))
        file.close()
    }

    @Test func hardLinksStayLinks() throws {
        let other = folder.path + "/other.jsonl"
        let file = try SessionFile.create(at: path, program: "t")
        try FileManager.default.linkItem(atPath: path, toPath: other)
        try file.appendWhole((1...200).map { file.stamp(judgment($0)) })
        try file.append(file.stamp(judgment(201)))
        file.close()
        #expect(try documents(path).count == 201)
        #expect(try text(path) == text(other))
    }

    @Test func overwrittenInPlace() throws {
        let (file, _) = try record {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.truncate(atOffset: 0)
            try handle.write(
                contentsOf: Data("something else, and longer than the session was: \(String(repeating: "x", count: 2000))".utf8))
            try handle.close()
        }
        #expect(file.path == folder.path + "/s-2.jsonl")
        #expect(try documents(file.path) == Self.all)
        #expect(try text(path).hasPrefix("something else"))
    }

    @Test(arguments: [0, 1, 40, 100, 200]) func cut(to size: UInt64) throws {
        let (file, news) = try record {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.truncate(atOffset: size)
            try handle.close()
        }
        #expect(file.path == path)
        #expect(try documents(path) == Self.all)
        #expect(
            news == """
                \(path): the session's file was cut by another program while it was open; what was missing is written again
                """)
    }

    @Test func appendedToByAnother() throws {
        let (file, news) = try record {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("half a line".utf8))
            try handle.close()
        }
        #expect(file.path == path)
        #expect(try documents(path) == Self.all)
        #expect(news.hasPrefix("\(path): another program has written to the session's file while it was open; "))
    }

    /// The file of that name is the session's own: another writer is kept out as before.
    @Test func theNewFileIsLockedToo() throws {
        let file = try SessionFile.create(at: path, program: "t")
        try FileManager.default.removeItem(atPath: path)
        try file.append(file.stamp(judgment(1)))
        #expect(throws: SessionError.self) { try SessionFile.open(at: path) }
        file.close()
        try SessionFile.open(at: path).file.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s.jsonl"], "nothing is left over")
    }

    @Test func aReopenedSessionIsWholeToo() throws {
        _ = try record {}
        let reopened = try SessionFile.open(at: path)
        try FileManager.default.removeItem(atPath: path)
        try reopened.file.append(reopened.file.stamp(judgment(5)))
        reopened.file.close()
        #expect(try documents(path) == Self.all + ["d5"])
    }

    /// In a run and in the screens it is the recorder that says so.
    @Test func theRecorderSaysSo() async throws {
        let (reports, continuation) = AsyncStream.makeStream(of: SessionRecorder.Report.self)
        let recorder = SessionRecorder(file: try SessionFile.create(at: path, program: "t"), policy: .keepAndRetry) {
            continuation.yield($0)
        }
        try FileManager.default.removeItem(atPath: path)
        recorder.append(judgment(1))
        recorder.close()
        continuation.finish()
        var problems: [SessionError] = []
        var recorded = 0
        for await report in reports {
            if case .problem(let error) = report { problems.append(error) }
            if case .event = report { recorded += 1 }
        }
        #expect(problems.map(\.code) == [.disturbed] && recorded == 1)
        #expect(try documents(path) == ["d1"])
    }

    // MARK: Names

    @Test(arguments: ["", "\0\0\0\0\0\0\0\0\0\0", "{", "{\"erank_session\"", "{\"erank_session\":2,\"created\":"])
    func aFileWithoutAWholeHeaderDoesNotBlockItsName(text: String) throws {
        try folder.write("s.jsonl", text)
        #expect(SessionFile.isUnbegun(path))
        let file = try SessionFile.create(at: path, program: "t")
        try file.append(file.stamp(judgment(1)))
        #expect(throws: SessionError.self) { try SessionFile.create(at: path, program: "t") }
        file.close()
        #expect(try documents(path) == ["d1"])
    }

    /// A whole header without its line end is an empty session, and of a newer version nobody's to overwrite.
    @Test func aWholeHeaderIsTold() throws {
        let header = "{\"erank_session\":2,\"created\":\"2026-11-27T22:42:15Z\",\"program\":\"t\"}"
        try folder.write("s.jsonl", header)
        #expect(SessionFile.isUnbegun(path))
        let empty = #expect(throws: SessionError.self) { try SessionReader(path: path) }
        #expect(empty?.problem.contains("it is empty") == true)
        let newer = header.replacing("session\":2", with: "session\":9")
        try folder.write("s.jsonl", newer)
        #expect(#expect(throws: SessionError.self) { try SessionReader(path: path) }?.code == .newerVersion)
        #expect(#expect(throws: SessionError.self) { try SessionFile.create(at: path, program: "t") }?.code == .exists)
        #expect(try text(path) == newer)
    }

    @Test(arguments: ["mine", "{\"a\":1}", "{\"erank_session\":2}\n", "\n"]) func anotherFileKeepsItsName(text: String) throws {
        try folder.write("s.jsonl", text)
        let error = #expect(throws: SessionError.self) { try SessionFile.create(at: path, program: "t") }
        #expect(error?.code == .exists)
        #expect(try self.text(path) == text)
    }

    // MARK: All or nothing

    @Test(arguments: [1, 3, 400]) func manyEventsAreAppendedAsOne(count: Int) throws {
        let file = try SessionFile.create(at: path, program: "t")
        try file.append(file.stamp(judgment(0)))
        try file.appendWhole((1...count).map { file.stamp(judgment($0)) })
        try file.append(file.stamp(judgment(count + 1)))
        #expect(file.takeNews() == nil)
        file.close()
        #expect(try documents(path) == (0...(count + 1)).map { "d\($0)" })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s.jsonl"])
    }
}
