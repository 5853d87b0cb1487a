import Comparing
import Foundation
import Inference
import Relevance
import Sessions

/// A side as the user names it: a TREC run, a session, or a job of a session.
struct ComparedSource {
    let side: ComparisonSide
    /// What it was read from; nil for a side that was just scored.
    let origin: Origin?
    /// The final grades of a session; nil for a run or without grades.
    var ownJudgments: Judgments?

    /// Judgments, under the ids that queries have in their collection.
    struct Judgments {
        let qrels: Qrels
        /// Where they come from, for people.
        let source: String
        /// Who made them, where it is known.
        let judges: [String]
        /// The session that has them, with who gave which; nil for a file.
        var session: SessionState?
    }

    /// Where the rankings of a side are.
    enum Origin {
        case run(Run)
        case session(SessionState, RunSelection)
    }

    /// Reads a side. Warnings go to standard error.
    ///
    /// - Parameters:
    ///   - name: a run, a session, or a job of one.
    ///   - ids: how a run has its ids.
    /// - Throws: `FormatError`, `SessionError`, or `.noRun` for a session without a finished run.
    init(_ name: String, ids: IDForm = .plain) throws {
        let session = SessionName(name)
        guard SessionFile.isSession(session.path) else {
            let run = try Run.read(name).sayingWarnings().unescaped(ids)
            self.init(side: ComparisonSide(run, source: name), .run(run))
            return
        }
        let recorded = try RecordedSession(name)
        try self.init(recorded, recorded.job.map { .job($0.id) } ?? .newest)
    }

    init(side: ComparisonSide, _ origin: Origin? = nil) { (self.side, self.origin) = (side, origin) }

    private init(_ recorded: RecordedSession, _ selection: RunSelection) throws {
        let scored: [RankReport]
        do throws(SessionError) { scored = try recorded.reports(of: selection, collection: nil) } catch {
            guard case .job(let id) = selection, error.code == .noRun else { throw error }
            throw Failure(
                "\(recorded.path): nothing of job \(id.rawValue) was scored: 'erank rank --resume \(recorded.path)#\(id.rawValue)' "
                    + "scores it", .jobFailed)
        }
        // A query that has not begun is one that is not finished, as the others of its job.
        let unbegun = recorded.state.unbegunRuns(of: selection).map {
            RankReport($0, rankBy: recorded.state.rankBy(of: $0.request.job))
        }
        let reports = scored + unbegun
        do throws(SessionError) { try recorded.checkIDs(of: reports) } catch {
            throw Failure(
                "\(error.file): \(error.problem): name a job of one collection with \(recorded.path)#N, or compare runs of "
                    + "'erank sessions export \(recorded.path) --collection NAME --output trec'", .usage)
        }
        let jobs = Set(reports.map(\.job.rawValue)).sorted().map(String.init).joined(separator: ",")
        let source = recorded.path + (recorded.state.jobs.count > 1 ? "#\(jobs)" : "")
        guard var side = ComparisonSide(reports, source: source), side.lists.contains(where: { !$0.documents.isEmpty }) else {
            guard !reports.isEmpty else { throw SessionError.noRun(recorded.path) }
            throw Failure(
                "\(source): none of its documents is scored yet: continue with 'erank rank --resume \(recorded.path)'",
                .jobFailed)
        }
        for (place, report) in reports.enumerated() where side.lists.indices.contains(place) {
            side.lists[place].collection = .init(session: recorded.path, name: report.query.collection)
        }
        let grades = recorded.state.exportedQrels(ofCollectionsOf: reports.map(\.query))
        self.init(side: side, .session(recorded.state, selection))
        guard grades.count > 0 else { return }
        ownJudgments = Judgments(
            qrels: grades, source: "the judgments in \(side.source)", judges: recorded.state.book.judges,
            session: recorded.state)
    }

    /// Both jobs of a session that holds a comparison: the last one, and the one before it that asked otherwise.
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
        let jobs = recorded.state.jobs
        guard jobs.count >= 2 else {
            let count = jobs.isEmpty ? "no job" : "one job"
            throw Failure(
                "\(recorded.path): the session has \(count), and a comparison needs two sides: name another session or run too",
                .usage)
        }
        let pair = recorded.state.lastPair ?? (jobs[jobs.count - 2].id, jobs[jobs.count - 1].id)
        return (try ComparedSource(recorded, .job(pair.a)), try ComparedSource(recorded, .job(pair.b)))
    }
}

extension SessionState {
    /// The last job with an outcome, and the last one before it that asked otherwise about one of its queries; nil if there are
    /// no such jobs. O(jobs × runs).
    var lastPair: (a: JobID, b: JobID)? {
        func queries(_ job: JobState) -> Set<String> {
            Set(runs(of: job).filter { $0.documents.contains(where: \.isSettled) }.map(\.query.id))
        }
        let known = jobs.map { (job: $0, queries: queries($0)) }
        for (place, last) in known.enumerated().reversed() where !last.queries.isEmpty {
            let other = known.prefix(place).last {
                !$0.queries.isDisjoint(with: last.queries)
                    && ($0.job.settings != last.job.settings || $0.job.model?.sha256 != last.job.model?.sha256
                        || $0.job.rankBy != last.job.rankBy)
            }
            if let other { return (other.job.id, last.job.id) }
        }
        return nil
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

extension Comparison {
    /// - Throws: `Failure` for sides that have no query in common, or none that is judged.
    func checkCommon() throws(Failure) {
        guard queries.isEmpty else { return }
        let sources = "\(a.source) and \(b.source) have"
        if otherTexts > 0 {
            throw Failure(
                "\(sources) \(otherTexts.counted("query", "queries")) of the same id, with other words or of another collection: compare systems on the "
                    + "same queries", .unreadableFile)
        }
        throw Failure(
            unjudged > 0
                ? "\(sources) \(unjudged.counted("query", "queries")) in common, of which none is judged: give judgments of them "
                    + "with --qrels"
                : "\(sources) no query in common: compare systems on the same queries", .unreadableFile)
    }
}
