import ArgumentParser
import Reranking

/// How documents are scored and sorted.
struct ScoringOptions: ParsableArguments {
    @Option(
        help: "reasoned (a thought, then 0 to 10; the default), direct (no thought), binary or binary-reasoned (yes or no).")
    var mode: ScoringMode?
    @Option(
        help: """
            The definition of relevance in the prompt, or the name of a preset: \
            \(InstructionPreset.all.map(\.name).joined(separator: ", ")). The default is web.
            """,
        completion: .list(InstructionPreset.all.map(\.name)))
    var instruction: String?
    @Option(
        name: .customLong("depth"), parsing: .unconditional,
        help: "Score only the first N candidates of each query (default: 100).")
    var givenDepth: Int?
    @Option(parsing: .unconditional, help: "The most tokens the model may write for one document (default: 512).")
    var maxNewTokens: Int?
    @Option(
        name: .customLong("rank-by"),
        help: "The score to sort by: paper (s x P(s); the default), expected, integer or hybrid (with the first stage).")
    var givenRankBy: RankBy?
    @Flag(
        inversion: .prefixedNo,
        help: "Force an answer if the model has given none when its budget or turn ends (the default).")
    var forceAnswer: Bool?
    @Option(
        help: "The chat template (chatml, llama3), if the model's own is missing or unknown.",
        completion: .list(["chatml", "llama3"]))
    var template: String?

    func validate() throws {
        try ValidationError.check("--depth", givenDepth)
        try ValidationError.check("--max-new-tokens", maxNewTokens)
    }

    /// The first of these options that was given, by its name.
    var firstGiven: String? {
        let given: [(String, Bool)] = [
            ("--mode", mode != nil), ("--instruction", instruction != nil), ("--depth", givenDepth != nil),
            ("--max-new-tokens", maxNewTokens != nil), ("--rank-by", givenRankBy != nil), ("--force-answer", forceAnswer != nil),
            ("--template", template != nil),
        ]
        return given.first { $0.1 }?.0
    }

    var depth: Int { givenDepth ?? RunSettings().depth }
    var rankBy: RankBy { givenRankBy ?? .paper }
    var settings: RunSettings { settings(over: RunSettings()) }

    /// `base`, changed by the given options.
    func settings(over base: RunSettings) -> RunSettings {
        base.changed(
            mode: mode, instruction: instruction, maxNewTokens: maxNewTokens, forcesAnswer: forceAnswer, depth: givenDepth)
    }

    /// The given options that differ from a job's settings, each with the job's value.
    func differences(from settings: RunSettings) -> [String] {
        let given = self.settings(over: settings)
        var differences: [String] = []
        func compare<Value: Equatable>(_ option: String, _ value: KeyPath<RunSettings, Value>, _ words: (Value) -> String) {
            let (own, asked) = (settings[keyPath: value], given[keyPath: value])
            if own != asked { differences.append("\(option) \(words(own)) instead of \(words(asked))") }
        }
        compare("--mode", \.mode) { $0.rawValue }
        compare("--instruction", \.instruction) { "'\($0)'" }
        compare("--depth", \.depth) { "\($0)" }
        compare("--max-new-tokens", \.maxNewTokens) { "\($0)" }
        compare("--force-answer", \.forcesAnswer) { $0 ? "on" : "off" }
        return differences
    }
}

extension RunSettings {
    /// These settings with what is given; nil keeps a value. The instruction may be the name of a preset.
    func changed(
        mode: ScoringMode?, instruction: String?, maxNewTokens: Int?, forcesAnswer: Bool?, depth: Int?
    ) -> RunSettings {
        var settings = self
        settings.mode = mode ?? self.mode
        settings.instruction = instruction.map(InstructionPreset.resolve) ?? self.instruction
        settings.maxNewTokens = maxNewTokens ?? self.maxNewTokens
        settings.forcesAnswer = forcesAnswer ?? self.forcesAnswer
        settings.depth = depth ?? self.depth
        return settings
    }
}

extension ValidationError {
    /// Checks a number that must be at least 1 where it is given.
    static func check(_ option: String, _ number: Int?) throws {
        if let number, number < 1 { throw ValidationError("\(option) must be at least 1, not \(number)") }
    }
}

extension ScoringMode: ExpressibleByArgument {}
extension RankBy: ExpressibleByArgument {}
