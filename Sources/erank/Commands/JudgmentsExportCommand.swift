import ArgumentParser
import Sessions

struct JudgmentsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print grades as qrels: the final grades (adjudicated or agreed on), or one judge's.",
        discussion: """
            trec is 'query 0 document grade'; beir has three columns under a heading; quepid is the CSV that Quepid imports \
            (query,docid,rating, with the text of the query); quepid-book is the CSV of a judgement book, with one column per \
            judge. If judges disagree on documents that nobody has adjudicated, these are listed on standard error, and \
            --conflicts says how to export them.
            """)

    @OptionGroup var argument: SessionArgument
    @Option(help: "Print only the grades of this judge.") var judge: String?
    @Option(help: "The format.") var format = JudgmentExport.Form.trec
    @Option(
        help: "If judges disagree: refuse to export, take the lowest (min) or highest (max) grade, or omit the document.")
    var conflicts = ConflictRule.refuse
    @Option(help: "Only the queries of this collection; - for those of none.") var collection: String?
    @OptionGroup var ids: IDOptions

    func run() throws {
        let export = JudgmentExport(form: format, judge: judge, conflicts: conflicts, collection: collection, ids: ids.ids)
        try StandardOutput.write(data: export.lines(of: RecordedSession(argument.session)))
    }
}

extension JudgmentExport.Form: ExpressibleByArgument {}
extension ConflictRule: ExpressibleByArgument {}
