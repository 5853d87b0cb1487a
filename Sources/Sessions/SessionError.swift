import Foundation
import Relevance

/// An error about a session's file. `description` is the sentence for people: the place, the problem and the remedy.
public struct SessionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case notFound, unreadable, notASession, newerVersion
        /// Another program is writing it.
        case locked
        case exists, unwritable, full
        /// The last line was cut short by a crash and is ignored.
        case torn
        /// Another program removed, moved, replaced, cut or lengthened the file while it was written.
        case disturbed
        /// Lines that cannot be read. They stay in the file and are skipped.
        case damaged
        /// The session has no run to export.
        case noRun
        /// The session has no job with this number, or no queries of this collection.
        case noJob, noCollection
        /// Two queries have the same id in a file.
        case sharedID
        /// The session has no grades to export.
        case noJudgment
        /// A judge without judgments; an agreement with fewer than two judges.
        case noJudge, oneJudge
        /// Judges disagree and one grade is needed.
        case conflict
        /// Nothing to undo or redo.
        case noStep
        case unknownDocument, unknownQuery, offScale
    }

    /// The kind of error.
    public var code: Code
    /// The path of the session, or of the file concerned.
    public var file: String
    /// From 1; nil if the error concerns the whole file.
    public var line: Int?
    /// What is wrong.
    public var problem: String
    /// What the user can do.
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

    /// `file:line: problem; remedy`.
    public var description: String { "\(line.map { "\(file):\($0)" } ?? file): \(problem); \(remedy)" }
}

// The sentences are here and in the two other extensions of this type, so that one test can read them all.
extension SessionError {
    static func opening(_ number: Int32, path: String) -> SessionError {
        switch number {
        case ENOENT, ENOTDIR:
            SessionError(
                .notFound, file: path, problem: "there is no such session", remedy: "erank sessions list shows the sessions")
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

    public static func exists(_ path: String) -> SessionError {
        SessionError(
            .exists, file: path, problem: "the file exists already, and a session never overwrites a file",
            remedy: "choose another name, or delete the file first")
    }

    /// Whether a system's error number means that there is no space: on the disk, in the quota, below the limit of a file's size.
    static func isFull(_ number: Int32) -> Bool { number == ENOSPC || number == EFBIG || number == EDQUOT }

    /// What makes room where a system's error number says that there is no space.
    private static func freeing(_ number: Int32) -> String {
        number == EFBIG ? "raise the limit of a file's size (ulimit -f)" : "free some space"
    }

    /// The error for a command that changes a session as a whole or not at all.
    static func unchanged(_ number: Int32, path: String) -> SessionError {
        let isFull = isFull(number)
        return SessionError(
            isFull ? .full : .unwritable, file: path,
            problem: "nothing was changed: the session cannot be written (\(String(cString: strerror(number))))",
            remedy: isFull
                ? "\(freeing(number)) and repeat the command"
                : "check the disk and the folder's permissions, and repeat the command"
        )
    }

    static func gone(_ path: String) -> SessionError {
        SessionError(
            .disturbed, file: path, problem: "the session's file was removed or moved while it was open",
            remedy: "everything recorded is in a new file of that name")
    }

    static func replaced(_ path: String, goesOnIn other: String) -> SessionError {
        SessionError(
            .disturbed, file: path, problem: "another file has taken the name of the session while it was open",
            remedy: "everything recorded is in \(other), where the session goes on")
    }

    static func cut(_ path: String, lost: Int) -> SessionError {
        SessionError(
            .disturbed, file: path, problem: "the session's file was cut by another program while it was open",
            remedy: lost > 0
                ? "\(lost) bytes recorded before are lost, and what follows is recorded"
                : "what was missing is written again")
    }

    static func grown(_ path: String) -> SessionError {
        SessionError(
            .disturbed, file: path, problem: "another program has written to the session's file while it was open",
            remedy: "the session goes on behind it; check it with erank sessions show")
    }

    static func writing(_ number: Int32, path: String) -> SessionError {
        isFull(number)
            ? SessionError(
                .full, file: path, problem: "there is no space left to write the session (\(String(cString: strerror(number))))",
                remedy: "\(freeing(number)): work goes on, saved events are safe, and the rest is saved as soon as there is space"
            )
            : SessionError(
                .unwritable, file: path, problem: "writing the session failed (\(String(cString: strerror(number))))",
                remedy: "check the disk and the folder's permissions: work goes on, and saved events are safe")
    }

    /// The error for a session that cannot begin: nothing is recorded, and no work goes on.
    static func creating(_ number: Int32, path: String) -> SessionError {
        let isFull = isFull(number)
        return SessionError(
            isFull ? .full : .unwritable, file: path,
            problem: "the session's file cannot be created (\(String(cString: strerror(number))))",
            remedy: isFull ? "\(freeing(number)) and begin again" : "name another place, or check the folder's permissions")
    }

    /// Warns a user who is about to leave while this error keeps events from being saved.
    public func unsaved(_ count: Int) -> SessionError {
        SessionError(
            code, file: file, problem: "\(count) \(count == 1 ? "event is" : "events are") not saved: \(problem)",
            remedy: (code == .full ? "free some space" : "make the place writable")
                + " and they are saved automatically, or quit or leave again to discard them")
    }

    /// Reports events that are lost because this error kept them from being saved until the end.
    public func lost(_ count: Int) -> SessionError {
        SessionError(
            code, file: file, problem: "\(count) \(count == 1 ? "event is" : "events are") lost: \(problem)",
            remedy: (code == .full ? "free some space" : "make the place writable") + " before you go on with this session")
    }

    static func notASession(_ path: String) -> SessionError {
        SessionError(
            .notASession, file: path, line: 1, problem: "it does not begin with an erank_session header",
            remedy: "choose a session file")
    }

    static func empty(_ path: String) -> SessionError {
        SessionError(
            .notASession, file: path, problem: "it is empty: no session was recorded in it", remedy: "choose another session")
    }

    static func newerVersion(_ version: Int, path: String) -> SessionError {
        SessionError(
            .newerVersion, file: path, line: 1,
            problem: """
                it has version \(version) of the session format, and this erank reads up to version \
                \(SessionHeader.currentVersion)
                """,
            remedy: "use a newer erank")
    }

    static func locked(_ path: String, holder: String?) -> SessionError {
        SessionError(
            .locked, file: path, problem: "\(holder ?? "another program") is writing this session",
            remedy: "close it there first, or watch it with erank replay")
    }

    static func torn(_ path: String, line: Int) -> SessionError {
        SessionError(
            .torn, file: path, line: line, problem: "the last line is incomplete, probably after a crash, and is ignored",
            remedy: "nothing to do: all lines before it are read")
    }

    static func damaged(_ path: String, line: Int, expected: String, count: Int) -> SessionError {
        let lines =
            count == 1
            ? "this line could not be read (expected \(expected)) and is skipped"
            : "\(count) lines, of which this is the first, could not be read (expected \(expected)) and are skipped"
        return SessionError(
            .damaged, file: path, line: line, problem: lines,
            remedy: count == 1 ? "correct or remove the line" : "correct or remove the lines")
    }

    /// The error for an export of judgments from a session without any.
    public static func noJudgment(_ path: String) -> SessionError {
        SessionError(
            .noJudgment, file: path, problem: "the session has no judgments",
            remedy: "open it and grade documents")
    }

    /// The error for an export of runs of which none has a query of the collection that was asked for.
    public static func noRun(ofCollection name: String, _ path: String) -> SessionError {
        SessionError(
            .noRun, file: path,
            problem: name == "-" ? "none of these queries was typed" : "none of these queries is of the collection \"\(name)\"",
            remedy: "choose another --collection, or another --run")
    }

    /// The error for an export of a session without a run. `hasJob` is true if a job was requested and has not begun.
    public static func noRun(_ path: String, hasJob: Bool = false) -> SessionError {
        SessionError(
            .noRun, file: path, problem: "the session has no run yet",
            remedy: hasJob ? "run it in the screens, or use erank rank --resume" : "run it in the screens, or use erank rank")
    }
}
