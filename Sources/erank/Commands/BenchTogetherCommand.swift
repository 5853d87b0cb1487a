import ArgumentParser
import LocalEngine
import ModelCatalog
import Relevance
import Reranking

struct BenchTogetherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "together", abstract: "Compare two models running at the same time with one after the other.",
        discussion: """
            Loads both models, then runs the same job with each: one after the other, then both at the same time. This is \
            repeated for some rounds. Every run begins with an empty key-value cache, so that all do the same work. The ratio \
            of a round is the time for both at the same time divided by the time for one after the other; the goal is at most \
            1.05. Loading does not count.
            """)

    @Option(
        help: "A name from 'erank models list' (fetched if missing), or the path of a GGUF file.", completion: .models)
    var model: String
    @Option(
        name: .customLong("b-model"), help: "The other model; it may be the same one.", completion: .models)
    var otherModel: String
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @Option(parsing: .unconditional, help: "Rounds to measure.") var rounds = 5
    @OptionGroup var resources: ResourceOptions
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        try source.checkOneStage()
        if rounds < 1 { throw ValidationError("--rounds must be at least 1, not \(rounds)") }
    }

    func run() async throws {
        let tasks = try source.read(depth: scoring.depth)
        let catalog = ModelCatalog()
        let files = [try await catalog.provide(model), try await catalog.provide(otherModel)]
        let line = ProgressLine()
        defer { line.clear() }
        let options = try resources.unwatchedEngine()
        let report = try await Interrupt.cancelling {
            async let one = LoadedModel.load(path: files[0].path, threads: options.threads, memory: options.memory)
            async let other = LoadedModel.load(path: files[1].path, threads: options.threads, memory: options.memory)
            let bench = TogetherBench(
                models: [try await one, try await other], names: files.map(\.name), tasks: tasks, settings: scoring.settings,
                template: scoring.template, options: options)
            return try await bench.run(rounds: rounds) { done in
                line.show("together", fraction: Double(done) / Double(rounds), detail: "\(done) of \(rounds.counted("round"))")
            }
        }
        line.clear()
        if json { try JSONLine.print(report) } else { try StandardOutput.write(report.text) }
    }
}
