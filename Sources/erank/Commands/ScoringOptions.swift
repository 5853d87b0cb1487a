import ArgumentParser
import Reranking

/// How a document is scored and what sorts it.
struct ScoringOptions: ParsableArguments {
    @Option(help: "reasoned (a thought, then 0 to 10; the default), direct (no thought), binary or binary-reasoned (yes or no).")
    var mode: ScoringMode?
    @Option(
        help: """
            The relevance definition in the prompt, or a preset: \
            \(InstructionPreset.all.map(\.name).joined(separator: ", ")). The default is web.
            """)
    var instruction: String?
    @Option(name: .customLong("depth"), help: "Score only the first so many candidates of each query (100).") var givenDepth: Int?
    @Option(help: "Tokens the model may write for one document (512).") var maxNewTokens: Int?
    @Option(
        name: .customLong("rank-by"),
        help: "The score that sorts: paper (s x P(s); the default), expected, integer or hybrid (with the first stage).")
    var givenRankBy: RankBy?
    @Flag(
        inversion: .prefixedNo,
        help: "Force an answer where the model has given none when its budget or turn ends (the default).")
    var forceAnswer: Bool?
    @Option(help: "The chat template (chatml, llama3), where the model's own is missing or not known.") var template: String?

    func validate() throws {
        if let givenDepth, givenDepth < 1 { throw ValidationError("--depth takes a number from 1, and \(givenDepth) is not") }
        if let maxNewTokens, maxNewTokens < 1 {
            throw ValidationError("--max-new-tokens takes a number from 1, and \(maxNewTokens) is not")
        }
    }

    var depth: Int { givenDepth ?? RunSettings().depth }
    var rankBy: RankBy { givenRankBy ?? .paper }
    var settings: RunSettings { settings(over: RunSettings()) }

    /// These settings where an option was given, the others as they are.
    func settings(over base: RunSettings) -> RunSettings {
        var settings = base
        settings.mode = mode ?? base.mode
        settings.instruction = instruction.map(InstructionPreset.resolve) ?? base.instruction
        settings.maxNewTokens = maxNewTokens ?? base.maxNewTokens
        settings.forcesAnswer = forceAnswer ?? base.forcesAnswer
        settings.depth = givenDepth ?? base.depth
        return settings
    }

    /// The options that ask for something else than a job was begun with, each with what the job has.
    func differences(from settings: RunSettings) -> [String] {
        let given = self.settings(over: settings)
        var differences: [String] = []
        func compare<Value: Equatable>(_ option: String, _ value: KeyPath<RunSettings, Value>, _ words: (Value) -> String) {
            let (own, asked) = (settings[keyPath: value], given[keyPath: value])
            if own != asked { differences.append("\(option) is \(words(own)) there, not \(words(asked))") }
        }
        compare("--mode", \.mode) { $0.rawValue }
        compare("--instruction", \.instruction) { "'\($0)'" }
        compare("--depth", \.depth) { "\($0)" }
        compare("--max-new-tokens", \.maxNewTokens) { "\($0)" }
        compare("--force-answer", \.forcesAnswer) { $0 ? "on" : "off" }
        return differences
    }
}

extension ScoringMode: ExpressibleByArgument {}
extension RankBy: ExpressibleByArgument {}
