import ArgumentParser
import Relevance
import Sessions

struct SessionsExportCommand: ParsableCommand {
    enum Output: String, ExpressibleByArgument, CaseIterable { case json, trec, qrels, markdown }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print a session's runs or judgments in the forms that others read.",
        discussion: """
            json is what 'erank rank --output json' printed, one object a query; trec is the run, qrels what 'erank judgments export' \
            prints, markdown a report to read. A query that was run again counts once, with its last run; SESSION#2 prints the session's second job alone.
            """)

    @Argument(help: "A session's file, or its name in 'erank sessions list'; with #N behind it, its Nth job.") var session: String
    @Option(help: "The form.") var output = Output.json

    func run() throws {
        let recorded = try RecordedSession(session)
        switch output {
        case .json: for report in try recorded.reports() { try StandardOutput.write(report.json) }
        case .trec: try StandardOutput.write(lines: try Run(recorded.reports()).trecLines())
        case .qrels: try StandardOutput.write(lines: JudgmentExport().lines(of: recorded))
        case .markdown:
            _ = try recorded.reports()
            try StandardOutput.write(lines: SessionMarkdown(recorded.state, job: recorded.job).text)
        }
    }
}

/// A session read whole, for the commands; what could not be read has been said on standard error.
struct RecordedSession {
    let path: String
    let header: SessionHeader
    let state: SessionState
    /// The job that was named; nil for all.
    let job: JobState?

    /// - Parameter name: a path, or a name in the sessions' folder, perhaps with `#N`.
    init(_ name: String) throws(SessionError) {
        let name = SessionName(name)
        let reader = try SessionReader(path: name.path)
        path = reader.path
        header = reader.header
        state = try reader.state()
        for warning in reader.warnings { StandardError.write("erank: warning: \(warning)") }
        job = try name.job(in: state)
    }

    /// - Throws: `.noRun` where there is none.
    func reports() throws(SessionError) -> [RankReport] {
        let reports = state.reports(of: job)
        guard !reports.isEmpty else { throw .noRun(path, hasJob: !state.jobs.isEmpty) }
        return reports
    }
}
