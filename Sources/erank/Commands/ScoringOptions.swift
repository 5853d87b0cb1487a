import ArgumentParser
import Reranking

/// How a document is scored and what sorts it.
struct ScoringOptions: ParsableArguments {
    @Option(help: "reasoned (a thought, then 0 to 10), direct (no thought), binary or binary-reasoned (yes or no).")
    var mode = ScoringMode.reasoned
    @Option(
        help: "The relevance definition in the prompt, or a preset: \(InstructionPreset.all.map(\.name).joined(separator: ", "))."
    )
    var instruction = "web"
    @Option(help: "Score only the first so many candidates of each query.") var depth = 100
    @Option(help: "Tokens the model may write for one document.") var maxNewTokens = 512
    @Option(help: "The score that sorts: paper (s x P(s)), expected, integer or hybrid (with the first stage).")
    var rankBy = RankBy.paper
    @Flag(inversion: .prefixedNo, help: "Force an answer where the model has given none when its budget or turn ends.")
    var forceAnswer = true
    @Option(help: "The chat template (chatml, llama3), where the model's own is missing or not known.") var template: String?

    func validate() throws {
        if depth < 1 { throw ValidationError("--depth takes a number from 1, and \(depth) is not") }
        if maxNewTokens < 1 { throw ValidationError("--max-new-tokens takes a number from 1, and \(maxNewTokens) is not") }
    }

    var settings: RunSettings {
        RunSettings(
            mode: mode, instruction: InstructionPreset.resolve(instruction), maxNewTokens: maxNewTokens,
            forcesAnswer: forceAnswer,
            depth: depth)
    }
}

extension ScoringMode: ExpressibleByArgument {}
extension RankBy: ExpressibleByArgument {}
