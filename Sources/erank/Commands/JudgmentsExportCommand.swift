import ArgumentParser
import Sessions

struct JudgmentsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print the grades as qrels: those that were adjudicated or agreed on, or one judge's.",
        discussion: """
            trec is 'query 0 document grade', beir the same in three columns under a heading, quepid the CSV that Quepid imports \
            (query,docid,rating, the query by its words), quepid-book the CSV of a judgement book, with a column for each judge. Where judges \
            disagree and nobody decided, the documents are listed on standard error and --conflicts says what becomes of them.
            """)

    @OptionGroup var argument: SessionArgument
    @Option(help: "This judge's own grades.") var judge: String?
    @Option(help: "The form.") var format = JudgmentExport.Form.trec
    @Option(help: "Where judges disagree: export nothing, take the lowest or highest grade, or leave the document out.")
    var conflicts = ConflictRule.refuse

    func run() throws {
        let export = JudgmentExport(form: format, judge: judge, conflicts: conflicts)
        try StandardOutput.write(lines: export.lines(of: RecordedSession(argument.session)))
    }
}

extension JudgmentExport.Form: ExpressibleByArgument {}
extension ConflictRule: ExpressibleByArgument {}
