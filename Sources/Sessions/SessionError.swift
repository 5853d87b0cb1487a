import Foundation
import Relevance

/// What can go wrong with a session's file. `description` is the one sentence a person reads: where, what, remedy.
public struct SessionError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case notFound, unreadable, notASession, newerVersion
        /// Another program writes it.
        case locked
        case exists, unwritable, full
        /// The last line was cut short by a crash and is dropped.
        case torn
        /// Lines that cannot be read; they stay in the file and are passed over.
        case damaged
        /// The session has no run to export.
        case noRun
        /// The session has no job of that number.
        case noJob
        /// The session has no grades to export.
        case noJudgment
        /// Who is named has not judged, and agreement with one judge alone.
        case noJudge, oneJudge
        /// Judges disagree where one grade is asked for.
        case conflict
        /// Nothing to undo or redo.
        case noStep
        case unknownDocument, unknownQuery, offScale
    }

    public var code: Code
    public var file: String
    /// From 1; nil where the whole file is meant.
    public var line: Int?
    public var problem: String
    public var remedy: String

    init(_ code: Code, file: String, line: Int? = nil, problem: String, remedy: String) {
        self.code = code
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    init(_ error: FormatError) {
        self =
            switch error.code {
            case .notFound: .opening(ENOENT, path: error.file)
            default: SessionError(.unreadable, file: error.file, line: error.line, problem: error.problem, remedy: error.remedy)
            }
    }

    public var description: String { "\(line.map { "\(file):\($0)" } ?? file): \(problem); \(remedy)" }
}

// Every sentence stands here, so that one test can read them all.
extension SessionError {
    static func opening(_ number: Int32, path: String) -> SessionError {
        switch number {
        case ENOENT, ENOTDIR:
            SessionError(
                .notFound, file: path, problem: "there is no such session", remedy: "erank sessions list names those there are")
        case EISDIR: SessionError(.unreadable, file: path, problem: "it is a folder", remedy: "name a session file in it")
        default:
            SessionError(
                .unreadable, file: path, problem: "it could not be opened (\(String(cString: strerror(number))))",
                remedy: "check the file and its permissions")
        }
    }

    static func notAFile(_ path: String) -> SessionError {
        SessionError(
            .unreadable, file: path, problem: "it is a pipe or a device, and a session is a file", remedy: "name a session file")
    }

    static func exists(_ path: String) -> SessionError {
        SessionError(
            .exists, file: path, problem: "there is a file already, and a session never overwrites one",
            remedy: "choose another name, or delete it first")
    }

    static func writing(_ number: Int32, path: String) -> SessionError {
        number == ENOSPC || number == EFBIG || number == EDQUOT
            ? SessionError(
                .full, file: path, problem: "there is no room left to write the session (\(String(cString: strerror(number))))",
                remedy: "free some space: work goes on, what is written is safe, and the rest follows as soon as there is room"
            )
            : SessionError(
                .unwritable, file: path, problem: "writing the session failed (\(String(cString: strerror(number))))",
                remedy: "check the disk and the folder's permissions: work goes on, and what is written is safe")
    }

    /// What a person hears who is about to leave events behind that this error keeps from the disk.
    public func unsaved(_ count: Int) -> SessionError {
        SessionError(
            code, file: file, problem: "\(count) \(count == 1 ? "event is" : "events are") not saved: \(problem)",
            remedy: "make room and it is done by itself, or quit or leave again to go without")
    }

    /// What is said of events that this error kept from the disk until the end.
    public func lost(_ count: Int) -> SessionError {
        SessionError(
            code, file: file, problem: "\(count) \(count == 1 ? "event is" : "events are") lost: \(problem)",
            remedy: "make room before you go on with this session")
    }

    static func notASession(_ path: String) -> SessionError {
        SessionError(
            .notASession, file: path, line: 1, problem: "it does not begin with an erank_session header",
            remedy: "choose a session file")
    }

    static func newerVersion(_ version: Int, path: String) -> SessionError {
        SessionError(
            .newerVersion, file: path, line: 1,
            problem:
                "it is written in version \(version) of the session format, and this erank reads up to \(SessionHeader.currentVersion)",
            remedy: "use a newer erank")
    }

    static func locked(_ path: String, holder: String?) -> SessionError {
        SessionError(
            .locked, file: path, problem: "\(holder ?? "another program") is writing this session",
            remedy: "end it there first, or open the session to read only")
    }

    static func torn(_ path: String, line: Int) -> SessionError {
        SessionError(
            .torn, file: path, line: line, problem: "the last line was cut short, probably by a crash, and is dropped",
            remedy: "nothing to do: all lines before it are read")
    }

    static func damaged(_ path: String, line: Int, expected: String, count: Int) -> SessionError {
        let lines =
            count == 1
            ? "this line could not be read (expected \(expected)) and is passed over"
            : """
            \(count) lines could not be read and are passed over, this one first (expected \(expected))
            """
        return SessionError(.damaged, file: path, line: line, problem: lines, remedy: "correct or remove what was edited")
    }

    public static func noJudgment(_ path: String) -> SessionError {
        SessionError(
            .noJudgment, file: path, problem: "nothing has been judged in this session",
            remedy: "open it and grade documents with 0 to 3")
    }

    /// - Parameter hasJob: whether one was asked for and has not begun.
    public static func noRun(_ path: String, hasJob: Bool = false) -> SessionError {
        SessionError(
            .noRun, file: path, problem: "the session has no run yet",
            remedy: hasJob ? "open it and press r, or use erank rank --resume" : "open it and press r, or use erank rank")
    }
}
