import ArgumentParser
import Foundation
import Relevance
import Sessions

struct JudgmentsAgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "How far judges agree: raw, Cohen's kappa, Krippendorff's alpha.",
        discussion: """
            For each pair, over the documents both graded: the share of equal grades, Cohen's kappa (1 is complete agreement, 0 what chance \
            would give), and kappa with disagreement weighted by the steps of the scale (linear) or their square (quadratic). Over all judges: \
            Krippendorff's alpha, nominal and ordinal. Of two judges, how often which grade met which. --model adds the model as one more judge: \
            its expected score, as a share of the highest answer, comes to the grade whose share of the scale's highest is nearest.

            All graded documents count, imported ones too that are not among a query's candidates. Grades are compared as the numbers they \
            are: where some were given on another scale, that is said on standard error.
            """)

    @OptionGroup var argument: SessionArgument
    @OptionGroup var choice: JudgeChoice
    @Flag(help: "One JSON object.") var json = false

    func run() throws {
        let session = try RecordedSession(argument.session)
        let agreement = try choice.agreement(in: session)
        try StandardOutput.write(json ? agreement.json : agreement.text)
    }
}

struct JudgmentsDisagreementsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disagreements", abstract: "The documents that judges grade differently, the widest apart first.")

    @OptionGroup var argument: SessionArgument
    @OptionGroup var choice: JudgeChoice
    @Flag(help: "One JSON object a line.") var json = false

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

/// Whose judgments are compared.
struct JudgeChoice: ParsableArguments {
    @Option(name: .customLong("judge"), help: "Compare this judge; say it once for each. All without it.") var judges: [String] =
        []
    @Flag(help: "Compare the model too, as one more judge.") var model = false

    /// - Throws: `.noJudge` for one who has not judged; `.oneJudge` where there is nobody to compare with.
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
