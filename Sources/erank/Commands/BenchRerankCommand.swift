import ArgumentParser
import Inference
import LocalEngine
import Reranking

struct BenchRerankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerank", abstract: "Measure a whole reranking job, and where its time goes.",
        discussion: """
            Runs the job as 'erank rank' does, then measures the machine's limits and says which share of them the job reached. Only a \
            machine that does nothing else gives figures worth keeping.
            """)

    @Option(help: "A name of 'erank models list', fetched where it is missing, or the path of a GGUF file.") var model: String
    @OptionGroup var source: CandidateOptions
    @OptionGroup var scoring: ScoringOptions
    @Option(help: "Compute threads; one a core unless given.") var threads: Int?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        try source.checkOneStage()
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads takes 1 to 1024, and \(threads) is not")
        }
    }

    func run() async throws {
        var watch = RerankWatch()
        let tasks = try source.read(depth: scoring.depth)
        let engine = try await watch.load {
            try await LocalEngine.open(model, template: scoring.template, options: .unwatched(threads: threads))
        }
        defer { engine.stop() }
        var job = RankJob.new(
            tasks, engine: engine, settings: scoring.settings, rankBy: scoring.rankBy, source: source.description, file: nil)
        job.observe = { watch.see($0) }
        try await job.run { _, _ in }
        watch.stop()
        let statistics = await engine.statistics
        let limits = try await Machine.limits(threads: engine.model.threads)
        let report = RerankReport(watch, statistics, limits, model: engine.model, mode: scoring.settings.mode)
        if json { try JSONLine.print(report) } else { try StandardOutput.write(report.text) }
    }
}
