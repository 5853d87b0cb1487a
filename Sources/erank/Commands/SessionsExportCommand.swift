import ArgumentParser
import Relevance
import Sessions

struct SessionsExportCommand: ParsableCommand {
    enum Output: String, ExpressibleByArgument, CaseIterable { case json, trec, qrels, markdown }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print the runs or judgments of a session in a format for other programs.",
        discussion: """
            json is the output of 'erank rank --output json', one object per query; trec is a run; qrels is the output of \
            'erank judgments export'; markdown is a report. Of each query the newest complete run is printed: one in which no \
            document waits, was cancelled or failed. A TREC run that lacks documents is said to be incomplete on standard error, \
            and the exit status is 1.

            Queries have the ids of their collection. If a session has queries of two collections with the same ids, \
            --collection chooses.
            """)

    @Argument(
        help: "A session's file, or its name from 'erank sessions list'; NAME#N means its job N.", completion: .sessions)
    var session: String
    @Option(help: "The format.") var output = Output.json
    @OptionGroup var runs: RunOptions
    @Option(help: "Only the queries of this collection; - for those of none.") var collection: String?
    @Option(help: "Documents without a score in a TREC run: omit them, or put them last.")
    var unscored = RankReport.UnscoredRule.omit
    @OptionGroup var ids: IDOptions

    func run() throws {
        let recorded = try RecordedSession(session)
        if output == .qrels {
            let export = JudgmentExport(collection: collection, ids: ids.ids)
            return try StandardOutput.write(data: export.lines(of: recorded))
        }
        let selection = try runs.selection(in: recorded)
        let reports = try recorded.reports(of: selection, collection: collection)
        switch output {
        case .json: for report in reports { try StandardOutput.write(data: report.json + "\n") }
        case .trec:
            try recorded.checkIDs(of: reports)
            var trec = TRECOutput(ids: ids.ids, unscored: unscored)
            for report in reports { try StandardOutput.write(data: trec.lines(of: report)) }
            let isIncluded = try recorded.queryFilter(collection)
            let unbegun = recorded.state.unbegunRuns(of: selection).count { isIncluded($0.query) }
            try trec.conclude(path: recorded.path, unbegun: unbegun)
        case .markdown, .qrels: try StandardOutput.write(lines: SessionMarkdown(recorded.state, reports: reports).text)
        }
    }
}
