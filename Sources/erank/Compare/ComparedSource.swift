import Comparing
import Foundation
import Relevance
import Sessions

/// A side as the user names it: a TREC run, a session, or a job of a session.
struct ComparedSource {
    let side: ComparisonSide
    /// The final grades of a session; nil for a run or without grades.
    var ownJudgments: Judgments?

    /// Judgments, under the ids that queries have in their collection.
    struct Judgments {
        let qrels: Qrels
        /// Where they come from, for people.
        let source: String
        /// Who made them, where it is known.
        let judges: [String]
    }

    /// Reads a side. Warnings go to standard error.
    ///
    /// - Throws: `FormatError`, `SessionError`, or `.noRun` for a session without a finished run.
    init(_ name: String) throws {
        let session = SessionName(name)
        guard SessionFile.isSession(session.path) else {
            let reading = try Run.read(name)
            for warning in reading.warnings { StandardError.write("erank: warning: \(warning)") }
            self.init(side: ComparisonSide(reading.value, source: name))
            return
        }
        let recorded = try RecordedSession(name)
        try self.init(recorded, recorded.job.map { .job($0.id) } ?? .newest)
    }

    init(side: ComparisonSide) { self.side = side }

    private init(_ recorded: RecordedSession, _ selection: RunSelection) throws {
        let reports = try recorded.reports(of: selection, collection: nil)
        try recorded.checkIDs(of: reports)
        let jobs = Set(reports.map(\.job.rawValue)).sorted().map(String.init).joined(separator: ",")
        let source = recorded.path + (recorded.state.jobs.count > 1 ? "#\(jobs)" : "")
        guard let side = ComparisonSide(reports, source: source), side.lists.contains(where: { !$0.documents.isEmpty }) else {
            throw SessionError.noRun(recorded.path)
        }
        let grades = recorded.state.exported(recorded.state.book.qrels())
        self.init(side: side)
        guard grades.count > 0 else { return }
        ownJudgments = Judgments(
            qrels: grades, source: "the judgments in \(side.source)", judges: recorded.state.book.judges)
    }

    /// The last two jobs of a session that holds a comparison.
    ///
    /// - Throws: a usage error if the session has no two jobs.
    static func bothSides(of name: String) throws -> (a: ComparedSource, b: ComparedSource) {
        let path = SessionName(name).path
        if SessionFile.isRegular(path), !SessionFile.isSession(path) {
            throw Failure("\(name) is one side and no session: name the side to compare it with too", .usage)
        }
        let recorded = try RecordedSession(name)
        guard recorded.job == nil else {
            throw Failure("\(name): a comparison needs two sides: name a second one, or the session without a job", .usage)
        }
        let jobs = recorded.state.jobs.suffix(2).map(\.id)
        guard jobs.count == 2 else {
            throw Failure(
                "\(recorded.path): the session has \(jobs.isEmpty ? "no job" : "one job"), and a comparison needs two sides: name another session or run too",
                .usage)
        }
        return (try ComparedSource(recorded, .job(jobs[0])), try ComparedSource(recorded, .job(jobs[1])))
    }
}

extension SessionFile {
    /// Whether a file begins as a session does. Only its first bytes are read.
    static func isSession(_ path: String) -> Bool {
        guard isRegular(path), let handle = FileHandle(forReadingAtPath: path),
            let bytes = try? handle.read(upToCount: 64)
        else { return false }
        return String(decoding: bytes, as: UTF8.self).contains("\"erank_session\"")
    }
}
