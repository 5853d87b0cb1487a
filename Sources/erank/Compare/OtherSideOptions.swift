import ArgumentParser
import Reranking

/// Side B of a live comparison: side A but for what is named.
struct OtherSideOptions: ParsableArguments {
    @Option(name: .customLong("b-model"), help: "B's model, by name or path.", completion: .models) var model: String?
    @Option(name: .customLong("b-mode"), help: "B's scoring mode.") var mode: ScoringMode?
    @Option(
        name: .customLong("b-instruction"), help: "B's definition of relevance, or the name of a preset.",
        completion: .list(InstructionPreset.all.map(\.name)))
    var instruction: String?
    @Option(name: .customLong("b-depth"), parsing: .unconditional, help: "Candidates that B scores of each query.")
    var depth: Int?
    @Option(name: .customLong("b-max-new-tokens"), parsing: .unconditional, help: "The most tokens B may write for a document.")
    var maxNewTokens: Int?
    @Option(name: .customLong("b-rank-by"), help: "The score that sorts B's documents.") var rankBy: RankBy?
    @Flag(
        name: .customLong("b-force-answer"), inversion: .prefixedNo, help: "Whether B's answer is forced if it has given none.")
    var forceAnswer: Bool?
    @Option(
        name: .customLong("b-template"), help: "B's chat template, if the model's own is missing or unknown.",
        completion: .list(["chatml", "llama3"]))
    var template: String?

    func validate() throws {
        try ValidationError.check("--b-depth", depth)
        try ValidationError.check("--b-max-new-tokens", maxNewTokens)
    }

    var isGiven: Bool {
        model != nil || mode != nil || instruction != nil || depth != nil || maxNewTokens != nil || rankBy != nil
            || forceAnswer != nil || template != nil
    }

    /// A's settings, changed by what is named.
    func settings(over a: RunSettings) -> RunSettings {
        a.changed(mode: mode, instruction: instruction, maxNewTokens: maxNewTokens, forcesAnswer: forceAnswer, depth: depth)
    }
}
