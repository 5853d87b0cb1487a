import ArgumentParser
import Foundation
import Relevance
import Sessions

struct JudgmentsAgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "Print the agreement of judges: raw, Cohen's kappa, Krippendorff's alpha.",
        discussion: """
            For each pair of judges, over the documents that both graded: the share of equal grades, Cohen's kappa (1 is \
            complete agreement, 0 is agreement expected by chance), and kappa with disagreement weighted by its distance on the \
            scale (linear) or the square of that (quadratic). For all judges: Krippendorff's alpha, nominal and ordinal. For \
            two judges: how often each pair of grades occurs. --model adds the model as a judge: its expected score is \
            converted to the nearest grade, both taken as shares of the highest value.

            All graded documents count, including imported ones that are not candidates of their query. Grades are compared as \
            numbers; a warning on standard error says if they were given on several scales.
            """)

    @OptionGroup var argument: SessionArgument
    @OptionGroup var choice: JudgeChoice
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        let session = try RecordedSession(argument.session)
        let agreement = try choice.agreement(in: session)
        try StandardOutput.write(json ? agreement.json : agreement.text)
    }
}

struct JudgmentsDisagreementsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disagreements", abstract: "List the documents with different grades, largest difference first.")

    @OptionGroup var argument: SessionArgument
    @OptionGroup var choice: JudgeChoice
    @Flag(help: "Print one JSON object per line.") var json = false

    func run() throws {
        let session = try RecordedSession(argument.session)
        let agreement = try choice.agreement(in: session)
        if json {
            for line in agreement.disagreementLines { try StandardOutput.write(line) }
        } else {
            try StandardOutput.write(agreement.disagreementTable(titles: session.state.topics))
        }
    }
}

/// The judges to compare.
struct JudgeChoice: ParsableArguments {
    @Option(name: .customLong("judge"), help: "A judge to compare; repeat it for each. By default all judges.")
    var judges: [String] = []
    @Flag(help: "Compare the model too, as another judge.") var model = false

    /// - Throws: `.noJudge` for a judge without judgments; `.oneJudge` if there are fewer than two judges; `.noRun` if the
    ///   model has scored nothing.
    func agreement(in session: RecordedSession) throws(SessionError) -> JudgeAgreement {
        let state = session.state
        let known = state.book.judges.sorted()
        if let stranger = judges.first(where: { !known.contains($0) }) {
            throw .noJudge(stranger, known: known, path: session.path)
        }
        var chosen: [String] = []
        for judge in judges.isEmpty ? known : judges where !chosen.contains(judge) { chosen.append(judge) }
        guard chosen.count + (model ? 1 : 0) > 1 else { throw .oneJudge(chosen, path: session.path) }
        let modelJudge = model ? state.modelAsJudge(on: state.scale) : nil
        if modelJudge?.grades.isEmpty == true { throw .noRun(session.path) }
        ScaleMixture(state.book.scales(by: chosen)).warn()
        return state.book.agreement(of: chosen, scale: state.scale, model: modelJudge)
    }
}
