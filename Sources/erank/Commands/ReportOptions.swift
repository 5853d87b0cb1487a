import ArgumentParser
import Relevance
import Sessions

/// Which runs of a session a command reports.
struct RunOptions: ParsableArguments {
    @Option(
        name: .customLong("run"),
        help: """
            The job to report: its number, or all. By default, the newest complete run of each query; where none is complete, \
            the newest, with a warning.
            """,
        completion: .list(["all"]), transform: RunSelection.init(option:))
    var selection: RunSelection?

    /// - Throws: `.noJob` if the session has no such job; a usage error if SESSION#N names another one.
    func selection(in session: RecordedSession) throws -> RunSelection {
        guard let selection else { return session.job.map { .job($0.id) } ?? .newest }
        if session.job != nil { throw ValidationError("NAME#N and --run both choose a job: leave one of them out") }
        if case .job(let job) = selection, session.state.job(job) == nil {
            throw SessionError.noJob(job, known: session.state.jobs.map(\.id), path: session.path)
        }
        return selection
    }
}

extension RunSelection {
    /// - Throws: a usage error for anything but a number or `all`.
    init(option text: String) throws {
        if text == "all" {
            self = .all
        } else if let number = Int(text) {
            self = .job(JobID(number))
        } else {
            throw ValidationError("a job is named by its number, or all of them by 'all'")
        }
    }
}

/// How ids are written in, and read from, files for other programs.
struct IDOptions: ParsableArguments {
    @Option(
        help: """
            Ids in runs and qrels: plain, or escape, which writes white space, control characters, % and quotes as % and two \
            hexadecimal digits, so that every id can be written and read again.
            """)
    var ids = IDForm.plain

    var isGiven: Bool { ids != .plain }
}

extension IDForm: ExpressibleByArgument {}
extension RankReport.UnscoredRule: ExpressibleByArgument {}
