import ArgumentParser
import LocalEngine
import ModelCatalog
import Reranking

struct BenchTogetherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "together", abstract: "Measure two models at work at once against one after the other.",
        discussion: """
            Loads both models, then runs the same job with each: one after the other, then both together, and so on for some rounds. \
            Every run begins with an empty cache of keys and values, so that all do the same work. A round's ratio is its time \
            together to its time one after the other: the goal is 1.05 at most. Loading does not count.
            """)

    @Option(help: "A name of 'erank models list', fetched where it is missing, or the path of a GGUF file.") var model: String
    @Option(name: .customLong("b-model"), help: "The other model; it may be the same.") var otherModel: String
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @Option(help: "How often both ways are measured, in turn.") var rounds = 5
    @Option(help: "Compute threads; one a core unless given.") var threads: Int?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        try source.checkOneStage()
        if rounds < 1 { throw ValidationError("--rounds takes a number from 1, and \(rounds) is not") }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads takes 1 to 1024, and \(threads) is not")
        }
    }

    func run() async throws {
        let tasks = try source.read(depth: scoring.depth)
        let catalog = ModelCatalog()
        let files = [try await catalog.provide(model), try await catalog.provide(otherModel)]
        let line = ProgressLine()
        defer { line.clear() }
        let report = try await Interrupt.cancelling {
            async let one = LoadedModel.load(path: files[0].path, threads: threads)
            async let other = LoadedModel.load(path: files[1].path, threads: threads)
            let bench = TogetherBench(
                models: [try await one, try await other], names: files.map(\.name), tasks: tasks, settings: scoring.settings,
                template: scoring.template, options: .unwatched(threads: threads))
            return try await bench.run(rounds: rounds) { done in
                line.show("together", fraction: Double(done) / Double(rounds), detail: "\(done) of \(rounds.counted("round"))")
            }
        }
        line.clear()
        if json { try JSONLine.print(report) } else { try StandardOutput.write(report.text) }
    }
}
