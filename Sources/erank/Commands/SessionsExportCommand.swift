import ArgumentParser
import Relevance
import Sessions

struct SessionsExportCommand: ParsableCommand {
    enum Output: String, ExpressibleByArgument, CaseIterable { case json, trec, qrels, markdown }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print the runs or judgments of a session in a format for other programs.",
        discussion: """
            json is the output of 'erank rank --output json', one object per query; trec is a run; qrels is the output of \
            'erank judgments export'; markdown is a report. If a query was run several times, its last run is printed. SESSION#2 \
            prints only the session's second job.
            """)

    @Argument(
        help: "A session's file, or its name from 'erank sessions list'; NAME#N means its job N.", completion: .sessions)
    var session: String
    @Option(help: "The format.") var output = Output.json

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

/// A session that a command reads as a whole. Warnings go to standard error.
struct RecordedSession {
    let path: String
    let header: SessionHeader
    let state: SessionState
    /// The named job; nil for all jobs.
    let job: JobState?

    /// - Parameter name: a path, or a name in the session folder, optionally with `#N`.
    init(_ name: String) throws(SessionError) {
        let name = SessionName(name)
        let reader = try SessionReader(path: name.path)
        path = reader.path
        header = reader.header
        state = try reader.state()
        for warning in reader.warnings { StandardError.write("erank: warning: \(warning)") }
        job = try name.job(in: state)
    }

    /// - Throws: `.noRun` if there is no report.
    func reports() throws(SessionError) -> [RankReport] {
        let reports = state.reports(of: job)
        guard !reports.isEmpty else { throw .noRun(path, hasJob: !state.jobs.isEmpty) }
        return reports
    }
}
