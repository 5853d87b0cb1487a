import ArgumentParser
import Relevance
import Sessions

struct JudgmentsAdjudicateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjudicate", abstract: "Adjudicate a document: set its final grade. The judges' own grades are kept.")

    @OptionGroup var argument: SessionArgument
    @Argument(help: "The query's id.") var query: String
    @Argument(help: "The document's id.") var document: String
    @Argument(help: "The final grade, from the session's scale.") var grade: Int
    @Option(help: "The adjudicator's name; by default the session's judge.") var judge: String?
    @Option(help: "The reason.") var note: String?

    func validate() throws {
        if judge?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--judge takes a name") }
    }

    func run() throws {
        var session = try WritableSession(argument.session)
        let (book, scale) = (session.state.book, session.state.scale)
        guard scale.grade(grade) != nil else { throw SessionError.offScale(grade, scale: scale, path: session.path) }
        let graded = book.judgments(query: query, document: document).filter { $0.grade != nil && !$0.isAdjudication }
        guard !graded.isEmpty else { throw SessionError.notJudged(document: document, query: query, path: session.path) }
        let decision = Judgment(
            queryID: query, documentID: document, verdict: .grade(grade), judge: judge ?? session.state.judge, scale: scale.name,
            note: note, isAdjudication: true)
        try session.appendWhole([.judgment(decision)])
        session.file.close()
        let others = graded.map { "\($0.judge)'s \($0.words(in: session.state))" }.joined(separator: ", ")
        try StandardOutput.report(
            """
            query \(query), document \(document): the final grade is \(decision.words(in: session.state)), \
            adjudicated by \(decision.judge); kept: \(others)
            """)
    }
}
